/// Writes the text of one document from top to bottom; the parts of a page are in extensions.
struct DOCXWriter {
    let document: Document
    let phrases: Phrases
    private var body = ""

    init(document: Document) {
        self.document = document
        phrases = Phrases(language: document.language)
    }

    var xml: String {
        WordML.declaration
            + "<w:document \(WordML.namespaces)><w:body>\(body)\(section)</w:body></w:document>"
    }

    mutating func write() {
        if let cover = document.cover {
            write(cover)
            if !startsWithPageHeading && !document.blocks.isEmpty {
                add(WordML.paragraph("TableGap", properties: "<w:pageBreakBefore/>"))
            }
        }
        for block in document.blocks { write(block) }
    }

    mutating func add(_ xml: String) {
        body += xml
    }

    /// Word joins tables that touch, and wants a paragraph after the last one.
    mutating func addTable(_ xml: String) {
        body += xml
        body += WordML.paragraph("TableGap")
    }

    private var startsWithPageHeading: Bool {
        if case .heading(let level, _) = document.blocks.first { return level <= 1 }
        return false
    }

    private var section: String {
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"\(DOCXPackage.id(ofKind: "header"))\"/>"
            + "<w:footerReference w:type=\"default\" r:id=\"\(DOCXPackage.id(ofKind: "footer"))\"/>"
            + "<w:pgSz w:w=\"\(DOCXPage.width)\" w:h=\"\(DOCXPage.height)\"/>"
            + "<w:pgMar w:top=\"\(DOCXPage.top)\" w:right=\"\(DOCXPage.side)\" w:bottom=\"\(DOCXPage.bottom)\""
            + " w:left=\"\(DOCXPage.side)\" w:header=\"\(DOCXPage.header)\" w:footer=\"\(DOCXPage.footer)\" w:"
            + "gutter=\"0\"/>"
            + (document.cover == nil ? "" : coverRules)
            + "<w:cols w:space=\"425\"/>"
            // A first page that differs and has neither header nor footer: the cover.
            + (document.cover == nil ? "" : "<w:titlePg/>")
            + "</w:sectPr>"
    }

    /// The double rules above and below the cover.
    private var coverRules: String {
        let top = WordML.border("top", 12, DOCXPage.teal, style: "double", space: 8)
        let bottom = WordML.border("bottom", 12, DOCXPage.teal, style: "double", space: 8)
        return "<w:pgBorders w:display=\"firstPage\" w:offsetFrom=\"text\">\(top)\(bottom)</w:pgBorders>"
    }

    /// The symbol that goes with a tone's colour.
    func mark(_ tone: Document.Tone) -> String {
        guard let symbol = tone.symbol else { return "" }
        let look = WordML.Look(font: WordML.Look.symbol, bold: true, color: DOCXPage.color(of: tone))
        return WordML.run("\(symbol) ", look)
    }
}
