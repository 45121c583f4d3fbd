import Evaluation
import Markup
import Rulebook
import Testing

@testable import EvaluationPortal

/// Files that leave the portal.
@Suite struct RegionExportTests {
    private typealias S = RegionSamples

    private func export(
        _ summaries: [EvaluationSummary], _ outcomes: [String: PlanShelf.Outcome] = [:], hasCosts: Bool = true
    ) -> CommunitiesExport {
        CommunitiesExport(
            language: .english, regions: S.regions,
            rows: CommunityRow.all(S.standings(summaries), S.rulebook, on: S.today), outcomes: outcomes,
            hasCosts: hasCosts)
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    @Test func aRowACommunity() {
        let certified = S.summary(1, q: 7345) { S.certify(&$0) }
        let lines = lines(export([certified], ["case-1": .cost(Money(fen: 1_234_550))]).csv)
        #expect(lines.count == 2 && lines[0].hasPrefix("\u{FEFF}Number,Community,Address,Region code,District"))
        #expect(
            lines[1] == "2025-000001,社区1,学院路 1 号,330106,Lakeside,Certified,73.45,Two stars,Three stars Q > 85,11.55,"
                + "12345.50,,ZHSQ-2025-000001,Valid,2028-03-01")
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
    func textIsNoFormula(_ text: String) {
        let bytes = export([S.summary(1) { ($0.community, $0.address) = (text, text) }]).csv
        #expect(lines(bytes).last?.contains(",'\(text),'\(text),") == true)
        let table = ExpertTable(
            language: .english, experts: [ExpertFigures(id: "e", cases: 1, words: 2, divergences: 1)],
            names: ["e": text])
        #expect(lines(table.csv).last == "'\(text),1,2,1")
        let body = BodyTable(
            language: .english, figures: OversightFigures([S.summary(1) { $0.bodyName = text }])
        ).csv
        #expect(lines(body).last?.hasPrefix("'\(text),1,0,0,0,0") == true)
    }

    @Test func itSaysWhyThereIsNoCost() {
        let impossible = PlanShelf.Outcome.impossible(Phrase(zh: "够不着", en: "out of reach"))
        #expect(lines(export([S.summary(1)], ["case-1": impossible]).csv)[1].contains(",,out of reach,"))
        #expect(lines(export([S.summary(1)], hasCosts: false).csv)[1].contains(",,no costs are set,"))
        #expect(lines(export([S.summary(1)]).csv)[1].contains("not worked out for more than 500 rows"))
        #expect(lines(export([S.summary(1, q: 9000, grade: "three-star")]).csv)[1].hasSuffix("Three stars,,,,,,,"))
    }

    @Test func aWorkbookWithTheSameRows() throws {
        let export = export([S.summary(1) { $0.community = "=1+1" }, S.summary(2)])
        let bytes = try export.xlsx(S.today)
        #expect(bytes.starts(with: Array("PK".utf8)))
        #expect(try export.xlsx(S.today) == bytes)
        #expect(try self.export([]).xlsx(S.today).starts(with: Array("PK".utf8)))
    }

    @Test func bodiesInDays() {
        let summary = S.summary(1) { ($0.hours, $0.rounds) = (["review": 300], 2) }
        let table = BodyTable(language: .chinese, figures: OversightFigures([summary]))
        let lines = lines(table.csv)
        #expect(lines[0].contains("材料审查用时中位数（天）") && lines[1].hasPrefix("江城评价中心,1,0,2,0,0,"))
        #expect(lines[1].contains(",12.5,"))
    }
}
