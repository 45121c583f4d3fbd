import Commons
import Markup
import Persistence
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct MetricPagesTests {
    @Test func theBoardShowsWhatThereIsAndComputesOnRequest() async throws {
        try await DutyScene.with { scene in
            let before = try await scene.get("/community/metrics", as: "mia")
            #expect(before.status == 200 && before.text.contains("未计算") && before.text.contains("已登记房屋"))
            let done = try await scene.post("/community/metrics", [], as: "mia")
            #expect(done.status == 303 && done["location"] == "/community/metrics?done=computed")
            let page = try await scene.get("/community/metrics?done=computed", as: "mia")
            #expect(page.text.contains("已计算") && page.text.contains("0 户"))
            // Nobody has opened an alarm: that is not a good value but none.
            #expect(page.text.contains("无数据") && page.text.contains("没有可供计算的数据"))
            #expect(page.text.contains("href=\"/community/metrics/device.online\""))
            // One detector in use, which has said nothing.
            #expect(page.text.contains("<b>0 %</b>") && page.text.contains("0 / 1"))
            // Whoever watches reads, and computes nothing.
            let duty = try await scene.get("/community/metrics", as: "dan")
            #expect(duty.status == 200 && !duty.text.contains("立即计算") && !duty.text.contains("/community/retention"))
            #expect(try await scene.post("/community/metrics", [], as: "dan").status == 403)
            #expect(try await scene.get("/community/metrics", as: "ron").status == 403)
            #expect(try await scene.get("/community", as: "mia").text.contains("href=\"/community/metrics\""))
        }
    }

    @Test func oneMetricSaysHowItIsComputedAndWhatItWas() async throws {
        try await DutyScene.with { scene in
            let alarm = try await scene.fire()
            scene.clock.pass(seconds: 90)
            let version = try await scene.store.readCommunity { try $0.item(alarm)?.head.sequence }
            _ = try await scene.post(
                "/community/alarm/\(alarm)/acts/acknowledge", [("_id", "x1"), ("_version", "\(version ?? 0)")],
                as: "dan")
            let done = try await scene.post("/community/metrics", [("metric", "alarm.response")], as: "mia")
            #expect(done["location"] == "/community/metrics/alarm.response?done=computed")
            scene.clock.pass(seconds: 86_400)
            _ = try await scene.post("/community/metrics", [("metric", "alarm.response")], as: "mia")
            let page = try await scene.get("/community/metrics/alarm.response", as: "dan")
            #expect(page.status == 200 && page.text.contains("从登记到首次“确认、关闭、判为误报”的用时的中位数"))
            #expect(page.text.contains("1 分钟") && page.text.contains("只有 1 个样本，至少要 5 个"))
            #expect(page.text.contains("2026-03-01") && page.text.contains("2026-03-02"))
            #expect(page.text.contains("class=\"curve\""))
            #expect(try await scene.get("/community/metrics/none", as: "mia").status == 404)
            #expect(try await scene.get("/community/metrics/alarm.response?of=other", as: "mia").status == 404)

            let file = try await scene.get("/community/metrics/alarm.response/csv", as: "dan")
            #expect(file["content-type"]?.hasPrefix("text/csv") == true)
            let lines = file.text.split(whereSeparator: \.isNewline)
            #expect(lines.count == 3 && lines[1].contains("2026-03-01,90000,ms,90000,1,1,thin"))
        }
    }

    @Test func programsReadAndCompute() async throws {
        try await DutyScene.with { scene in
            let made = try await scene.call("POST", "/api/v1/metrics", as: "mia", #"{"metric":"device.fit"}"#)
            #expect(made.status == 200 && made.text.contains(#""organisation":"keeper""#))
            let one = try await scene.call("GET", "/api/v1/metrics/device.fit", as: "mia")
            let share = #""computation":{"share":{"among":{"having":{},"kind":"device","lacking":{}"#
            #expect(one.text.contains(share))
            #expect(one.text.contains(#""value":100,"numerator":1,"denominator":1,"sample":1,"state":"ok""#))
            let past = try await scene.call("GET", "/api/v1/metrics/device.fit?until=2026-02-28", as: "mia")
            #expect(past.status == 200 && past.text.contains(#""values":[]"#))
            #expect(try await scene.call("GET", "/api/v1/metrics/device.fit?from=x", as: "mia").status == 422)
            #expect(try await scene.call("POST", "/api/v1/metrics", as: "dan", "{}").status == 403)
            // Another house reads its own, and it has none yet.
            #expect(try await scene.call("GET", "/api/v1/metrics", as: "max").status == 404)
            #expect(try await scene.call("GET", "/api/v1/metrics?organisation=keeper", as: "max").status == 404)
        }
    }

    @Test func retentionIsLengthenedOnAPage() async throws {
        try await DutyScene.with { scene in
            let page = try await scene.get("/community/retention", as: "mia")
            #expect(page.status == 200 && page.text.contains("事件：通行") && page.text.contains("没有清理过"))
            #expect(page.text.contains("name=\"event/entry\"") && page.text.contains("min=\"180\""))
            let form = { (days: String, version: String) in
                [("etag", version), ("event/entry", days), ("event/fire", "180"), ("reading", "400")]
            }
            let short = try await scene.post("/community/retention", form("179", "0"), as: "mia")
            #expect(short.status == 422 && short.text.contains("至少保存 180 天") && short.text.contains("value=\"179\""))
            let saved = try await scene.post("/community/retention", form("365", "0"), as: "mia")
            #expect(saved.status == 303 && saved["location"] == "/community/retention?done=saved")
            #expect(try await scene.get("/community/retention", as: "mia").text.contains("365 天"))
            let late = try await scene.post("/community/retention", form("400", "0"), as: "mia")
            #expect(late.status == 409)
            #expect(try await scene.get("/community/retention", as: "dan").status == 403)
            #expect(try await scene.post("/community/retention", form("400", "1"), as: "dan").status == 403)
        }
    }
}
