import Documents

/// What no report should contain and some will: nothing, too much, too long.
enum SampleEdges {
    static let empty = Document(language: "zh-CN", cover: nil, runningTitle: "", footer: "", blocks: [])

    static let document = Document(
        language: "en",
        cover: Document.Cover(
            title: "A Title That Is So Long That It Needs Several Lines on the Cover of the Report",
            subtitle: "", headline: "Not eligible for a grade", headlineCaption: "", stars: 0,
            facts: (1...9).map { Document.Fact("Label number \($0)", $0 == 3 ? word : "value \($0)") }),
        runningTitle: String(repeating: "A long running title ", count: 8), footer: word,
        blocks: [
            .paragraph("Text before any heading."),
            .table(Document.Table(caption: "", columns: [], rows: [])),
            .table(Document.Table(caption: "No columns named", columns: [], rows: [row(["a", "b"]), row(["c"])])),
            .table(Document.Table(caption: "Rows that do not fit", columns: three, rows: [row(["1"]), row(four)])),
            .table(Document.Table(caption: "No rows", columns: three, rows: [])),
            .table(
                Document.Table(
                    caption: "A row of more than a page", columns: three,
                    rows: [
                        row(["before", "", ""]),
                        Document.Table.Row([Document.Table.Cell("Group")], style: .group),
                        row(["tall", String(repeating: "line\n", count: 130) + "end of the tall row", word]),
                        row(["after", "", ""]),
                    ])),
            .bars(
                Document.BarChart(
                    caption: "Odd figures",
                    bars: [
                        bar(.nan, 1), bar(-1, 1), bar(2, 1), bar(1, .infinity), bar(0.5, 0), bar(0.25, 0.5),
                    ])),
            .bars(
                Document.BarChart(caption: "Many bars", bars: (1...30).map { bar(Double($0), 31 + Double($0 % 7)) })),
            .bars(Document.BarChart(caption: "No bars", bars: [])),
            .heading(level: 9, "A level that does not exist"), .heading(level: -1, "Another"),
            .list([]), .facts([]), .signatures([]), .lines(0), .lines(-3), .callout(.neutral, title: "", text: ""),
            .signatures([Document.SignatureBox(title: "Only one", lines: [])]),
            .paragraph(word + word + word),
        ])

    static let word = String(repeating: "unbreakable", count: 12)
    private static let four = ["1", "2", "3", "a fourth cell"]
    private static let three = ["One", "Two", "Three"].map { Document.Table.Column($0, width: 1) }

    private static func row(_ texts: [String]) -> Document.Table.Row {
        Document.Table.Row(texts.map { Document.Table.Cell($0) })
    }

    private static func bar(_ value: Double, _ max: Double) -> Document.BarChart.Bar {
        Document.BarChart.Bar(
            label: "a bar with a rather long label", value: value, max: max, text: "\(value) / \(max)")
    }
}
