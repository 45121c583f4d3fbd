/// Something that happened without a row changing, to be said in the journal: that somebody looked, exported, refused.
public struct JournalNote: Hashable, Sendable {
    /// `personal.look`, `case.exported`…
    public var act: String
    /// What it was done to: `person/01h…`, `case/01h…`.
    public var subject: String
    /// Further words, such as the purpose of a look. Nothing personal: they stand there for good.
    public var details: [String: String]

    public init(_ act: String, on subject: String, details: [String: String] = [:]) {
        self.act = act
        self.subject = subject
        self.details = details
    }

    /// That the clock of a server went back; `details` say by how many `seconds`.
    public static let clockBack = "clock.back"
}
