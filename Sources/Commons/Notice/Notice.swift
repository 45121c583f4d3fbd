public import Rulebook

/// A message to one person: it stands on their page and goes out by mail, if they have an address.
public struct Notice: Hashable, Sendable {
    public var id: String
    public var person: String
    public var at: Instant
    /// What it is about, e.g. `case.submitted`.
    public var kind: String
    public var subject: Phrase
    public var body: Phrase
    /// The path of the page it leads to, e.g. `/cases/01j…`; empty: none.
    public var link: String
    public var readAt: Instant?
    public var mailedAt: Instant?

    public init(
        id: String, person: String, at: Instant, kind: String, subject: Phrase, body: Phrase, link: String = "",
        readAt: Instant? = nil, mailedAt: Instant? = nil
    ) {
        self.id = id
        self.person = person
        self.at = at
        self.kind = kind
        self.subject = subject
        self.body = body
        self.link = link
        self.readAt = readAt
        self.mailedAt = mailedAt
    }

    /// Where a page of notices ended.
    public struct Cursor: Hashable, Sendable {
        public var at: Instant
        public var id: String

        public init(at: Instant, id: String) {
            self.at = at
            self.id = id
        }
    }

    public var cursor: Cursor { Cursor(at: at, id: id) }
}
