public import Commons

/// That one thing owns, lives in, guards or powers another, from a day on and until a day. A relation is entered once,
/// ended by an act that writes the last day, and never changed.
public struct RelationFacet: Hashable, Sendable {
    /// The fields that refer to what the relation starts from: of several exactly one is filled in.
    public var sources: [String]
    /// The fields that refer to what it leads to.
    public var targets: [String]
    /// The field that says what the one is to the other; nil: there is only one way.
    public var type: String?
    /// The fields with the first and the last day; nothing in the latter: it still holds.
    public var since: String
    public var until: String

    public init(
        sources: [String], targets: [String], type: String? = nil, since: String = "since", until: String = "until"
    ) {
        self.sources = sources
        self.targets = targets
        self.type = type
        self.since = since
        self.until = until
    }

    /// How a relation stands on a day.
    public enum Standing: Hashable, Sendable {
        case holds, begins, over
        /// It was entered by mistake.
        case void
    }

    /// `day`: 2026-03-01.
    public func standing(_ relation: Item, of kind: Kind, on day: String) -> Standing {
        guard kind.openStates.contains(relation.state) else { return .void }
        let span = span(relation)
        return day < span.since ? .begins : day > span.until ? .over : .holds
    }

    /// Whether a relation with these fields, which is not void, holds on a day.
    public func holds(_ fields: [String: FormValue], on day: String) -> Bool {
        let span = span(fields)
        return span.since <= day && day <= span.until
    }

    /// The item at the other end.
    public func other(_ relation: Item, than id: String) -> String? {
        let ends = (sources + targets).compactMap { relation.fields[$0]?.text }
        return ends.first { $0 != id } ?? ends.first
    }

    /// Days as they are written compare as they follow each other.
    func span(_ relation: Item) -> (since: String, until: String) { span(relation.fields) }

    private func span(_ fields: [String: FormValue]) -> (since: String, until: String) {
        (fields[since]?.text ?? "0000-01-01", fields[until]?.text ?? "9999-12-31")
    }
}
