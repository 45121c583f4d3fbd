import Documents
import Testing

@Suite struct DOCXRendererTests {
    static let documents = [SampleReport.chinese, SampleEnglish.document, SampleEdges.document, SampleEdges.empty]

    private func body(_ document: Document) throws -> XMLTree {
        let part = try #require(DOCXRenderer.render(document).first { $0.name == "word/document.xml" })
        return try #require(try XMLTree.parse(part.bytes).child("w:body"))
    }

    @Test(arguments: documents) func everyPartIsWellFormedAndTheSameEachTime(document: Document) throws {
        let parts = DOCXRenderer.render(document)
        let again = DOCXRenderer.render(document)
        #expect(parts.map(\.name) == again.map(\.name))
        #expect(parts.map(\.bytes) == again.map(\.bytes))
        #expect(parts.first?.name == "[Content_Types].xml")
        for part in parts { _ = try XMLTree.parse(part.bytes) }
    }

    @Test func packageHoldsTogether() throws {
        let parts = DOCXRenderer.render(SampleReport.chinese)
        func tree(_ name: String) throws -> XMLTree {
            try XMLTree.parse(try #require(parts.first { $0.name == name }).bytes)
        }
        let typed = try tree("[Content_Types].xml").all("Override").compactMap { $0.attributes["PartName"] }
        let known = parts.map { "/" + $0.name }.filter { !$0.hasSuffix(".rels") && $0 != "/[Content_Types].xml" }
        #expect(Set(typed) == Set(known))
        var targets = try tree("_rels/.rels").all("Relationship").compactMap { $0.attributes["Target"] }
        let relationships = try tree("word/_rels/document.xml.rels").all("Relationship")
        targets += relationships.compactMap { $0.attributes["Target"].map { "word/" + $0 } }
        #expect(Set(targets.map { "/" + $0 }) == Set(known))
        let ids = Set(relationships.compactMap { $0.attributes["Id"] })
        let used = try tree("word/document.xml").all.compactMap { $0.attributes["r:id"] }
        #expect(used.count == 2 && used.allSatisfy { ids.contains($0) })
        let styles = Set(try tree("word/styles.xml").all("w:style").compactMap { $0.attributes["w:styleId"] })
        for part in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
            for style in try tree(part).all("w:pStyle") { #expect(styles.contains(style.attributes["w:val"] ?? "")) }
        }
    }

    @Test func headingsAreWordsOwn() throws {
        let paragraphs = try body(SampleReport.chinese).children.filter { $0.name == "w:p" }
        func texts(_ style: String) -> [String] {
            paragraphs.filter { $0.all("w:pStyle").first?.attributes["w:val"] == style }.map(\.text)
        }
        #expect(texts("Title") == ["智慧社区评价报告"])
        #expect(texts("Heading1") == ["一、评价结论", "二、控制项", "三、评分项", "四、说明与整改建议", "五、签署"])
        #expect(texts("Heading2").count == 8)
        #expect(texts("Heading3") == ["专家意见"])
        #expect(texts("Grade") == ["二星级"])
        #expect(texts("GradeStars") == ["★★"])
    }

    @Test func coverHasNeitherHeaderNorFooter() throws {
        #expect(try body(SampleReport.chinese).child("w:sectPr")?.child("w:titlePg") != nil)
        #expect(try body(SampleEdges.empty).child("w:sectPr")?.child("w:titlePg") == nil)
        let parts = DOCXRenderer.render(SampleReport.chinese)
        let footer = try XMLTree.parse(try #require(parts.first { $0.name == "word/footer1.xml" }).bytes)
        #expect(footer.all("w:fldSimple").map { $0.attributes["w:instr"] } == [" PAGE ", " NUMPAGES "])
        #expect(footer.text.hasSuffix("第 1 页 / 共 1 页"))
    }

    @Test(arguments: documents) func tablesAreRegular(document: Document) throws {
        let body = try body(document)
        for table in body.all("w:tbl") {
            let columns = table.child("w:tblGrid")?.children.compactMap { Int($0.attributes["w:w"] ?? "") } ?? []
            #expect(!columns.isEmpty && columns.count <= 63)
            for row in table.children where row.name == "w:tr" {
                #expect(row.child("w:trPr")?.child("w:cantSplit") != nil)
                let cells = row.children.filter { $0.name == "w:tc" }
                let spans = cells.map { Int($0.all("w:gridSpan").first?.attributes["w:val"] ?? "1") ?? 0 }
                #expect(spans.reduce(0, +) == columns.count)
                let widths = cells.compactMap { Int($0.all("w:tcW").first?.attributes["w:w"] ?? "") }
                #expect(abs(widths.reduce(0, +) - columns.reduce(0, +)) <= 1)
                #expect(cells.allSatisfy { $0.children.last?.name == "w:p" })
            }
        }
        // Tables never touch, and a paragraph comes after the last.
        for (element, next) in zip(body.children, body.children.dropFirst()) where element.name == "w:tbl" {
            #expect(next.name == "w:p")
        }
    }

    @Test func longTablesRepeatTheirHead() throws {
        let tables = try body(SampleReport.chinese).all("w:tbl").filter { !$0.all("w:tblHeader").isEmpty }
        #expect(tables.count == 7)
        for table in tables {
            let rows = table.children.filter { $0.name == "w:tr" }
            #expect(
                rows.map { !$0.all("w:tblHeader").isEmpty } == [true] + Array(repeating: false, count: rows.count - 1))
        }
    }

    @Test func hostileTextIsText() throws {
        let text = try body(SampleEnglish.document).text
        for words in [
            "Riverside <Garden> & Co.", "]]> is only text", "Another <b>point</b>", "✓ met", "! partly", "✕ not met",
        ] {
            #expect(text.contains(words))
        }
        var document = SampleEdges.empty
        document.blocks = [.paragraph("a\u{1}b\tc\nd")]
        let run = try #require(try body(document).all("w:r").first)
        #expect(run.children.map(\.name) == ["w:t", "w:tab", "w:t", "w:br", "w:t"])
        #expect(run.text == "abcd")
    }

    /// Word refuses a file whose properties are out of the schema's order.
    @Test(arguments: documents) func propertiesAreInTheSchemasOrder(document: Document) throws {
        for part in DOCXRenderer.render(document) where part.name.hasPrefix("word/") && part.name.hasSuffix(".xml") {
            for element in try XMLTree.parse(part.bytes).all {
                guard let order = SchemaOrder.children[element.name] else { continue }
                let places = element.children.map { order.firstIndex(of: $0.name) ?? -1 }
                #expect(!places.contains(-1), "\(element.name) in \(part.name): \(element.children.map(\.name))")
                #expect(places == places.sorted(), "\(element.name) in \(part.name): \(element.children.map(\.name))")
            }
        }
    }
}
