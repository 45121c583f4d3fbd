import Commons
import Markup
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

@Suite struct RulePagesTests {
    private static let event = [
        "name": "火警通知", "trigger": "event", "events": "fire", "command": "door.release", "notify": "duty",
    ]

    @Test func theFormOffersWhatThereIsAndTellsWhatIsWrongAtItsField() async throws {
        try await ItemScene.with { scene in
            let form = try await scene.get("/community/rule/new").text
            for part in [
                "<option value=\"door.release\">门禁 · 释放</option>", "<option value=\"order.open\">工单 · 待派单</option>",
                "value=\"fire\"", "仅用于触发方式“每天定时”",
            ] { #expect(form.contains(part), "lacks \(part)") }
            let pairs = Self.event.merging(["trigger": "clock", "time": "25:00"]) { $1 }.map { ($0.key, $0.value) }
            let answer = try await scene.post("/community/rule", pairs)
            #expect(answer.status == 422)
            for part in ["id=\"f-time-error\"", "“时刻”应写作 07:30", "id=\"f-events-error\"", "不用于这种触发方式"] {
                #expect(answer.text.contains(part), "lacks \(part)")
            }
            #expect(try await scene.post("/community/rule", pairs, as: "dan").status == 403)
        }
    }

    @Test func aRuleIsSaidInWordsWithItsChecks() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create("rule", Self.event)
            let page = try await scene.get("/community/rule/\(id)").text
            for part in [
                "发生事件：火警", "让同一空间的门禁“释放”", "用历史数据试运行", "/community/rule/\(id)/trial", "还没有执行过",
            ] { #expect(page.contains(part), "lacks \(part)") }
            let done = try await scene.post(
                "/community/rule/\(id)/acts/activate", [("_version", "1"), ("_id", "a1")])
            #expect(done.status == 303, "\(done.text)")
            let loop = try await scene.create(
                "rule", ["name": "甲", "trigger": "event", "events": "fire", "raise": "fire"])
            let refused = try await scene.post(
                "/community/rule/\(loop)/acts/activate", [("_version", "1"), ("_id", "a2")])
            #expect(refused.status == 422 && refused.text.contains("这条规则会反复触发自己：“甲” → “甲”"))
            #expect(try await scene.get("/community/rule/\(loop)").text.contains("这条规则会反复触发自己"))
            #expect(try await scene.get("/community/rule/\(id)", as: "max").status == 403)
        }
    }

    @Test func aRuleThatTheProgramNoLongerKnowsSaysSo() throws {
        let item = DutySample.item(Estate.rule, "r1", "旧", state: "active")
        var report = CommunityDesk.RuleReport()
        report.problem = Refusal(.invalid, zh: "没有这种事件", en: "no such event", place: "events")
        let html = RuleExtra(language: .chinese, item: item, catalog: DutySample.catalog, report: report).html.string
        #expect(html.contains("这样不成规则") && html.contains("没有这种事件") && !html.contains("试运行"))
    }

    @Test func aTrialIsShownAndGiven() async throws {
        try await ItemScene.with { scene in
            let mia = try await scene.visitor("mia")
            let place = try await scene.desk.list(ItemQuery(kind: "space", reach: [], text: "H1"), mia).items[0].id
            let id = try await scene.create("rule", Self.event)
            let empty = try await scene.get("/community/rule/\(id)/trial")
            #expect(empty.status == 200 && empty.text.contains("这段时间里一次也不会执行"))
            _ = try await scene.desk.tell(EventDraft(kind: "fire", place: place), by: mia)
            scene.clock.pass(seconds: 60)
            let page = try await scene.get("/community/rule/\(id)/trial?days=3").text
            for part in ["最近 3 天", "火警 · 空间H1", "通知值班人员 1 人", "<span class=\"value\">1"] {
                #expect(page.contains(part), "lacks \(part)")
            }
            let json = try await scene.call("GET", "/api/v1/community/rule/\(id)/trial?days=3")
            let endpoint = try #require(
                scene.portal.endpoints.first { $0.name == "GET /api/v1/community/rule/{item}/trial" })
            let schema = try #require(endpoint.output?.schema)
            #expect(schema.problems(of: try #require(json.json, "\(json.text)")).isEmpty)
            #expect(json.json?["count"]?.integer == 1 && json.json?["runs"]?.items?.first?["steps"]?.items?.count == 2)
            #expect(try await scene.call("GET", "/api/v1/community/rule/\(id)/trial?days=91").status == 422)
            #expect(try await scene.get("/community/rule/\(id)/trial?days=0").status == 422)
            for (person, status) in [("max", 403), ("wes", 403), ("dan", 200)] {
                #expect(try await scene.get("/community/rule/\(id)/trial", as: person).status == status, "\(person)")
            }
        }
    }

    @Test func newTriggersAreSaidInWords() {
        func words(_ trigger: DutyRule.Trigger, _ actions: [DutyRule.Action] = []) -> RuleWords {
            RuleWords(rule: DutyRule("x", zh: "x", en: "x", when: trigger, then: actions), catalog: DutySample.catalog)
        }
        #expect(words(.clock(minute: 450)).trigger.zh == "每天 07:30")
        #expect(words(.silence(model: "smoke")).trigger.zh == "烟感断线")
        #expect(words(.silence(model: nil)).trigger.en == "a device says nothing for too long")
        let each = words(
            .clock(minute: 0),
            [.openEach(kind: "order", of: .items(kind: "device", state: "active"), link: "device", fields: [:])])
        #expect(each.actions.map(\.zh) == ["为每个“在用”的设备登记工单"])
    }
}
