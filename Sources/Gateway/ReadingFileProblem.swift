/// Why nothing of a file could be taken: where, what is wrong, and what to do about it.
public struct ReadingFileProblem: Error, Hashable, Sendable {
    public var reasonZH: String
    public var reasonEN: String

    public init(reasonZH: String, reasonEN: String) {
        self.reasonZH = reasonZH
        self.reasonEN = reasonEN
    }
}
