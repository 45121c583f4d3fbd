public import Rulebook

/// A part of the portal as the first page presents it.
public struct Wing: Sendable {
    public var title: Phrase
    public var text: Phrase
    /// Where it begins, for those who may go there.
    public var entries: [PageFrame.Entry]

    public init(title: Phrase, text: Phrase, entries: [PageFrame.Entry]) {
        self.title = title
        self.text = text
        self.entries = entries
    }
}
