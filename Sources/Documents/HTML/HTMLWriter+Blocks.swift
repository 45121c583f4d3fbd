extension HTMLWriter {
    mutating func write(_ block: Document.Block) {
        switch block {
        case .heading(let level, let text): writeHeading(level: min(max(level, 1), 3), text)
        case .paragraph(let text): line("<p>\(inline(text))</p>")
        case .list(let points): writeList(points)
        case .facts(let facts): writeFacts(facts, style: "facts")
        case .table(let table): write(TableLayout(table))
        case .bars(let chart): write(chart)
        case .callout(let tone, let title, let text): writeCallout(tone, title: title, text: text)
        case .signatures(let boxes): writeSignatures(boxes)
        case .lines(let count): writeLines(min(max(count, 0), 500))
        }
    }

    private mutating func writeHeading(level: Int, _ text: String) {
        let rank = rank(forLevel: level)
        line("<h\(rank) class=\"level\(level)\">\(inline(text))</h\(rank)>")
    }

    private mutating func writeList(_ points: [String]) {
        guard !points.isEmpty else { return }
        line("<ul>")
        for point in points { line("<li>\(inline(point))</li>") }
        line("</ul>")
    }

    mutating func writeFacts(_ facts: [Document.Fact], style: String) {
        guard !facts.isEmpty else { return }
        line("<dl class=\"\(style)\">")
        for fact in facts {
            let value =
                fact.value.isEmpty
                ? "<dd class=\"blank\"><span role=\"img\" aria-label=\"\(phrases.blank)\"></span></dd>"
                : "<dd>\(inline(fact.value))</dd>"
            line("<div><dt>\(inline(fact.label))</dt>\(value)</div>")
        }
        line("</dl>")
    }

    private mutating func writeCallout(_ tone: Document.Tone, title: String, text: String) {
        guard !title.isEmpty || !text.isEmpty else { return }
        line("<aside class=\"callout \(tone.rawValue)\">")
        if !title.isEmpty { line("<p class=\"title\">\(mark(tone))\(inline(title))</p>") }
        if !text.isEmpty { line("<p>\(title.isEmpty ? mark(tone) : "")\(inline(text))</p>") }
        line("</aside>")
    }

    private mutating func writeSignatures(_ boxes: [Document.SignatureBox]) {
        guard !boxes.isEmpty else { return }
        line("<div class=\"signatures\">")
        for box in boxes {
            line("<section class=\"signature\">")
            line("<p class=\"title\">\(inline(box.title))</p>")
            line("<div class=\"room\"></div>")
            for label in box.lines {
                line("<p class=\"write\"><span>\(inline(label))</span><span class=\"rule\"></span></p>")
            }
            line("</section>")
        }
        line("</div>")
    }

    private mutating func writeLines(_ count: Int) {
        guard count > 0 else { return }
        line("<div class=\"lines\" role=\"img\" aria-label=\"\(phrases.blankLines(count))\">")
        line(String(repeating: "<div></div>", count: count))
        line("</div>")
    }
}
