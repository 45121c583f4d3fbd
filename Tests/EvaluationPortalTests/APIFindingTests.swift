import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// Findings that are read, written and fought over.
@Suite struct APIFindingTests {
    private let clause = "6.2.2.c.2"

    private func path(_ id: String, _ layer: String = "self") -> String {
        APIRoutes.finding.path(id, layer, clause)
    }

    private func put(
        _ scene: APIScene, _ id: String, _ json: String, as person: String = "ann", version: String?
    ) async throws -> Answer {
        let headers = version.map { [("If-Match", $0)] } ?? []
        return try await scene.ask("PUT", path(id), as: person, headers: headers, json: json)
    }

    @Test func theLaterOfTwoIsToldWhatStandsThere() async throws {
        let scene = try await APIScene()
        let id = try await scene.open()
        let none = try await scene.ask("GET", path(id), as: "ann")
        #expect(none["ETag"] == "\"0\"" && none.json?["finding"] == .object([]))
        let mine = #"{"finding": {"count": 2, "present": ["video", "other:一键求助"], "remark": "两类"}}"#
        #expect(try await put(scene, id, mine, version: nil).status == 428)
        let saved = try await put(scene, id, mine, version: "\"0\"")
        #expect(saved.status == 200, "\(saved.text)")
        #expect(saved.json?["finding"]?["count"]?.integer == 2)
        let tag = try #require(saved["ETag"])
        let late = try await put(scene, id, #"{"finding": {"count": 3}}"#, as: "amy", version: "\"0\"")
        #expect(late.status == 412 && late["ETag"] == tag)
        #expect(Problem.schema.problems(of: late.json ?? .null).isEmpty)
        let details = (late.json?["details"]?.items ?? []).map {
            ($0["place"]?.text ?? "") + "=" + ($0["reason"]?.text ?? "")
        }
        #expect(details.contains("finding.count=2") && details.contains("finding.remark=两类"), "\(details)")
        #expect(try await put(scene, id, #"{"finding": {"count": 3}}"#, as: "amy", version: tag).status == 200)
        #expect(try await put(scene, id, #"{"finding": {}}"#, version: "*").status == 200)
        #expect(try await put(scene, id, #"{"finding": {}}"#, version: "\"x\"").status == 412)
    }

    @Test func whatIsWrongIsToldAtOnce() async throws {
        let scene = try await APIScene()
        let id = try await scene.open()
        let answer = try await put(
            scene, id, #"{"finding": {"count": 2, "present": ["vidio"], "pushed": true}}"#, version: "\"0\"")
        #expect(answer.status == 422 && (answer.json?["details"]?.items?.count ?? 0) >= 2, "\(answer.text)")
        let unknown = APIRoutes.finding.path(id, "self", "9.9.9")
        #expect(try await scene.ask("GET", unknown, as: "ann").status == 404)
        #expect(try await scene.ask("GET", APIRoutes.finding.path(id, "none", clause), as: "ann").status == 404)
        #expect(try await scene.ask("GET", path("nothing"), as: "ann").status == 404)
        #expect(try await scene.ask("GET", path(id), as: nil).status == 401)
    }

    /// Even the version of what somebody may not see stays untold.
    @Test func layersAreForThoseWhoSeeThem() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "site")
        func status(_ layer: String, _ person: String) async throws -> Int {
            try await scene.ask("GET", path(id, layer), as: person).status
        }
        #expect(try await status("review", "ann") == 403)
        #expect(try await status("visit", "ann") == 403)
        #expect(try await status("settled", "ann") == 403)
        #expect(try await status("review", "eva") == 200)
        #expect(try await status("visit", "eva") == 200)
        #expect(try await status("visit", "rob") == 403)
        let visit = try await scene.ask("GET", path(id, "visit"), as: "eli")
        #expect(visit.text.contains("remark-of-eli") && !visit.text.contains("remark-of-eva"))
    }

    @Test func importsAreTriedBeforeTheyAreDone() async throws {
        let scene = try await APIScene()
        let id = try await scene.open()
        let yaml = "rulebook: smart-community-draft\nfindings:\n  6.1.1: {met: true}\n"
        func send(_ text: String, dry: Bool, version: String?) async throws -> Answer {
            var headers = [("Content-Type", "application/yaml")]
            if let version { headers.append(("If-Match", version)) }
            let path = APIRoutes.importFile.path(id, query: ["dryRun": String(dry)])
            return try await scene.ask("POST", path, as: "ann", headers: headers, body: Array(text.utf8))
        }
        let dry = try await send(yaml, dry: true, version: nil)
        #expect(dry.status == 200 && dry.json?["changed"] == ["6.1.1"], "\(dry.text)")
        #expect(ImportJSON.schema.problems(of: dry.json ?? .null).isEmpty)
        #expect(try await scene.ask("GET", APIRoutes.oneCase.path(id), as: "ann")["ETag"] == "\"1\"")
        #expect(try await send(yaml, dry: false, version: nil).status == 428)
        #expect(try await send(yaml, dry: false, version: "\"7\"").status == 412)
        let done = try await send(yaml, dry: false, version: "\"1\"")
        #expect(done.status == 200 && done["ETag"] == "\"2\"", "\(done.text)")
        let bad = try await send(yaml + "  6.1.x: {met: true}\n  6.1.2: {mat: true}\n", dry: true, version: nil)
        let places = (bad.json?["details"]?.items ?? []).compactMap { $0["place"]?.text }
        #expect(bad.status == 422 && places == ["4:3", "5:11"], "\(bad.text)")
    }
}
