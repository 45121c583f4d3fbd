/// Somewhere to go.
public struct Link: Sendable, Hashable {
    /// What the reader sees.
    public var label: String
    /// Where it leads.
    public var href: String
    /// Whether the reader is there already.
    public var isCurrent: Bool
    /// How many things wait there.
    public var count: Int?

    /// A link; `count` shows as a number beside the label.
    public init(_ label: String, _ href: String, isCurrent: Bool = false, count: Int? = nil) {
        self.label = label
        self.href = href
        self.isCurrent = isCurrent
        self.count = count
    }
}

extension Link {
    /// As an entry of a navigation or of tabs.
    var entry: HTML {
        let number: HTML? = count.map { "<span class=\"count\">\($0)</span>" }
        return """
            <a href="\(href: href)"\(attr: "aria-current", isCurrent ? "page" : nil)>\(label)\(number)</a>
            """
    }
}
