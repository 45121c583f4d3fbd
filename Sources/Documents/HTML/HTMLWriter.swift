/// Writes one document from top to bottom; the parts of a page are in extensions.
struct HTMLWriter {
    let document: Document
    let phrases: Phrases
    private(set) var html = ""
    /// Numbers what needs an id, in the order of the document.
    private var ids = 0
    private var headingRank: Int

    init(document: Document) {
        self.document = document
        phrases = Phrases(language: document.language)
        headingRank = document.cover == nil ? 0 : 1
    }

    mutating func write() {
        let title = document.cover?.title ?? document.runningTitle
        line("<!DOCTYPE html>")
        line("<html lang=\"\(Markup.escaped(document.language))\">")
        line("<head>")
        line("<meta charset=\"utf-8\"/>")
        line("<meta http-equiv=\"Content-Security-Policy\" content=\"\(HTMLRenderer.contentSecurityPolicy)\"/>")
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        line("<meta name=\"color-scheme\" content=\"light\"/>")
        line("<title>\(Markup.escaped(title))</title>")
        line("<style>")
        html += HTMLStyle.base
        html += HTMLStyle.page(of: document, phrases: phrases)
        html += HTMLStyle.columns(of: document)
        line("</style>")
        line("</head>")
        line("<body>")
        if let cover = document.cover { write(cover) }
        line("<main>")
        for block in document.blocks { write(block) }
        line("</main>")
        if !document.footer.isEmpty { line("<footer>\(inline(document.footer))</footer>") }
        line("</body>")
        line("</html>")
    }

    mutating func line(_ markup: String) {
        html += markup
        html += "\n"
    }

    mutating func nextID() -> String {
        ids += 1
        return "x\(ids)"
    }

    /// Escaped text; its line breaks stay.
    func inline(_ text: String) -> String {
        Markup.lines(text).map(Markup.escaped).joined(separator: "<br/>")
    }

    /// The rank of the next heading: never more than one below the one before, whatever the document asks for.
    mutating func rank(forLevel level: Int) -> Int {
        let wanted = level + (document.cover == nil ? 0 : 1)
        headingRank = min(wanted, headingRank + 1)
        return headingRank
    }

    /// The symbol of a tone, said aloud by its name.
    func mark(_ tone: Document.Tone) -> String {
        guard let symbol = tone.symbol else { return "" }
        return "<span class=\"mark\" role=\"img\" aria-label=\"\(phrases.name(of: tone))\">\(symbol)</span> "
    }
}
