extension DOCXWriter {
    /// Two boxes beside each other; the last of an odd number takes the whole width.
    mutating func writeSignatures(_ boxes: [Document.SignatureBox]) {
        guard !boxes.isEmpty else { return }
        let gap = 240
        let half = (DOCXPage.textWidth - gap) / 2
        let between = WordML.Cell(width: gap, content: WordML.paragraph("BarGap"))
        let below = WordML.Cell(width: DOCXPage.textWidth, span: 3, content: WordML.paragraph("BarGap"))
        var rows = ""
        for index in stride(from: 0, to: boxes.count, by: 2) {
            if index > 0 { rows += WordML.row([below], height: gap, exact: true) }
            let pair = boxes[index..<min(index + 2, boxes.count)]
            let lines = pair.map(\.lines.count).max() ?? 0
            if pair.count == 1 {
                rows += WordML.row([cell(boxes[index], width: DOCXPage.textWidth, span: 3, lines: lines)])
            } else {
                let cells = pair.map { cell($0, width: half, span: 1, lines: lines) }
                rows += WordML.row([cells[0], between, cells[1]])
            }
        }
        let columns = [half, gap, DOCXPage.textWidth - gap - half]
        addTable(WordML.table(columns: columns, look: .init(padding: 200), rows: rows))
    }

    /// `lines` is the most that a box of the row has: the others get the more room, and all end alike.
    private func cell(_ box: Document.SignatureBox, width: Int, span: Int, lines: Int) -> WordML.Cell {
        let lineHeight = 520
        let room = 1_700 + (lines - box.lines.count) * lineHeight
        let spacing = "<w:spacing w:after=\"\(room)\"/>"
        let tab = "<w:tabs><w:tab w:val=\"left\" w:leader=\"underscore\" w:pos=\"4200\"/></w:tabs>"
        var content = WordML.paragraph("SignatureTitle", properties: spacing, WordML.run(box.title))
        for (index, label) in box.lines.enumerated() {
            let isLast = index == box.lines.count - 1
            let properties = tab + (isLast ? "<w:spacing w:after=\"200\"/>" : "")
            content += WordML.paragraph("SignatureLine", properties: properties, WordML.run(label + "\t"))
        }
        let borders = ["top", "left", "bottom", "right"].map { WordML.border($0, 6, DOCXPage.soft) }
        return WordML.Cell(width: width, span: span, borders: borders.joined(), content: content)
    }
}
