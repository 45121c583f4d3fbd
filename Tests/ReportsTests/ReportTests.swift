import Documents
import Reports
import Rulebook
import RulebookFiles
import Secrets
import Spreadsheet
import Testing

@Suite struct ReportTests {
    let day = Day("2026-03-01")!

    private func text(_ document: Document) -> String {
        document.blocks.map { block in
            switch block {
            case .heading(_, let text), .paragraph(let text): text
            case .list(let points): points.joined(separator: "\n")
            case .facts(let facts): facts.map { "\($0.label) \($0.value)" }.joined(separator: "\n")
            case .table(let table): table.rows.flatMap { $0.cells.map(\.text) }.joined(separator: "\n")
            case .bars(let chart): chart.bars.map { "\($0.label) \($0.text)" }.joined(separator: "\n")
            case .callout(_, let title, let text): title + "\n" + text
            case .signatures(let boxes): boxes.map(\.title).joined(separator: "\n")
            case .lines: ""
            }
        }.joined(separator: "\n")
    }

    @Test(arguments: Language.allCases) func saysEverything(_ language: Language) throws {
        let score = try Repository.score("Examples/mujinzhou.yaml")
        let document = ReportDocument(score, date: day, language: language).document
        let text = text(document)
        for item in score.controls + score.items {
            #expect(text.contains(item.item.clause))
            #expect(text.contains(item.item.title[language]))
            for evidence in item.finding?.evidence ?? [] { #expect(text.contains(evidence.name)) }
            if let remark = item.finding?.remark, !remark.isEmpty { #expect(text.contains(remark)) }
        }
        for item in score.items { #expect(text.contains(item.reason[language])) }
        for reading in score.readings { #expect(text.contains(reading.text[language])) }
        #expect(text.contains(score.formula[language]))
        #expect(document.footer.contains(SHA256Digest.hex(of: ReportData(score, date: day).bytes)))
        #expect(document.cover?.stars == 2)
    }

    @Test func sameInputSameBytes() throws {
        let bytes = try (0..<2).map { _ in
            let score = try Repository.score("Examples/wangshuting.yaml")
            let document = ReportDocument(score, date: day, language: .zh).document
            return (
                Array(HTMLRenderer.render(document).utf8), try Zip.archive(DOCXRenderer.render(document)),
                try XLSXWriter().bytes(of: ReportWorkbook(score, date: day, language: .zh).workbook),
                ReportData(score, date: day).bytes
            )
        }
        #expect(bytes[0].0 == bytes[1].0)
        #expect(bytes[0].1 == bytes[1].1)
        #expect(bytes[0].2 == bytes[1].2)
        #expect(bytes[0].3 == bytes[1].3)
    }

    @Test func theHashCoversFindingsAndDate() throws {
        var score = try Repository.score("Examples/yuyinli.yaml")
        let before = SHA256Digest.hex(of: ReportData(score, date: day).bytes)
        #expect(before != SHA256Digest.hex(of: ReportData(score, date: Day("2026-03-02")!).bytes))
        let index = try #require(score.items.firstIndex { $0.finding != nil })
        score.items[index].finding?.remark += "."
        #expect(before != SHA256Digest.hex(of: ReportData(score, date: day).bytes))
    }

    /// The well-known digest of "abc" (FIPS 180-4).
    @Test func sha256() {
        #expect(
            SHA256Digest.hex(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: Language.allCases) func checklistNamesEveryClause(_ language: Language) throws {
        let rulebook = try #require(Rulebook.builtIn("smart-community-draft"))
        let text = text(ChecklistDocument(rulebook, language: language).document)
        for item in rulebook.controls + rulebook.items {
            #expect(text.contains(item.clause))
            #expect(text.contains(try #require(item.onSite)[language]))
        }
    }
}
