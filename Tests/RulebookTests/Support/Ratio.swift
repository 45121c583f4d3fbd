@testable import Rulebook

/// A fraction of small whole numbers: the tests' own arithmetic, which shares nothing with `Exact`.
struct Ratio: Hashable, Comparable, ExpressibleByIntegerLiteral {
    let numerator: Int
    let denominator: Int

    init(_ numerator: Int, over denominator: Int = 1) {
        var (a, b) = (abs(numerator), abs(denominator))
        while b != 0 { (a, b) = (b, a % b) }
        let sign = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / max(a, 1)
        self.denominator = sign * denominator / max(a, 1)
    }

    init(integerLiteral value: Int) { self.init(value) }

    init(_ exact: Exact) { self.init(Int(exact.numerator), over: Int(exact.denominator)) }

    var exact: Exact { Exact(numerator, over: denominator) }

    static func + (left: Ratio, right: Ratio) -> Ratio {
        Ratio(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }
    static func - (left: Ratio, right: Ratio) -> Ratio { left + Ratio(-right.numerator, over: right.denominator) }
    static func * (left: Ratio, right: Ratio) -> Ratio {
        Ratio(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }
    static func / (left: Ratio, right: Ratio) -> Ratio {
        Ratio(left.numerator * right.denominator, over: left.denominator * right.numerator)
    }
    static func < (left: Ratio, right: Ratio) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }
}
