/// A notice as it goes out by mail.
public struct Letter: Hashable, Sendable {
    /// Of the notice: sent twice, it is the same letter.
    public var id: String
    public var address: String
    public var name: String
    public var subject: String
    /// Plain text, with line ends `\n`.
    public var text: String
    /// Where it leads, as a whole address; empty: nowhere.
    public var url: String
    public var at: Instant

    public init(
        id: String, address: String, name: String, subject: String, text: String, url: String, at: Instant
    ) {
        self.id = id
        self.address = address
        self.name = name
        self.subject = subject
        self.text = text
        self.url = url
        self.at = at
    }
}
