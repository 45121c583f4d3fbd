import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct RulesViewTests {
    private func words(_ id: String) throws -> RuleWords {
        RuleWords(rule: try #require(DutySample.catalog.rules.first { $0.id == id }), catalog: DutySample.catalog)
    }

    @Test func rulesAreSaidInWords() throws {
        let smoke = try words("smoke")
        #expect(smoke.trigger == Phrase(zh: "烟感的“烟雾”升到 10 % 以上", en: "Smoke of Smoke detector rises above 10 %"))
        #expect(smoke.conditions.map(\.zh) == ["时间在 22:00–06:00"])
        #expect(smoke.actions.map(\.zh) == ["产生事件“火警”"])
        let fire = try words("fire")
        #expect(fire.trigger.zh == "发生事件：火警、通行")
        #expect(fire.conditions.map(\.zh) == ["级别不低于“较重”", "“级别”为“紧急”"])
        #expect(
            fire.actions.map(\.zh) == [
                "登记工单", "让同一空间的烟感“自检”", "让外 2 层空间内的烟感“自检”", "通知值班人员", "呼叫外部系统 emergency.119",
            ])
        #expect(try words("late").actions.map(\.en) == ["tell: Community manager", "do 'Acknowledge'"])
        #expect(try words("late").trigger.zh == "告警停留在“待确认”超过时限")
        #expect(try words("done").trigger.en == "Work order comes into the state 'Done'")
    }

    @Test func rulesOfThingsThatAreNoMoreAreShownById() {
        let rule = DutyRule(
            "x", zh: "旧", en: "Old", when: .reading(model: "gone", property: "heat", .below(1.5)),
            [.field("f", equals: "w")],
            then: [.event(kind: "e"), .open(kind: "k", fields: [:]), .command(model: "m", command: "c", around: 0)])
        let words = RuleWords(rule: rule, catalog: DutySample.catalog)
        #expect(words.trigger.zh == "gone的“heat”降到 1.5 以下")
        #expect(words.conditions.map(\.en) == ["f is 'w'"])
        #expect(words.actions.map(\.en) == ["there is an event 'e'", "enter: k", "every m in the same space: c"])
    }

    @Test func whatARuleDidAndWhyItStopped() {
        let runs = [
            RuleRun(
                rule: "fire", handler: "keeper", at: DutySample.now, cause: "AL-2026-000001 火警", isDrill: true,
                steps: [.init(Phrase(zh: "登记工单 WO-1", en: "entered WO-1"), milliseconds: 12)]),
            RuleRun(
                rule: "fire", handler: "keeper", at: DutySample.now, cause: "", isDrill: false,
                steps: [.init(Phrase(zh: "已在本次联动中执行过", en: "has run"), milliseconds: 3, isDone: false)]),
        ]
        let html = RulesView(language: .chinese, catalog: DutySample.catalog, runs: ["fire": runs]).body.string
        for part in ["AL-2026-000001 火警", "登记工单 WO-1", "第 12 毫秒", "1 步未完成", "已在本次联动中执行过", "最近 2 次执行"] {
            #expect(html.contains(part), "lacks \(part)")
        }
        #expect(html.ranges(of: "还没有执行过").count == 4)
    }
}

@Suite struct DrillTests {
    @Test func aDrillNeedsASeriousKindAndAPlace() throws {
        func draft(_ pairs: KeyValuePairs<String, String>) throws -> EventDraft {
            try DrillsView.draft(Fields(pairs.map { Fields.Pair($0.key, $0.value) }), DutySample.catalog)
        }
        let device = try draft(["kind": "fire", "device": " S1 ", "place": "B1", "text": "x"])
        #expect(device == EventDraft(kind: "fire", device: "S1", text: "x", isDrill: true))
        #expect(try draft(["kind": "fire", "place": "B1"]).place == "B1")
        #expect(throws: Refusal.self) { try draft(["kind": "fire", "device": "  "]) }
        #expect(throws: Refusal.self) { try draft(["kind": "entry", "place": "B1"]) }
        #expect(throws: Refusal.self) { try draft(["place": "B1"]) }
    }

    @Test func theFormOffersWhatCanBeDrilled() {
        let drill = DutySample.alarm("a1", .urgent, state: "closed", title: "【演练】火警", isDrill: true)
        var view = DrillsView(language: .chinese, catalog: DutySample.catalog, drills: [drill.item])
        view.state = FormState(
            Fields([.init("device", "S1")]), Refusal(.invalid, zh: "没有", en: "none", place: "device"))
        let html = view.body.string
        #expect(html.contains("<option value=\"fire\">火警 · 紧急</option>") && !html.contains("value=\"entry\""))
        #expect(html.contains("href=\"/duty/drills/a1\"") && html.contains("aria-invalid=\"true\""))
        #expect(html.contains("value=\"S1\""))
    }

    private var report: DrillReport {
        let start = DutySample.now
        func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: start.milliseconds + milliseconds) }
        func event(_ id: Int, _ kind: String, _ text: String, device: String? = nil) -> Event {
            Event(
                id: id, kind: kind, device: device, place: "b1", at: start, receivedAt: start, level: .urgent,
                text: text, isDrill: true)
        }
        func entry(_ act: String, _ milliseconds: Int64, person: String?) -> (entry: CaseEntry, act: ItemEntry) {
            (
                CaseEntry(
                    caseID: "a1", sequence: 1, id: act, at: at(milliseconds), person: person, organisation: nil,
                    act: act, data: []),
                ItemEntry(
                    act: act, edition: 1, answers: act == "close" ? ["words": .text("已复位")] : nil, state: "open")
            )
        }
        let alarm = DutySample.alarm("a1", .urgent, state: "closed", opened: 0, title: "【演练】火警", isDrill: true)
        return DrillReport(
            alarm: alarm.item, path: alarm.path,
            events: [event(1, "fire", "烟"), event(2, "command", "test", device: "d1")],
            entries: [
                entry("create", 0, person: nil), entry("edit", 10, person: nil),
                entry("acknowledge", 42_000, person: "dan"), entry("close", 300_000, person: "dan"),
            ],
            runs: [
                RuleRun(
                    rule: "fire", handler: "keeper", at: at(31), cause: "N-a1 火警", isDrill: true,
                    steps: [
                        .init(Phrase(zh: "登记工单 WO-1", en: "entered"), milliseconds: 12),
                        .init(Phrase(zh: "演练：不呼叫 emergency.119", en: "drill: not called"), milliseconds: 30),
                        .init(Phrase(zh: "通知 0 人", en: "told 0"), milliseconds: 31, isDone: false),
                    ])
            ], people: ["dan": "单"], devices: ["d1": "烟感 301"], now: at(300_000))
    }

    @Test func everythingStandsInItsOrder() {
        let lines = DrillTimeline(language: .chinese, catalog: DutySample.catalog, report: report).lines
        #expect(
            lines.map(\.title) == [
                "事件：火警", "打开告警 N-a1", "烟感 301：自检（未下发）", "登记工单 WO-1", "演练：不呼叫 emergency.119", "通知 0 人", "确认", "关闭",
            ])
        #expect(
            lines.map { $0.at.milliseconds - DutySample.now.milliseconds } == [0, 0, 0, 12, 30, 31, 42_000, 300_000])
        #expect(lines.filter(\.isHeldBack).map(\.title) == ["烟感 301：自检（未下发）", "演练：不呼叫 emergency.119"])
        #expect(lines.last?.actor == "单" && lines.last?.note == "已复位")
    }

    @Test func timingsAndWhatWasHeldBackAreShown() {
        let view = DrillView(language: .chinese, catalog: DutySample.catalog, report: report)
        let html = view.body(isLive: true).string
        for part in [
            "<span class=\"value\">42 秒</span>", "<span class=\"value\">5 分钟</span>", "1 条规则，1 步未完成", "+12 ms",
            "演练中没有对外执行的内容", "data-fragment=\"/duty/drills/a1?part=1\"",
        ] { #expect(html.contains(part), "lacks \(part)") }
        #expect(!view.body(isLive: false).string.contains("data-live"))
    }
}
