import Commons
import Persistence
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

/// What is of people is masked, until somebody says why they look.
@Suite struct LookTests {
    private static let reason: [(String, String)] = [("purpose", "verify"), ("words", "核对住户")]

    private func person(_ scene: ItemScene, _ more: [String: String] = [:]) async throws -> String {
        try await scene.create(
            "resident",
            [
                "name": "柳一三", "code": "R1", "purposes": "contact", "way": "written", "phone": "13812345678",
                "born": "1950-02-03",
            ].merging(more) { $1 }, place: "H1")
    }

    private func notes(_ scene: ItemScene, _ act: String) async throws -> [String] {
        try await scene.store.sequenceJournal()
        let entries = try await scene.store.read { try $0.journalEntries(JournalQuery(from: 1, limit: 1000)) }
        return entries.map(\.content).filter { $0.contains("\"\(act)\"") }
    }

    @Test func aPageShowsItInClearOnce() async throws {
        try await ItemScene.with { scene in
            let id = try await person(scene)
            let path = "/community/resident/\(id)"
            let plain = try await scene.get(path).text
            #expect(plain.contains("138****5678") && plain.contains("柳**") && plain.contains("action=\"\(path)/look\""))
            for secret in ["13812345678", "柳一三", "1950-02-03"] { #expect(!plain.contains(secret)) }
            let silent = try await scene.post("\(path)/look", [("purpose", "verify"), ("words", "13812345678")])
            #expect(silent.status == 422 && silent.text.contains("id=\"f-words-error\""))
            #expect(silent.text.contains("id=\"look\" open") && !silent.text.contains("<dd>13812345678"))
            #expect(try await notes(scene, "personal.look").isEmpty)
            let seen = try await scene.post("\(path)/look", Self.reason, as: "dan")
            #expect(seen.status == 200 && seen["Cache-Control"] == "no-store")
            for secret in ["13812345678", "柳一三", "1950-02-03"] { #expect(seen.text.contains(secret), "\(secret)") }
            #expect(!seen.text.contains("action=\"\(path)/look\""))
            let noted = try await notes(scene, "personal.look")
            #expect(noted.count == 1 && noted[0].contains("核对住户") && noted[0].contains("\"case/\(id)\""))
            #expect(!noted[0].contains("13812345678"))
            // Others read on masked, and have no way to look.
            let worker = try await scene.get(path, as: "wes").text
            #expect(!worker.contains("/look\"") && worker.contains("138****5678"))
            #expect(try await scene.post("\(path)/look", Self.reason, as: "wes").status == 403)
            #expect(try await scene.post("\(path)/look", Self.reason, as: "max").status == 403)
            for page in [path, path + "/history", path + "/edit", "/community/resident"] {
                #expect(try await !scene.get(page).text.contains("13812345678"), "\(page)")
            }
        }
    }

    @Test func theAPIGivesItToWhoSaysWhy() async throws {
        try await ItemScene.with { scene in
            let id = try await person(scene)
            let path = "/api/v1/community/resident/\(id)"
            let plain = try await scene.call("GET", path)
            #expect(plain.json?["fields"]?["phone"]?.text == "138****5678" && !plain.text.contains("13812345678"))
            #expect(try await scene.call("POST", path + "/look", json: "{}").status == 422)
            let why = #"{"purpose": "urgent", "words": "漏水找人"}"#
            #expect(try await scene.call("POST", path + "/look", as: "wes", json: why).status == 403)
            let seen = try await scene.call("POST", path + "/look", json: why)
            #expect(seen.status == 200 && seen["Cache-Control"] == "no-store", "\(seen.text)")
            #expect(seen.json?["fields"]?["phone"]?.text == "13812345678")
            let endpoint = try #require(
                scene.portal.endpoints.first { $0.name == "POST /api/v1/community/resident/{item}/look" })
            #expect(endpoint.output?.schema?.problems(of: try #require(seen.json)).isEmpty == true)
            #expect(try await notes(scene, "personal.look").count == 1)
            // There is none for what has nothing personal.
            let space = try await scene.desk.list(ItemQuery(kind: "space", reach: []), scene.visitor("mia")).items[0].id
            #expect(try await scene.call("POST", "/api/v1/community/space/\(space)/look", json: why).status == 404)
        }
    }

    @Test func anExportIsMaskedUnlessOneSaysWhy() async throws {
        try await ItemScene.with { scene in
            try await person(scene)
            try await scene.create("resident", ["name": "里二四", "code": "R2"])
            let plain = try await scene.get("/community/resident/export/csv").text
            #expect(plain.contains("R1") && plain.contains("138****5678") && !plain.contains("13812345678"))
            let list = try await scene.get("/community/resident?groups=elder").text
            #expect(list.contains("action=\"/community/resident/export?groups=elder\""))
            #expect(try await !scene.get("/community/resident", as: "wes").text.contains("/resident/export"))
            let path = "/community/resident/export?q=r1"
            #expect(try await scene.post(path, Self.reason, as: "wes").status == 403)
            #expect(try await scene.post(path, Self.reason, as: "dan").status == 403)
            let silent = try await scene.post(path, [("format", "csv"), ("purpose", "verify")])
            #expect(silent.status == 422 && silent.text.contains("id=\"f-words-error\""))
            #expect(try await notes(scene, "personal.export").isEmpty)
            let clear = try await scene.post(path, Self.reason + [("format", "csv")])
            #expect(clear["Content-Type"] == "text/csv; charset=utf-8" && clear["Cache-Control"] == "no-store")
            #expect(clear.text.contains("13812345678") && clear.text.contains("柳一三") && !clear.text.contains("里"))
            let noted = try await notes(scene, "personal.export")
            #expect(noted.count == 1 && noted[0].contains("核对住户") && noted[0].contains("\"count\":\"1\""))
        }
    }
}
