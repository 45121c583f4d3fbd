public import Commons

/// Names with values, as queries and forms have them, in the order they came.
///
/// The getters throw a `Refusal` that names the field; a name that came twice is refused where one value is asked for.
public struct Fields: Hashable, Sendable {
    public var pairs: [Pair]

    public struct Pair: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    /// `a=1&b=2`, as in queries and in forms of the type `application/x-www-form-urlencoded`.
    /// - Returns: nil where something is encoded wrongly, is no UTF-8, or there are too many fields.
    public init?(encoded: some Collection<UInt8>, most: Int = 5000) {
        pairs = []
        for part in encoded.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < most else { return nil }
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            let value = part.dropFirst(name.count + 1)
            guard let name = Percent.decode(name, plus: true), let value = Percent.decode(value, plus: true) else {
                return nil
            }
            pairs.append(Pair(name, value))
        }
    }

    public var isEmpty: Bool { pairs.isEmpty }
    public var names: [String] { pairs.map(\.name) }

    /// Every value of a name.
    public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// nil if there is none.
    public func optional(_ name: String) throws(Refusal) -> String? {
        var found: String?
        for pair in pairs where pair.name == name {
            if found != nil {
                throw Refusal(.invalid, zh: "“\(name)”出现了不止一次", en: "'\(name)' is there more than once", place: name)
            }
            found = pair.value
        }
        return found
    }

    /// What is there, without spaces around; nil if that leaves nothing, as in an input that was left empty.
    public func filled(_ name: String) throws(Refusal) -> String? {
        guard let value = try optional(name) else { return nil }
        let text = Fields.trimmed(value)
        return text.isEmpty ? nil : text
    }

    /// Text without spaces around it.
    /// `most`: its characters at most.
    public func text(_ name: String, most: Int = 10_000) throws(Refusal) -> String {
        guard let text = try filled(name) else {
            throw Refusal(.invalid, zh: "“\(name)”必填", en: "'\(name)' is missing", place: name)
        }
        if text.unicodeScalars.count > most {
            throw Refusal(
                .invalid, zh: "“\(name)”最多 \(most) 个字符", en: "'\(name)' has more than \(most) characters",
                place: name)
        }
        return text
    }

    /// A whole number of a range.
    public func integer(_ name: String, in range: ClosedRange<Int> = .min ... .max) throws(Refusal) -> Int {
        let text = try text(name)
        guard let value = Int(text), range.contains(value) else { throw Fields.noInteger(name, range) }
        return value
    }

    /// As `integer`, or this where there is nothing.
    public func integer(_ name: String, in range: ClosedRange<Int>, or other: Int) throws(Refusal) -> Int {
        try filled(name) == nil ? other : integer(name, in: range)
    }

    /// What a checkbox says: there and neither `false`, `0` nor empty.
    public func flag(_ name: String) throws(Refusal) -> Bool {
        guard let value = try filled(name) else { return false }
        return value != "false" && value != "0"
    }

    /// One of the cases of an enumeration, by its raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of _: Choice.Type = Choice.self
    ) throws(Refusal) -> Choice where Choice.RawValue == String {
        let text = try text(name)
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalid, zh: "“\(name)”只能是：\(names)", en: "'\(name)' must be one of \(names)", place: name)
        }
        return choice
    }

    private static func noInteger(_ name: String, _ range: ClosedRange<Int>) -> Refusal {
        if range == .min ... .max {
            return Refusal(.invalid, zh: "“\(name)”必须是整数", en: "'\(name)' must be a whole number", place: name)
        }
        return Refusal(
            .invalid, zh: "“\(name)”必须是 \(range.lowerBound) 到 \(range.upperBound) 之间的整数",
            en: "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound)", place: name)
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        guard let first = text.first, let last = text.last, isSpace(first) || isSpace(last) else { return text }
        let rest = text.drop(while: isSpace)
        guard let end = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...end])
    }
}
