import Testing

@testable import Documents

@Suite struct MarkupTests {
    @Test(arguments: [
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
        ("a & b &amp; \"c\"", "a &amp; b &amp;amp; &quot;c&quot;"), ("]]>", "]]&gt;"),
        ("\u{0}\u{1}\u{B}\u{1F}a\u{7F}\u{85}\u{FFFE}\u{FFFF}b", "ab"), ("1\r\n2\r3\n4", "1\n2\n3\n4"),
        ("二星级 😀\t", "二星级 😀\t"), ("", ""),
    ])
    func escapes(text: String, expected: String) {
        #expect(Markup.escaped(text) == expected)
    }

    @Test func linesAreNeverNone() {
        #expect(Markup.lines("") == [""])
        #expect(Markup.lines("a\r\nb\n") == ["a", "b", ""])
    }

    @Test func cssStringCannotBeLeft() {
        #expect(Markup.cssString("a\"}</style>\\\n第") == "\"a\\22 \\7d \\3c \\2f style\\3e \\5c \\a 第\"")
        #expect(Markup.cssString("\u{0}") == "\"\"")
    }
}

@Suite struct TableLayoutTests {
    @Test func widthsAddUp() {
        for weights in [[1], [1, 1, 1], [0, -5, 7], [9_999, 1], [Int.max, 1]] {
            let columns = weights.map { Document.Table.Column("", width: $0) }
            let layout = TableLayout(Document.Table(caption: "", columns: columns, rows: []))
            for total in [100, 9_638, 10_000] {
                #expect(layout.widths(total: total).reduce(0, +) == total)
                #expect(layout.widths(total: total).allSatisfy { $0 >= 0 })
            }
        }
    }

    @Test func everyRowFitsAndNothingIsLost() {
        let columns = [Document.Table.Column("a", width: 1), Document.Table.Column("b", width: 1)]
        let cells = ["1", "2", "3", ""].map { Document.Table.Cell($0) }
        for count in 0...4 {
            let row = Document.Table.Row(Array(cells.prefix(count)))
            let layout = TableLayout(Document.Table(caption: "", columns: columns, rows: [row]))
            #expect(layout.rows[0].cells.count == 2)
            for cell in cells.prefix(count) {
                #expect(layout.rows[0].cells.contains { $0.text.contains(cell.text) })
            }
        }
    }

    @Test func onlyAGroupWithOneTextSpans() {
        let columns = [Document.Table.Column("a", width: 1), Document.Table.Column("b", width: 1)]
        func spans(_ texts: [String], _ style: Document.Table.Row.Style) -> Bool {
            let row = Document.Table.Row(texts.map { Document.Table.Cell($0) }, style: style)
            return TableLayout(Document.Table(caption: "", columns: columns, rows: [row])).rows[0].spans
        }
        #expect(spans(["g"], .group))
        #expect(spans(["g", ""], .group))
        #expect(!spans(["g", "5"], .group))
        #expect(!spans(["g", ""], .total))
        #expect(!spans(["g"], .plain))
    }
}

@Suite struct BarScaleTests {
    @Test(arguments: [
        (50.0, 100.0, 1_000, 500), (120, 120, 1_000, 1_000), (-1, 60, 500, 0), (90, 60, 500, 500), (.nan, 60, 500, 0),
        (1, .infinity, 0, 0), (1, 0, 0, 0),
    ])
    func lengths(value: Double, max: Double, range: Int, expected: Int) {
        // The longest bar of the chart is 120, or 100 where the first case says so.
        let longest = max == 100 ? 100.0 : 120.0
        let bar = Document.BarChart.Bar(label: "", value: value, max: max, text: "")
        let other = Document.BarChart.Bar(label: "", value: 0, max: longest, text: "")
        let length = BarScale(Document.BarChart(caption: "", bars: [bar, other])).lengths(bar, full: 1_000)
        #expect(length.range == range)
        #expect(length.value == expected)
    }
}
