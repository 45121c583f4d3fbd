import Documents

/// Every block once, in English, with what must be escaped: small enough to read as a golden file.
enum SampleEnglish {
    static let document = Document(
        language: "en",
        cover: Document.Cover(
            title: "Evaluation Report for Smart Communities", subtitle: "Rehearsal under the draft standard",
            headline: "Two-star", headlineCaption: "Total score Q = 79.95", stars: 2,
            facts: [Document.Fact("Community", "Riverside <Garden> & Co."), Document.Fact("Report number", "")]),
        runningTitle: "Riverside \"Garden\" · evaluation",
        footer: "data sha256:9f86d0 </style><script>alert(1)</script>",
        blocks: [
            .heading(level: 1, "1 Conclusion"),
            .paragraph("All 9 control items are met.\nThe second line stays a line of its own; ]]> is only text."),
            .list(["One point", "Another <b>point</b>"]),
            .heading(level: 3, "Facts at a level that skips one"),
            .facts([Document.Fact("Address", "88 Chunjiang Road"), Document.Fact("Contact", "")]),
            .bars(
                Document.BarChart(
                    caption: "Figure 1 Scores",
                    bars: [
                        Document.BarChart.Bar(label: "Infrastructure", value: 91, max: 100, text: "91 / 100"),
                        Document.BarChart.Bar(label: "Innovation", value: 20, max: 50, text: "20 / 50"),
                    ])),
            .table(
                Document.Table(
                    caption: "Table 1 Items",
                    columns: [
                        Document.Table.Column("Clause", width: 2), Document.Table.Column("Requirement", width: 5),
                        Document.Table.Column("Result", width: 2, alignment: .center),
                        Document.Table.Column("Points", width: 1, alignment: .trailing),
                    ],
                    rows: [
                        Document.Table.Row([Document.Table.Cell("Control items")], style: .group),
                        row("6.1.1", "Fibre to the home", Document.Table.Cell("met", tone: .good), "5"),
                        row("6.1.2", "Service centre\nwith staff", Document.Table.Cell("partly", tone: .warning), "2"),
                        row("6.1.3", "Security centre", Document.Table.Cell("not met", tone: .bad), "0"),
                        Document.Table.Row(
                            ["Total", "", "", "7"].map { Document.Table.Cell($0) }, style: .total),
                    ])),
            .callout(.good, title: "Two stars", text: "60 < Q ≤ 85"),
            .callout(.warning, title: "Certificate ends soon", text: ""),
            .callout(.bad, title: "", text: "Three systems are not connected."),
            .callout(.neutral, title: "Note", text: "Everything can be computed again."),
            .heading(level: 2, "Remarks"),
            .lines(3),
            .signatures([
                Document.SignatureBox(title: "Evaluation body (stamp)", lines: ["Signature:", "Date:"]),
                Document.SignatureBox(title: "Applicant (stamp)", lines: ["Date:"]),
            ]),
        ])

    private static func row(
        _ clause: String, _ text: String, _ result: Document.Table.Cell, _ points: String
    ) -> Document.Table.Row {
        Document.Table.Row([
            Document.Table.Cell(clause), Document.Table.Cell(text), result, Document.Table.Cell(points),
        ])
    }
}
