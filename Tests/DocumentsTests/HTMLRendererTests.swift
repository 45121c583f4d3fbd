import Documents
import Testing

@Suite struct HTMLRendererTests {
    static let documents = [SampleReport.chinese, SampleEnglish.document, SampleEdges.document, SampleEdges.empty]

    @Test(arguments: documents) func isWellFormedAndTheSameEachTime(document: Document) throws {
        let html = HTMLRenderer.render(document)
        #expect(html == HTMLRenderer.render(document))
        let root = try XMLTree.parse(html)
        #expect(root.attributes["lang"] == document.language)
        let ids = root.all.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: documents) func needsNothingFromOutsideAndRunsNothing(document: Document) throws {
        for element in try XMLTree.parse(HTMLRenderer.render(document)).all {
            #expect(!["script", "link", "img", "iframe", "object", "embed", "a", "form"].contains(element.name))
            for (name, _) in element.attributes {
                #expect(!name.hasPrefix("on") && !["src", "href", "style"].contains(name))
            }
        }
    }

    @Test func hostileTextIsText() throws {
        let html = HTMLRenderer.render(SampleEnglish.document)
        #expect(!html.contains("<script"))
        #expect(html.ranges(of: "</style>").count == 1)
        let text = try XMLTree.parse(html).child("body")?.text ?? ""
        for words in [
            "Riverside <Garden> & Co.", "]]> is only text", "Another <b>point</b>", "<script>alert(1)</script>",
        ] {
            #expect(text.contains(words))
        }
    }

    @Test(arguments: documents) func headingsAreInOrder(document: Document) throws {
        let root = try XMLTree.parse(HTMLRenderer.render(document))
        var last = 0
        for heading in root.all("h1", "h2", "h3", "h4") {
            let rank = try #require(Int(heading.name.dropFirst()))
            #expect(rank <= last + 1)
            last = rank
        }
        #expect(root.all("h1").count <= 1 || document.cover == nil)
    }

    @Test func everyBlockAppears() throws {
        let root = try XMLTree.parse(HTMLRenderer.render(SampleReport.chinese))
        let cover = try #require(root.all("header").first)
        #expect(cover.all("polygon").count == 2)
        #expect(cover.all("title").map(\.text) == ["2 颗星"])
        #expect(cover.all("p").contains { $0.text == "二星级" })
        #expect(root.all("svg").filter { $0.classes == ["bar"] }.count == 5)
        #expect(root.all("aside").map { $0.classes[1] } == ["good", "warning", "bad", "neutral"])
        #expect(root.all("section").count == 3)
        #expect(root.all("ul").contains { $0.all("li").count == 3 })
        #expect(root.all("div").filter { $0.classes == ["lines"] }.map(\.children.count) == [6])
        // 118 items, 9 control items, 5 sums and the rest of the summary.
        let rows = root.all("tbody").flatMap { $0.all("tr") }.filter { $0.classes.isEmpty }
        #expect(rows.count == 118 + 9 + 5)
    }

    @Test func tablesSayWhatHeadsWhat() throws {
        for table in try XMLTree.parse(HTMLRenderer.render(SampleReport.chinese)).all("table") {
            #expect(table.children.first?.name == "caption")
            let columns = table.all("col").count
            #expect(
                table.all("thead").first?.all("th").map { $0.attributes["scope"] }
                    == Array(repeating: "col", count: columns))
            for row in table.all("tbody").flatMap({ $0.all("tr") }) {
                let cells = row.all("th", "td").map { Int($0.attributes["colspan"] ?? "1") ?? 0 }
                #expect(cells.reduce(0, +) == columns)
                let expected = row.classes == ["group"] ? "rowgroup" : "row"
                #expect(row.all("th").map { $0.attributes["scope"] } == [expected])
            }
        }
    }

    @Test func toneIsSaidWithoutColour() throws {
        let root = try XMLTree.parse(HTMLRenderer.render(SampleEnglish.document))
        let symbols = ["good": "✓", "warning": "!", "bad": "✕"]
        let toned = root.all("td", "th", "aside").filter { element in
            symbols.keys.contains { element.classes.contains($0) }
        }
        #expect(toned.count == 6)
        for element in toned {
            let tone = try #require(element.classes.first { symbols[$0] != nil })
            let mark = try #require(element.all("span").first { $0.classes == ["mark"] })
            #expect(mark.text == symbols[tone])
            #expect(mark.attributes["aria-label"]?.isEmpty == false)
        }
    }

    @Test func drawingsHaveTitles() throws {
        for drawing in try XMLTree.parse(HTMLRenderer.render(SampleReport.chinese)).all("svg") {
            let named = try #require(drawing.attributes["aria-labelledby"]).split(separator: " ").map(String.init)
            #expect(named == drawing.all("title", "desc").compactMap { $0.attributes["id"] })
            #expect(drawing.attributes["role"] == "img")
        }
    }

    @Test func pageNumbersAndNoneOnTheCover() {
        let chinese = HTMLRenderer.render(SampleReport.chinese)
        #expect(chinese.contains("\"第\\20 \" counter(page) \"\\20 页\\20 \\2f \\20 共\\20 \" counter(pages) \"\\20 页\""))
        #expect(HTMLRenderer.render(SampleEnglish.document).contains("\"Page\\20 \" counter(page)"))
        #expect(chinese.contains("@page:first"))
        #expect(!HTMLRenderer.render(SampleEdges.empty).contains("@page:first"))
    }
}
