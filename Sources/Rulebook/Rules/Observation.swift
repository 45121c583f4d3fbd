/// What an assessor saw of one item, in the shape its rule asks for.
public enum Observation: Hashable, Sendable {
    /// `control` and `all`.
    case met(Bool)
    /// `veto`.
    case occurred(Bool)
    /// `count` and `deduct`.
    case count(Counted)
    /// `share`: whole numbers by the rule's names; none is greater than the whole.
    case parts([String: Int])
    /// `list`.
    case entries([Entry])
    /// `steps`, `linear`, `target`.
    case measure(Measured)
    /// `choice`: the id of the option that holds.
    case choice(String)
    /// `award`: 0...maximum.
    case points(Exact)

    /// Distinct kinds that are there.
    public struct Counted: Hashable, Sendable {
        /// 0...1,000,000.
        public var count: Int
        /// Kinds by id, or `other:NAME`; empty where only a number was given.
        public var present: [String]
        /// The rule's extra fact, e.g. that alarms are pushed.
        public var extra: Bool

        public init(count: Int, present: [String] = [], extra: Bool = false) {
            self.count = count
            self.present = present
            self.extra = extra
        }
    }

    /// One entry of a `list`, e.g. an innovation.
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var kind: String
        public var isRecognised: Bool
        /// Answers given, and of these the satisfied ones: 0...1,000,000.
        public var responses: Int
        public var satisfied: Int

        public init(name: String, kind: String, isRecognised: Bool, responses: Int, satisfied: Int) {
            self.name = name
            self.kind = kind
            self.isRecognised = isRecognised
            self.responses = responses
            self.satisfied = satisfied
        }
    }
}

/// A measured value, or the exact ratio of two whole numbers.
public struct Measured: Hashable, Sendable {
    /// nil: the whole is 0, so there is no ratio.
    public var value: Exact?
    /// As it was given: `120`, or `3/10`.
    public var shown: String

    public init(_ value: Exact) {
        self.value = value
        shown = value.shortest
    }

    public init(part: Int, of whole: Int) {
        value = whole == 0 ? nil : Exact(part, over: whole)
        shown = "\(part)/\(whole)"
    }
}

/// What a `steps`, `linear` or `target` rule measures.
public enum Measure: Hashable, Sendable {
    /// A number under this key, in this unit.
    case value(key: String, unit: Phrase?)
    /// Two whole numbers under these keys.
    case ratio(part: String, of: String)

    public func describe(_ measured: Measured) -> Phrase {
        switch self {
        case .value(_, let unit):
            let unit = unit ?? .same("")
            return Phrase(zh: "\(measured.shown) \(unit.zh)", en: "\(measured.shown) \(unit.en)").trimmed
        case .ratio:
            guard let value = measured.value else { return .same(measured.shown) }
            return .same("\(measured.shown) = \((value * Exact(100)).rounded())%")
        }
    }
}

extension Phrase {
    fileprivate var trimmed: Phrase {
        func cut(_ text: String) -> String { text.hasSuffix(" ") ? String(text.dropLast()) : text }
        return Phrase(zh: cut(zh), en: cut(en))
    }
}

/// A line that a share or a value has to reach.
public struct Threshold: Hashable, Sendable {
    public enum Side: String, Hashable, Sendable, CaseIterable {
        case atLeast, moreThan, atMost, lessThan
    }
    public var side: Side
    public var value: Exact

    public init(_ side: Side, _ value: Exact) {
        self.side = side
        self.value = value
    }

    public func isReached(by measured: Exact) -> Bool {
        switch side {
        case .atLeast: measured >= value
        case .moreThan: measured > value
        case .atMost: measured <= value
        case .lessThan: measured < value
        }
    }

    /// Whether the line favours greater values.
    public var favoursMore: Bool { side == .atLeast || side == .moreThan }

    private var symbol: String {
        switch side {
        case .atLeast: "≥"
        case .moreThan: ">"
        case .atMost: "≤"
        case .lessThan: "<"
        }
    }

    public var shown: String { "\(symbol) \(value.shortest)" }
    public var shownAsShare: String { "\(symbol) \(value.percent)" }
}

extension Exact {
    /// As a percentage with two decimals, or as many more as it takes not to look as if it had reached a line that it
    /// has not, or the other way round.
    func percent(against lines: [Threshold]) -> String {
        let hundredfold = self * Exact(100)
        for decimals in 2...9 {
            let text = hundredfold.rounded(decimals: decimals)
            guard let shown = Exact(text).map({ $0 / Exact(100) }) else { break }
            if shown == self || !lines.contains(where: { shown == $0.value }) { return text + "%" }
        }
        return shortest
    }
}
