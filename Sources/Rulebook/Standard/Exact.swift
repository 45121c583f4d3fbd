public import BigInt

/// An exact rational number: points, weights, shares and Q are never binary floating point.
///
/// Always in lowest terms with a positive denominator, so equal numbers are equal values.
public struct Exact: Hashable, Sendable, Comparable, AdditiveArithmetic {
    public let numerator: BigInt
    public let denominator: BigInt

    public static let zero = Exact(0)
    public static let one = Exact(1)

    public init(_ value: Int) {
        numerator = BigInt(value)
        denominator = 1
    }

    /// `numerator` / `denominator`; the denominator must not be 0.
    public init(_ numerator: BigInt, over denominator: BigInt) {
        precondition(!denominator.isZero, "a denominator of 0")
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator.sign == .minus ? -1 : 1
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    public init(_ numerator: Int, over denominator: Int) {
        self.init(BigInt(numerator), over: BigInt(denominator))
    }

    /// Reads `12`, `-0.25`, `85%` or `2/3`: at most 12 digits before the point and 9 after it. Anything else: nil.
    public init?(_ text: String) {
        if let slash = text.firstIndex(of: "/") {
            guard let over = Exact(decimal: text[text.index(after: slash)...]), over > .zero,
                let numerator = Exact(decimal: text[..<slash])
            else { return nil }
            self = numerator / over
        } else if text.hasSuffix("%") {
            guard let value = Exact(decimal: text.dropLast()) else { return nil }
            self = value / Exact(100)
        } else {
            guard let value = Exact(decimal: text[...]) else { return nil }
            self = value
        }
    }

    private init?(decimal text: Substring) {
        let isNegative = text.first == "-"
        let parts = (isNegative ? text.dropFirst() : text).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].count) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard (1...9).contains(fraction.count) else { return nil }
        let digits = parts[0] + fraction
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = BigInt(String(digits)) else { return nil }
        self.init(isNegative ? -value : value, over: BigInt(10).power(fraction.count))
    }

    public static func < (left: Exact, right: Exact) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }

    public static func + (left: Exact, right: Exact) -> Exact {
        if left.denominator == 1, right.denominator == 1 { return Exact(whole: left.numerator + right.numerator) }
        return Exact(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator
        )
    }

    public static func - (left: Exact, right: Exact) -> Exact {
        left + Exact(-right.numerator, over: right.denominator)
    }

    public static func * (left: Exact, right: Exact) -> Exact {
        if left.denominator == 1, right.denominator == 1 { return Exact(whole: left.numerator * right.numerator) }
        return Exact(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    /// `right` must not be 0.
    public static func / (left: Exact, right: Exact) -> Exact {
        Exact(left.numerator * right.denominator, over: left.denominator * right.numerator)
    }

    private init(whole: BigInt) {
        numerator = whole
        denominator = 1
    }

    /// With exactly `decimals` decimals, rounded half away from zero: `73.45`. For showing only.
    public func rounded(decimals: Int = 2) -> String {
        let scaled = numerator.magnitude * BigUInt(10).power(decimals)
        let divisor = denominator.magnitude
        let units = (scaled * 2 + divisor) / (divisor * 2)
        let sign = numerator.sign == .minus && !units.isZero ? "-" : ""
        guard decimals > 0 else { return sign + String(units) }
        var digits = String(units)
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }

    /// The shortest text that `init(_:)` reads back as the same number: `10`, `0.25`, `2/3`.
    public var shortest: String {
        for decimals in 0...9 where (BigInt(10).power(decimals) % denominator).isZero {
            return rounded(decimals: decimals)
        }
        return "\(numerator)/\(denominator)"
    }

    /// How weights are shown: at least two decimals, more where they are needed.
    public var asWeight: String {
        let two = rounded()
        return Exact(two) == self ? two : shortest
    }

    /// As a person writes a share: `85%`, `2/3`.
    public var percent: String {
        let hundredfold = (self * Exact(100)).shortest
        return hundredfold.contains("/") ? shortest : hundredfold + "%"
    }

    /// At most two decimals, none that are zero: how points are shown.
    public var shown: String {
        var text = rounded(decimals: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// The smallest whole number that is not below it, or the nearest one that Int holds.
    public var ceiling: Int {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return Int(clamping: remainder > 0 ? quotient + 1 : quotient)
    }

    /// A whole number as such; else nil.
    public var whole: Int? { denominator == 1 ? Int(exactly: numerator) : nil }

    /// For drawing only.
    public var approximate: Double { Double(numerator) / Double(denominator) }
}

extension Sequence<Exact> {
    public func sum() -> Exact { reduce(.zero, +) }
}
