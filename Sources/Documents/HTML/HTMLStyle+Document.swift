/// The rules that depend on the document.
extension HTMLStyle {
    /// Paper size, running title, footer and page number; nothing of it on the cover.
    static func page(of document: Document, phrases: Phrases) -> String {
        let number = phrases.pageNumber
        let frame = "font:8pt/1.3 \(sans);color:#56636a;"
        var css = """
            @page{size:A4;margin:24mm 20mm 20mm;
            @top-left{content:\(Markup.cssString(document.runningTitle));\(frame)width:100%;vertical-align:bottom;
            padding-bottom:2mm;margin-bottom:4mm;border-bottom:.5pt solid #cdd5d7}
            @bottom-left{content:\(Markup.cssString(breakable(document.footer)));\(frame)width:76%;vertical-align:top;
            padding-top:2mm;margin-top:3mm;border-top:.5pt solid #cdd5d7}
            @bottom-right{content:\(Markup.cssString(number.before)) counter(page) \(Markup.cssString(number.between)) \
            counter(pages) \(Markup.cssString(number.after));\(frame)width:24%;vertical-align:top;text-align:right;
            padding-top:2mm;margin-top:3mm;border-top:.5pt solid #cdd5d7}}

            """
        if document.cover != nil {
            css += """
                @page:first{margin:23mm 22mm;
                @top-left{content:none}@bottom-left{content:none}@bottom-right{content:none}}

                """
        }
        return css
    }

    /// Chromium does not break long words in a margin box: a footer longer than its box would run into the page number.
    private static func breakable(_ text: String) -> String {
        var out = ""
        var run = 0
        for character in text {
            run = character.isWhitespace ? 0 : run + 1
            out.append(character)
            if run == 72 {
                out.append("\u{200B}")
                run = 0
            }
        }
        return out
    }

    /// One rule a column: the widths of each table, told by its class.
    static func columns(of document: Document) -> String {
        var css = ""
        var seen: Set<String> = []
        for case .table(let table) in document.blocks {
            let layout = TableLayout(table)
            guard !layout.columns.isEmpty, seen.insert(columnClass(layout)).inserted else { continue }
            for (index, width) in layout.widths(total: 10_000).enumerated() {
                css += ".\(columnClass(layout)) col:nth-child(\(index + 1)){width:\(percent(width))}\n"
            }
        }
        return css
    }

    /// Tables with the same widths share a class, so that they line up under each other.
    static func columnClass(_ table: TableLayout) -> String {
        "w" + table.widths(total: 10_000).map(String.init).joined(separator: "-")
    }

    private static func percent(_ hundredths: Int) -> String {
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)%"
    }
}
