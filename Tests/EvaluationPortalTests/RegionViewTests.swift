import Commons
import Evaluation
import Markup
import PortalKit
import RulebookFiles
import Testing

@testable import EvaluationPortal
@testable import Rulebook

/// The pages of a region as they reach a browser.
@Suite struct RegionViewTests {
    private typealias S = RegionSamples

    private static let nasty = "<script>alert(1)</script>\"' onclick=\"x"

    private static let summaries = [
        S.summary(1, q: 7345) {
            S.certify(&$0)
            ($0.categories, $0.rounds, $0.appeals, $0.upheld) = (["platform": 8000], 1, 2, 1)
            ($0.hours, $0.expertWords, $0.expertDivergences) = (["review": 900], ["eva": 120], ["eva": 6])
        },
        S.summary(2, q: 9000, grade: "three-star") { ($0.community, $0.bodyName) = (nasty, nasty) },
        S.summary(3, q: 6000, grade: nil, state: "review") { $0.region = "330108" },
        S.summary(4, state: "draft", year: nil),
    ]

    private func overview(
        _ language: PageLanguage, _ summaries: [EvaluationSummary] = RegionViewTests.summaries, chosen: String? = nil
    ) throws -> String {
        RegionView(
            language: language, data: try S.data(summaries, chosen: chosen), overdue: 2, shade: .median,
            today: S.today, titles: [:]
        ).body.string
    }

    private func table(
        _ language: PageLanguage, outcomes: [String: PlanShelf.Outcome] = [:], costs: CostsSetting? = nil,
        problems: [Diagnostic] = [], plan: CommunityPlanView? = nil
    ) throws -> String {
        let data = try S.data(RegionViewTests.summaries)
        let list = CommunityList()
        return CommunitiesView(
            language: language, data: data, list: list,
            rows: list.rows(CommunityRow.all(data.standings, data.rulebook, on: S.today)), outcomes: outcomes,
            costs: CostsCard(
                language: language, current: costs, version: 0, priced: costs == nil ? nil : 1, edition: "2026",
                action: list.path(), csrf: "token", problems: problems), plan: plan, canExport: true
        ).body.string
    }

    private func oversight(_ language: PageLanguage, experts: Bool = true) throws -> String {
        let data = try S.data(RegionViewTests.summaries)
        let head = CaseHead(
            id: "case-3", kind: EvaluationLifeCycle.kind, number: "2025-000003", title: RegionViewTests.nasty,
            state: "review", sequence: 3, opener: "a", handler: "b1", region: "330108",
            openedAt: Instant(S.day("2026-01-05")), changedAt: Instant(S.day("2026-01-06")),
            due: Instant(S.day("2026-03-01")))
        return OversightView(
            language: language, scope: data.scope, regions: data.regions,
            figures: OversightFigures(data.summaries), experts: experts ? ExpertFigures.all(data.summaries) : nil,
            names: ["eva": RegionViewTests.nasty], overdue: [head], bodies: ["b1": "江城评价中心"], today: S.today,
            canExport: true
        ).body.string
    }

    @Test func nothingThatPeopleWriteBecomesCode() throws {
        for language in PageLanguage.allCases {
            for html in [try overview(language), try table(language), try oversight(language)] {
                #expect(S.forbidden(in: html).isEmpty)
            }
        }
        #expect(try table(.english).contains("&lt;script&gt;alert(1)"))
        #expect(try oversight(.english).contains("&lt;script&gt;alert(1)"))
    }

    @Test func theOverviewSaysItInBothLanguages() throws {
        let zh = try overview(.chinese)
        for word in ["监管总览", "Q 中位数", "73.45", "平均 74.48", "逾期案卷", "等级分布", "薄弱条款", "三星级", "湖滨区"] {
            #expect(zh.contains(word), "\(word)")
        }
        let en = try overview(.english)
        for word in ["Median Q", "average 74.48", "Communities by grade", "Weakest clauses", "Three stars", "Lakeside"]
        {
            #expect(en.contains(word), "\(word)")
        }
    }

    @Test func aDistrictLeadsBackToItsCity() throws {
        let html = try overview(.chinese, chosen: "330106")
        #expect(html.contains("href=\"/region/communities?region=330106\"") && html.contains("href=\"/region\""))
    }

    @Test func anEmptyRegionSaysSo() throws {
        #expect(try overview(.chinese, []).contains("辖区内还没有社区申报"))
        #expect(try overview(.english, []).contains("No community has applied yet"))
    }

    @Test func theTableSaysHowFarAndAtWhatCost() throws {
        let without = try table(.chinese)
        #expect(without.contains("11.55") && without.contains("三星级 Q &gt; 85") && without.contains("已是最高"))
        #expect(without.contains("href=\"#costs\"") && without.contains("还没有费用"))
        #expect(!without.contains("<span>最低费用") && !without.contains("data-label=\"最低费用\""))
        #expect(without.contains("得分已够，另有条件未满足"))
        let setting = CostsSetting(name: "costs", text: "", version: 7)
        let with = try table(
            .chinese,
            outcomes: [
                "case-1": .cost(Money(fen: 123_456_700)),
                "case-3": .impossible(Phrase(zh: "控制项 6.1.4 没有费用", en: "control item 6.1.4 has no cost")),
            ], costs: setting)
        #expect(with.contains("data-label=\"最低费用\"") && !with.contains("还没有费用"))
        #expect(with.contains("1,234,567.00 元") && with.contains("plan=case-1#plan"))
        #expect(with.contains("达不到") && with.contains("控制项 6.1.4 没有费用") && with.contains("第 7 版（全平台）"))
        #expect(try table(.english, outcomes: ["case-1": .unfit], costs: setting).contains("costs do not fit"))
    }

    @Test func theTableSortsExportsAndUploads() throws {
        let html = try table(.english)
        #expect(html.contains("aria-sort=\"descending\"") && html.contains("sort=distance&amp;order=up"))
        #expect(html.contains("href=\"/region/export/csv\"") && html.contains("href=\"/region/export/xlsx\""))
        #expect(html.contains("enctype=\"multipart/form-data\"") && html.contains("value=\"token\""))
    }

    @Test func whatIsWrongWithACostsFileStandsInTheForm() throws {
        let problems = CostsSetting.read(Array("costs:\n  nonsense: 1\n".utf8), named: "p.yaml", S.rulebook).diagnostics
        let html = try table(.chinese, problems: problems)
        #expect(html.contains("仍按原来的费用计算") && html.contains("p.yaml:2:3"))
    }

    private func planned(_ plan: Planner.Plan?) throws -> CommunityPlanView {
        let row = try #require(CommunityRow.all(S.standings([S.summary(1, q: 7345)]), S.rulebook, on: S.today).first)
        return CommunityPlanView(
            language: .chinese, row: row, next: try #require(row.next), rulebook: S.rulebook, plan: plan,
            back: "/region/communities")
    }

    @Test func aPlanSaysWhatToDo() throws {
        let action = Planner.Action(
            clause: "7.2.2.c", title: Phrase(zh: "数据备份", en: "backups"), from: .zero, to: Exact(4),
            gain: Exact(1205, over: 100), cost: Money(fen: 3_000_000))
        let plan = Planner.Plan(
            isFeasible: true, reason: .same(""), cost: Money(fen: 3_000_000), q: Exact(855, over: 10),
            grade: S.rulebook.grade("three-star"), actions: [action])
        let html = try planned(plan).card.string
        for word in ["到三星级", "7.2.2.c", "数据备份", "0 → 4", "+12.05", "30,000.00 元", "85.50", "合计"] {
            #expect(html.contains(word), "\(word)")
        }
        #expect(S.forbidden(in: html).isEmpty)
        let impossible = Planner.Plan(
            isFeasible: false, reason: Phrase(zh: "够不着", en: "no"), cost: .zero, q: .zero, grade: nil, actions: [])
        #expect(try planned(impossible).card.string.contains("够不着"))
        #expect(try planned(nil).card.string.contains("不适用"))
    }

    @Test func theOversightSaysWhoIsSlowAndWhoDiffers() throws {
        let html = try oversight(.chinese)
        #expect(html.contains("37.5 天") && html.contains("50.0%") && html.contains("5.0%"))
        #expect(html.contains("href=\"/cases/case-3\"") && html.contains("2026-02-28"))
        #expect(html.contains("href=\"/region/export/experts.csv\""))
        let hidden = try oversight(.english, experts: false)
        #expect(hidden.contains("Who the experts are is hidden from you") && !hidden.contains("experts.csv"))
    }
}
