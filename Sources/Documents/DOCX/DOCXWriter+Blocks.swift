extension DOCXWriter {
    mutating func write(_ block: Document.Block) {
        switch block {
        case .heading(let level, let text):
            add(WordML.paragraph("Heading\(min(max(level, 1), 3))", WordML.run(text)))
        case .paragraph(let text): add(WordML.paragraph("Normal", WordML.run(text)))
        case .list(let points):
            for (index, point) in points.enumerated() {
                let last = index == points.count - 1 ? "<w:spacing w:after=\"140\"/>" : ""
                add(WordML.paragraph("ListBullet", properties: last, WordML.run(point)))
            }
        case .facts(let facts): writeFacts(facts)
        case .table(let table): write(TableLayout(table))
        case .bars(let chart): write(chart)
        case .callout(let tone, let title, let text): writeCallout(tone, title: title, text: text)
        case .signatures(let boxes): writeSignatures(boxes)
        case .lines(let count): writeLines(min(max(count, 0), 500))
        }
    }

    private mutating func writeFacts(_ facts: [Document.Fact]) {
        guard !facts.isEmpty else { return }
        let columns = [2_200, DOCXPage.textWidth - 2_200]
        let line = ["top", "bottom", "insideH"].map { WordML.border($0, 4, DOCXPage.line) }
        let rows = facts.map { fact in
            WordML.row([
                WordML.Cell(width: columns[0], content: WordML.paragraph("FactLabel", WordML.run(fact.label))),
                WordML.Cell(width: columns[1], content: WordML.paragraph("FactValue", WordML.run(fact.value))),
            ])
        }
        addTable(WordML.table(columns: columns, look: .init(borders: line.joined(), padding: 40), rows: rows.joined()))
    }

    /// One cell with a coloured edge, so that title and text never part.
    private mutating func writeCallout(_ tone: Document.Tone, title: String, text: String) {
        guard !title.isEmpty || !text.isEmpty else { return }
        var content = ""
        if !title.isEmpty {
            let words = WordML.run(title, WordML.Look(color: DOCXPage.color(of: tone)))
            content += WordML.paragraph("CalloutTitle", mark(tone) + words)
        }
        if !text.isEmpty {
            content += WordML.paragraph("CalloutText", (title.isEmpty ? mark(tone) : "") + WordML.run(text))
        }
        // The edge stands half outside.
        let width = DOCXPage.textWidth - 30
        let edge = tone == .neutral ? DOCXPage.soft : DOCXPage.color(of: tone)
        let cell = WordML.Cell(
            width: width, borders: WordML.border("left", 24, edge), shade: DOCXPage.shade(of: tone),
            vertical: "center", content: content)
        let look = WordML.TableLook(padding: 220, verticalPadding: 110)
        addTable(WordML.table(columns: [width], look: look, rows: WordML.row([cell])))
    }

    private mutating func writeLines(_ count: Int) {
        guard count > 0 else { return }
        let cell = WordML.Cell(
            width: DOCXPage.textWidth, borders: WordML.border("bottom", 4, DOCXPage.soft),
            content: WordML.paragraph("TableText"))
        let row = WordML.row([cell], height: 567, exact: true)
        let look = WordML.TableLook(title: phrases.blankLines(count))
        addTable(
            WordML.table(columns: [DOCXPage.textWidth], look: look, rows: String(repeating: row, count: count)))
    }
}
