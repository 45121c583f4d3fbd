import Commons
import Persistence
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

@Suite struct EventLogTests {
    @Test func thePageListsWhatHappened() async throws {
        try await DutyScene.with { scene in
            _ = try await scene.fire()
            let page = try await scene.get("/community/events", as: "dan")
            #expect(page.status == 200 && page.text.contains("火警") && page.text.contains("name=\"kind\""))
            #expect(try await scene.get("/duty", as: "dan").text.contains("href=\"/community/events\""))
            let none = try await scene.get("/community/events?kind=fire&until=2000-01-01", as: "dan")
            #expect(none.text.contains("没有符合条件的事件"))
            let wrong = try await scene.get("/community/events?device=S9", as: "dan")
            #expect(wrong.status == 200 && wrong.text.contains("找不到：S9"))
            #expect(try await scene.get("/community/events?from=2026-02-30", as: "dan").status == 422)
            #expect(try await scene.get("/community/events", as: "wes").status == 403)
        }
    }

    @Test func theLogIsAFileAndAnAPI() async throws {
        try await DutyScene.with { scene in
            _ = try await scene.fire()
            let csv = try await scene.get("/community/events/export/csv?kind=fire", as: "dan")
            #expect(csv.status == 200 && csv["content-type"] == "text/csv; charset=utf-8")
            #expect(csv.text.contains("火警") && csv.text.split(whereSeparator: \.isNewline).count == 2)
            let xlsx = try await scene.get("/community/events/export/xlsx", as: "dan")
            #expect(xlsx.status == 200 && xlsx["content-disposition"]?.contains("events-") == true)
            #expect(try await scene.get("/community/events/export/pdf", as: "dan").status == 404)
            let api = try await scene.get("/api/v1/events?kind=fire", as: "dan")
            #expect(api.status == 200 && api.text.contains("\"kind\":\"fire\""))
            #expect(api.text.contains("\"device\":\"S1\""))
        }
    }

    @Test func readingsOfADeviceAreAFile() async throws {
        try await DutyScene.with { scene in
            _ = try await scene.fire()
            let device = try await scene.store.readCommunity { try $0.item(kind: "device", number: "S1") }
            let id = try #require(device?.id)
            let page = try await scene.get("/community/device/\(id)/readings", as: "dan")
            #expect(page.text.contains("/community/device/\(id)/readings/export/csv"))
            let csv = try await scene.get("/community/device/\(id)/readings/export/csv", as: "dan")
            #expect(csv.status == 200 && csv.text.contains("数值"))
            #expect(try await scene.get("/community/device/\(id)/readings/export/csv", as: "max").status >= 403)
        }
    }
}
