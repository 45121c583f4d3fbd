extension HTML {
    /// A part of a page with a title of its own. `level` is the rank of the title.
    public static func card(
        _ title: String? = nil, id: String? = nil, tone: Tone? = nil, actions: [HTML] = [], footer: HTML? = nil,
        level: Int = 2, _ body: HTML
    ) -> HTML {
        let rank = min(max(level, 2), 6)
        let buttons: HTML? = actions.isEmpty ? nil : "<div class=\"actions\">\(actions)</div>"
        let head: HTML? = title.map { "<div class=\"head\"><h\(rank)>\($0)</h\(rank)>\(buttons)</div>" }
        let mark: HTML = tone.map { " \($0.rawValue)" } ?? ""
        return """
            <section class="card\(mark)"\(attr: "id", id)\(attr: "aria-label", title)>\(head)<div class="body">\(body)\
            </div>\(footer.map { "<div class=\"foot\">\($0)</div>" as HTML })</section>
            """
    }

    /// Pieces side by side, as many in a row as fit; one below the other on a phone.
    public static func grid(_ pieces: [HTML]) -> HTML { "<div class=\"grid\">\(pieces)</div>" }

    /// What matters, and beside it what goes with it; below it on a phone.
    public static func split(_ main: HTML, aside: HTML) -> HTML {
        "<div class=\"split\"><div>\(main)</div><aside>\(aside)</aside></div>"
    }

    /// The same where what stands beside is what people came for: it is read first, and stands above on a phone.
    public static func split(first aside: HTML, _ main: HTML) -> HTML {
        "<div class=\"split first\"><aside>\(aside)</aside><div>\(main)</div></div>"
    }

    /// Pieces in a line that wraps: buttons, badges.
    public static func row(_ pieces: [HTML]) -> HTML { "<div class=\"row\">\(pieces)</div>" }

    /// Running text in a measure that reads well.
    public static func prose(_ body: HTML) -> HTML { "<div class=\"prose\">\(body)</div>" }

    /// What somebody wrote: an empty line parts paragraphs, other line ends stay.
    public static func paragraphs(_ text: String) -> HTML {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let paragraphs = lines.split { $0.allSatisfy(\.isWhitespace) }
        return HTML.join(
            paragraphs.map { "<p class=\"words\">\(HTML.join($0.map { .text(String($0)) }, separator: "<br>"))</p>" })
    }
}
