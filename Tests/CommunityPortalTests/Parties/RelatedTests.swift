import Commons
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

/// Relations on the pages of what they tie together.
@Suite struct RelatedTests {
    private func home(_ scene: ItemScene) async throws -> String {
        let query = ItemQuery(kind: "space", reach: [], text: "h1")
        return try #require(try await scene.desk.list(query, scene.visitor("mia")).items.first?.id)
    }

    @Test func aHomeShowsItsPeopleAndAPersonTheirHomes() async throws {
        try await ItemScene.with { scene in
            let who = try await scene.create("resident", ["name": "柳一三", "code": "R1"])
            let tenure = try await scene.create(
                "tenure", ["relation": "owner", "who": "R1", "home": "H1", "since": "2020-01-01"])
            try await scene.create(
                "tenure",
                ["relation": "tenant", "who": "R1", "home": "H1", "since": "2010-01-01", "until": "2019-12-31"])
            let home = try await home(scene)
            let page = try await scene.get("/community/space/\(home)").text
            #expect(page.contains("相关居住与产权") && page.contains("href=\"/community/resident/\(who)\""))
            #expect(page.contains(">有效</span>") && page.contains(">已结束</span>"))
            #expect(page.contains("/community/tenure/\(tenure)"))
            let person = try await scene.get("/community/resident/\(who)").text
            #expect(person.contains("相关居住与产权") && person.contains("href=\"/community/space/\(home)\""))
            #expect(try await !scene.get("/community/device", as: "wes").text.contains("相关"))
            // From there one goes to a form that knows where one comes from.
            #expect(page.contains("/community/tenure/new?home=\(home)"))
            let form = try await scene.get("/community/tenure/new?home=\(home)").text
            #expect(form.contains("<option value=\"\(home)\" selected>"))
            #expect(
                try await !scene.get("/community/space/\(home)", as: "wes").text.contains("/community/tenure/new"))
        }
    }

    @Test func aListIsNarrowedByWhatItRefersTo() async throws {
        try await ItemScene.with { scene in
            for code in ["R1", "R2"] { try await scene.create("resident", ["name": "柳一三", "code": code]) }
            for code in ["R1", "R2"] {
                try await scene.create(
                    "tenure", ["relation": "owner", "who": code, "home": "H1", "since": "2020-01-01"])
            }
            let page = try await scene.get("/community/tenure?who=R1").text
            #expect(page.contains("居民：R1") && page.contains("TN-2026-000001") && !page.contains("TN-2026-000002"))
            let list = try await scene.call("GET", "/api/v1/community/tenure?who=R2").json?["items"]?.items ?? []
            #expect(list.map { $0["number"]?.text } == ["TN-2026-000002"])
            // What belongs to others cannot be told from what is not there.
            let stranger = try await scene.get("/community/tenure?who=R1", as: "max").text
            #expect(stranger.contains("找不到：R1"))
            let exported = try await scene.get("/community/tenure/export/csv?who=R1").text
            #expect(exported.contains("R1") && !exported.contains("R2"))
        }
    }

    @Test func whatActsChangeIsNotInTheFormOfChanges() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create(
                "resident", ["name": "柳一三", "code": "R1", "purposes": "care", "way": "written", "groups": "elder"])
            let form = try await scene.get("/community/resident/\(id)/edit").text
            #expect(form.contains("name=\"groups\"") && !form.contains("name=\"purposes\""))
            let saved = try await scene.post(
                "/community/resident/\(id)", [("_version", "1"), ("code", "R1"), ("name", ""), ("groups", "alone")])
            #expect(saved.status == 303, "\(saved.text)")
            let item = try await scene.desk.open(id, of: Estate.resident, scene.visitor("mia")).item
            #expect(item.fields["purposes"] == .list(["care"]) && item.fields["groups"] == .list(["alone"]))
            let beyond = try await scene.post(
                "/community/resident/\(id)",
                [("_version", "2"), ("code", "R1"), ("name", ""), ("phone", "13812345678")])
            #expect(beyond.status == 422 && beyond.text.contains("id=\"f-phone-error\""))
            let withdrawn = try await scene.post(
                "/community/resident/\(id)/acts/withdraw",
                [("_version", "2"), ("_id", "w"), ("withdraw.purposes", "care")])
            #expect(withdrawn.status == 303, "\(withdrawn.text)")
            let history = try await scene.get("/community/resident/\(id)/history").text
            #expect(history.contains("撤回同意") && history.contains("（撤回同意后已删除）"))
            #expect(!history.contains("独居") && !history.contains("老年人"))
        }
    }
}
