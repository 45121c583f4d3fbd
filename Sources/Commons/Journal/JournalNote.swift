/// What is to be said in the journal of one thing that happened: a leaf of its tree, once it has its place there.
public struct JournalNote: Hashable, Sendable {
    /// `person.look`, `row.changed`, `case.saveFinding`…
    public var act: String
    /// What it was done to: `person/01h…`, `case/01h…`.
    public var subject: String
    /// How that was before, by field; nil: it was not there, or the act changes nothing.
    public var before: [String: JournalValue]?
    /// How it is now.
    public var after: [String: JournalValue]?
    /// Further words, such as the purpose of a look. Nothing personal: they stand there for good.
    public var details: [String: String]

    public init(
        _ act: String, on subject: String, before: [String: JournalValue]? = nil,
        after: [String: JournalValue]? = nil, details: [String: String] = [:]
    ) {
        self.act = act
        self.subject = subject
        self.before = before
        self.after = after
        self.details = details
    }
}

/// A field in the journal.
public enum JournalValue: Hashable, Sendable {
    case nothing
    case number(Int64)
    case text(String)
    /// SHA-256 of a salt and the value, in hexadecimal: it proves the value to whoever has both, and tells nothing once
    /// the salt is gone.
    case commitment(String)
}

/// Writing into the journal, within one transaction.
public protocol JournalRecords {
    /// Says it of whoever `Origin.current` is, at this moment, along with the rest of the transaction. Its place in the
    /// tree it gets within seconds after.
    func note(_ note: JournalNote) throws
}
