import Commons
import Persistence
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

@Suite struct DutyEndpointTests {
    @Test func theOfficerAcknowledgesFromTheScreen() async throws {
        try await DutyScene.with { scene in
            let alarm = try await scene.fire()
            let page = try await scene.get("/duty", as: "dan")
            #expect(page.status == 200 && page["cache-control"]?.contains("no-store") == true)
            #expect(page.text.contains("id=\"alarm-\(alarm)\"") && page.text.contains("<path class=\"district bad\""))
            #expect(page.text.contains("href=\"/duty/drills\"") && page.text.contains("静默设备 1 台"))
            let board = try await scene.get("/duty/board", as: "dan")
            #expect(board.text.contains("id=\"alarm-\(alarm)\"") && !board.text.contains("<html"))
            let version = try await scene.store.readCommunity { try $0.item(alarm)?.head.sequence }
            let act = try await scene.post(
                "/community/alarm/\(alarm)/acts/acknowledge",
                [("_id", "x1"), ("_version", "\(version ?? 0)"), ("_back", "/duty")], as: "dan")
            #expect(act.status == 303 && act["location"]?.hasPrefix("/duty?done=") == true)
            #expect(try await scene.get("/duty/board", as: "dan").text.contains("处置中"))
            // Who may not watch is not let in; another house sees nothing of it.
            #expect(try await scene.get("/duty", as: "wes").status == 403)
            #expect(try await scene.get("/duty/board", as: "ron").status == 403)
            let other = try await scene.get("/duty/board", as: "max")
            #expect(other.status == 200 && !other.text.contains(alarm) && !other.text.contains("晴川里"))
        }
    }

    @Test func theEstateIsForWhoeverReadsSpaces() async throws {
        try await DutyScene.with { scene in
            _ = try await scene.fire()
            let page = try await scene.get("/community", as: "mia")
            #expect(page.status == 200 && page.text.contains("社区基础") && page.text.contains("1 号楼"))
            #expect(page.text.contains("响应时间"))
            let worker = try await scene.get("/community", as: "wes")
            #expect(worker.status == 200 && !worker.text.contains("href=\"/duty\""))
            #expect(try await scene.get("/community", as: "ron").status == 403)
        }
    }

    @Test func oneClickStartsADrill() async throws {
        try await DutyScene.with { scene in
            let empty = try await scene.post("/duty/drills", [("kind", "fire")], as: "dan")
            #expect(empty.status == 422 && empty.text.contains("请填写设备或位置"))
            let unknown = try await scene.post("/duty/drills", [("kind", "fire"), ("device", "S9")], as: "dan")
            #expect(unknown.status == 422 && unknown.text.contains("value=\"S9\""))
            let started = try await scene.post("/duty/drills", [("kind", "fire"), ("device", "S1")], as: "dan")
            let path = try #require(started["location"])
            #expect(started.status == 303 && path.hasPrefix("/duty/drills/"))
            let page = try await scene.get(path, as: "dan")
            #expect(page.status == 200 && page.text.contains("演练：不呼叫 emergency.119"))
            let part = try await scene.get(path + "?part=1", as: "dan")
            #expect(part.status == 200 && !part.text.contains("<html") && part.text.contains("class=\"timeline\""))
            #expect(try await scene.get("/duty/drills", as: "dan").text.contains("href=\"\(path)\""))
            #expect(try await scene.get(path, as: "max").status == 403)
            #expect(
                try await scene.post("/duty/drills", [("kind", "fire"), ("device", "S1")], as: "wes").status == 403)
            // An alarm in earnest is no drill.
            let earnest = try await scene.fire()
            #expect(try await scene.get("/duty/drills/\(earnest)", as: "dan").status == 404)
        }
    }

    @Test func rulesShowWhatTheyDid() async throws {
        try await DutyScene.with { scene in
            _ = try await scene.fire()
            let page = try await scene.get("/duty/rules", as: "dan")
            #expect(page.status == 200 && page.text.contains("火警联动") && page.text.contains("最近 1 次执行"))
            #expect(!(try await scene.get("/duty/rules", as: "max")).text.contains("最近 1 次执行"))
            #expect(try await scene.get("/duty/rules", as: "wes").status == 403)
        }
    }

    @Test func readingsAreTakenShownAndRead() async throws {
        try await DutyScene.with { scene in
            let lines = """
                {"device":"S1","property":"smoke","at":"2026-03-01 11:58","value":2.5}
                {"device":"S1","property":"smoke","at":"2026-03-01 11:59","value":4}
                {"device":"S1","property":"smoke","value":400}
                nonsense
                """
            let taken = try await scene.call(
                "POST", "/api/v1/readings", as: "gus", lines, type: "application/x-ndjson")
            let json = try #require(taken.json)
            #expect(taken.status == 200 && json["taken"]?.integer == 2 && json["refused"]?.integer == 2)
            #expect(ReadingReportJSON.schema.problems(of: json).isEmpty)
            let table = try await scene.call(
                "POST", "/api/v1/readings", as: "gus", "device,property,at,value\nS1,ok,2026-03-01 11:59,true\n",
                type: "text/csv")
            #expect(table.json?["taken"]?.integer == 1)

            let device = try await scene.device()
            let page = try await scene.get("/community/device/\(device)/readings", as: "wes")
            #expect(page.status == 200 && page.text.contains("4 %") && page.text.contains("2.5 %"))
            #expect(try await scene.get("/community/device/\(device)/readings", as: "max").status == 403)
            let refused = try await scene.get("/duty/refused?reason=outOfRange", as: "mia")
            #expect(refused.status == 200 && refused.text.contains("S1 smoke") && !refused.text.contains("nonsense"))
            #expect(!(try await scene.get("/duty/refused", as: "max")).text.contains("nonsense"))

            let path = "/api/v1/community/device/\(device)/readings/smoke"
            let series = try await scene.call("GET", path + "?limit=1", as: "mia")
            let found = try #require(series.json)
            #expect(SeriesJSON.schema.problems(of: found).isEmpty)
            #expect(found["readings"]?.items?.first?["value"] == .number("2.5"))
            #expect(found["next"]?.text == "2026-03-01T11:59:00.000+08:00")
            #expect(found["days"]?.items?.count == 1)
            #expect(try await scene.call("GET", path + "?from=now", as: "mia").status == 422)
            #expect(try await scene.call("GET", path, as: "max").status == 403)
        }
    }

    @Test func badBatchesAreRefusedWhole() async throws {
        try await DutyScene.with { scene in
            let many = "{}\n" + String(repeating: "x\n", count: CommunityLimits.readings)
            for (body, type, person, status) in [
                ("a,b\n1,2\n", "text/csv", "gus", 422), ("x", "text/plain", "gus", 415),
                ("[]", "application/json", "wes", 403), (many, "application/x-ndjson", "gus", 413),
            ] {
                let answer = try await scene.call("POST", "/api/v1/readings", as: person, body, type: type)
                #expect(answer.status == status, "\(type)")
            }
        }
    }

    @Test func eventsAreToldOnce() async throws {
        try await DutyScene.with { scene in
            func tell(_ body: String, key: String?, as person: String = "gus") async throws -> Answer {
                try await scene.call("POST", "/api/v1/events", as: person, body, key: key)
            }
            let fire = #"{"kind":"fire","device":"S1","text":"烟"}"#
            let first = try await tell(fire, key: "k1")
            let json = try #require(first.json)
            #expect(first.status == 200 && EventJSON.schema.problems(of: json).isEmpty)
            #expect(json["alarm"]?["number"]?.text == "AL-2026-000001")
            let again = try await tell(fire, key: "k1")
            #expect(again.json == first.json)
            #expect(try await scene.store.readCommunity { try $0.openAlarms() }.map(\.count) == [1])
            let entry = try await tell(#"{"kind":"entry","device":"S1"}"#, key: "k2")
            #expect(entry.status == 200 && entry.json?["alarm"] == .null)
            #expect(try await tell(fire, key: nil).status == 400)
            #expect(try await tell(#"{"kind":"flood","device":"S1"}"#, key: "k3").status == 422)
            #expect(try await tell(#"{"kind":"fire","device":"S1","at":"soon"}"#, key: "k4").status == 422)
            #expect(try await tell(fire, key: "k5", as: "dan").status == 403)
            #expect(try await tell(fire, key: "k6", as: "max").status == 422)
        }
    }
}
