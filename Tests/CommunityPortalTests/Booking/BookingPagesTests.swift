import Commons
import Persistence
import PortalKit
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct BookingPagesTests {
    /// The scene's clock says 2026-03-01 09:53.
    private static func room(_ scene: ItemScene, _ more: [String: String] = [:]) async throws -> String {
        try await scene.create(
            "resource",
            ["name": "会议室", "type": "meeting", "opens": "9", "closes": "12"].merging(more) { $1 }, place: "B1")
    }

    private static func forms(_ text: String) -> Int { text.ranges(of: "name=\"until\"").count }

    @Test func aWeekIsBookedFromItsPicture() async throws {
        try await ItemScene.with { scene in
            let room = try await Self.room(scene)
            let path = "/community/resource/\(room)/calendar"
            #expect(try await scene.get("/community/resource/\(room)", as: "wes").text.contains("href=\"\(path)\""))
            let page = try await scene.get(path, as: "wes")
            #expect(page.status == 200 && page["cache-control"]?.contains("no-store") == true)
            // Three times a day for a week; what has begun is over.
            #expect(Self.forms(page.text) == 7 * 3 - 1)
            #expect(page.text.contains("03-01 周日") && !page.text.contains("value=\"2026-03-01 09:00\""))
            let made = try await scene.post(
                "/community/booking",
                [
                    ("_id", "x-0-1"), ("resource", room), ("from", "2026-03-02 09:00"), ("until", "2026-03-02 10:00"),
                ], as: "wes")
            #expect(made.status == 303 && made["location"] == "/community/booking/x-0-1?done=booking.create")
            let mine = try await scene.get(path, as: "wes").text
            #expect(mine.contains("我的预约</a>") && Self.forms(mine) == 7 * 3 - 2)
            // Others see that it is taken, and not by whom; who keeps the room sees the booking.
            let dan = try await scene.get(path, as: "dan").text
            #expect(dan.contains("BK-2026-000001</a>") && !dan.contains("我的预约"))
            try await scene.store.write { records in
                try records.save(Person(id: "ron", name: "名-ron", login: "ron"), version: 0)
                try records.save(Membership(person: "ron", organisation: ItemScene.keeper, role: .resident))
            }
            let ron = try await scene.get(path, as: "ron").text
            #expect(ron.contains("已约满") && !ron.contains("x-0-1") && !ron.contains("名-wes"))
            let late = try await scene.post(
                "/community/booking",
                [("resource", room), ("from", "2026-03-02 09:30"), ("until", "2026-03-02 10:30")], as: "ron")
            #expect(late.status == 409 && late.text.contains("id=\"f-from-error\""))
            #expect(late.text.contains("附近空闲：2026-03-01 11:00–12:00、2026-03-02 10:00–11:00"))
            #expect(try await scene.get(path, as: "max").status == 403)
            #expect(try await scene.get(path + "?from=morgen", as: "wes").status == 422)
            #expect(try await scene.get(path + "?from=2026-03-08", as: "wes").text.contains("from=2026-03-01"))
        }
    }

    @Test func aClosedResourceOffersNothing() async throws {
        try await ItemScene.with { scene in
            let room = try await Self.room(scene, ["capacity": "3", "confirms": "true"])
            let path = "/community/resource/\(room)/calendar"
            let open = try await scene.get(path, as: "wes").text
            #expect(open.contains("预约（余 3）") && open.contains("预约后需确认"))
            let form = try await scene.get("/community/booking/new?resource=\(room)&purpose=%3Cb%3E", as: "wes").text
            #expect(form.contains("value=\"\(room)\" selected") && form.contains("value=\"&lt;b&gt;\""))
            _ = try await scene.post("/community/resource/\(room)/acts/close", [("_version", "1")])
            let closed = try await scene.get(path, as: "wes").text
            #expect(closed.contains("已停用，不能预约") && Self.forms(closed) == 0)
        }
    }

    @Test func programsReadWhatIsFree() async throws {
        try await ItemScene.with { scene in
            let room = try await Self.room(scene, ["capacity": "2"])
            for (from, until) in [("09:00", "10:00"), ("09:30", "10:00")] {
                try await scene.create(
                    "booking",
                    ["resource": room, "from": "2026-03-02 \(from)", "until": "2026-03-02 \(until)"], by: "wes")
            }
            let path = "/api/v1/community/resource/\(room)/slots?from=2026-03-02&days=1"
            let text = try await scene.call("GET", path, as: "wes").text
            #expect(
                text.contains(
                    """
                    "slots":[{"from":"2026-03-02T09:00:00.000+08:00","until":"2026-03-02T09:30:00.000+08:00",\
                    "taken":1,"free":1},{"from":"2026-03-02T09:30:00.000+08:00",\
                    "until":"2026-03-02T10:00:00.000+08:00","taken":2,"free":0},\
                    {"from":"2026-03-02T10:00:00.000+08:00","until":"2026-03-02T12:00:00.000+08:00","taken":0,"free":2}]
                    """), "\(text)")
            #expect(!text.contains("wes"))
            #expect(try await scene.call("GET", path, as: "max").status == 403)
            for wrong in ["days=0", "days=63", "from=x"] {
                let answer = try await scene.call("GET", "/api/v1/community/resource/\(room)/slots?\(wrong)", as: "wes")
                #expect(answer.status == 422 || answer.status == 400)
            }
        }
    }
}
