extension DOCXWriter {
    /// The space between the parts is worked out from how many lines they will take, so that the cover fills its page
    /// and never runs over.
    mutating func write(_ cover: Document.Cover) {
        let stars = min(max(cover.stars ?? 0, 0), 5)
        let isLong = cover.headline.count > 8
        let free = CoverRoom(cover, hasStars: stars > 0, isLong: isLong).free
        add(centered("Title", cover.title, halfPoints: 66, before: free * 20 / 100))
        if !cover.subtitle.isEmpty { add(centered("Subtitle", cover.subtitle, halfPoints: 25, before: 200)) }
        add(spacer(free * 30 / 100))
        if stars > 0 { add(WordML.paragraph("GradeStars", WordML.run(String(repeating: "★", count: stars)))) }
        if !cover.headline.isEmpty { add(WordML.paragraph(isLong ? "GradeLong" : "Grade", WordML.run(cover.headline))) }
        if !cover.headlineCaption.isEmpty { add(WordML.paragraph("GradeCaption", WordML.run(cover.headlineCaption))) }
        add(spacer(free * 32 / 100))
        if !cover.facts.isEmpty { add(facts(cover.facts)) }
    }

    /// Indented so that the lines of a text that needs several come out about equally long.
    private func centered(_ style: String, _ text: String, halfPoints: Int, before: Int) -> String {
        let lines = TextWidth.lines(text, width: DOCXPage.textWidth * 10 / halfPoints)
        var indent = 0
        if lines > 1 && !text.contains("\n") {
            let line = (TextWidth.hundredths(text) / lines + 150) * halfPoints / 10
            indent = max(0, (DOCXPage.textWidth - line) / 2)
        }
        let properties = "<w:spacing w:before=\"\(before)\"/><w:ind w:left=\"\(indent)\" w:right=\"\(indent)\"/>"
        return WordML.paragraph(style, properties: properties, WordML.run(text))
    }

    private func spacer(_ height: Int) -> String {
        WordML.paragraph("TableGap", properties: "<w:spacing w:before=\"\(max(height - 220, 0))\"/>")
    }

    private func facts(_ facts: [Document.Fact]) -> String {
        let columns = CoverRoom.factColumns
        let spread = "<w:jc w:val=\"\(phrases.isChinese ? "distribute" : "left")\"/>"
        let rows = facts.map { fact in
            let label = WordML.paragraph("FactLabel", properties: spread, WordML.run(fact.label))
            let value = WordML.paragraph("FactValue", properties: "<w:jc w:val=\"center\"/>", WordML.run(fact.value))
            return WordML.row(
                [
                    WordML.Cell(width: columns[0], vertical: "bottom", content: label),
                    WordML.Cell(
                        width: columns[1], borders: WordML.border("bottom", 4, DOCXPage.soft), vertical: "bottom",
                        content: value),
                ], height: CoverRoom.factHeight)
        }
        return WordML.table(columns: columns, look: .init(centered: true), rows: rows.joined())
    }
}

/// How much of the cover's height its parts leave free, in twentieths of a point. Sizes are those of `DOCXStyles`.
private struct CoverRoom {
    static let factColumns = [1_900, 5_200]
    static let factHeight = 540

    let free: Int

    init(_ cover: Document.Cover, hasStars: Bool, isLong: Bool) {
        let width = DOCXPage.textWidth
        // Twentieths of a point over half points, times ten: the width in hundredths of the font size.
        func lines(_ text: String, halfPoints: Int, width: Int) -> Int {
            text.isEmpty ? 0 : TextWidth.lines(text, width: width * 10 / halfPoints)
        }
        var used = lines(cover.title, halfPoints: 66, width: width) * 940
        used += lines(cover.subtitle, halfPoints: 25, width: width) * 440 + 200
        used += hasStars ? 800 : 0
        used += isLong ? lines(cover.headline, halfPoints: 66, width: width) * 940 : cover.headline.isEmpty ? 0 : 1_500
        used += lines(cover.headlineCaption, halfPoints: 24, width: width) * 440 + 60
        for fact in cover.facts {
            let value = lines(fact.value, halfPoints: 21, width: CoverRoom.factColumns[1] - 180)
            let label = lines(fact.label, halfPoints: 21, width: CoverRoom.factColumns[0] - 180)
            used += max(CoverRoom.factHeight, max(value, label) * 320 + 120) + 10
        }
        // A little is left for fonts that are not ours.
        free = max(0, DOCXPage.textHeight - used - 400)
    }
}
