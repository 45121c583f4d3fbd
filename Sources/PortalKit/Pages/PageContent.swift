public import Markup
public import Rulebook

/// What a page says besides its frame.
public struct PageContent: Sendable {
    public var title: Phrase
    public var body: HTML
    /// The body takes the whole width: for wide tables.
    public var isWide: Bool
    /// The body is a narrow column: for signing in, for errors.
    public var isNarrow: Bool
    /// Messages on top.
    public var notices: [Page.Notice] = []

    public init(_ title: Phrase, isWide: Bool = false, isNarrow: Bool = false, _ body: HTML) {
        self.title = title
        self.body = body
        self.isWide = isWide
        self.isNarrow = isNarrow
    }
}
