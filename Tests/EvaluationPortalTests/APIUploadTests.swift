import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// Files that come in piece by piece, as our page script sends them and as programs do.
@Suite struct APIUploadTests {
    private let bytes = Array("%PDF-1.7 ".utf8) + [UInt8](repeating: 65, count: 5000)
    /// As the script has them: the session's cookie and its secret.
    private func session(_ id: String) -> [(String, String)] {
        [
            ("Cookie", "linli_session=\(id)"), ("X-CSRF-Token", "csrf-\(id)"), ("Tus-Resumable", "1.0.0"),
            ("Sec-Fetch-Site", "same-origin"),
        ]
    }

    private func piece(
        _ scene: APIScene, _ place: String, _ range: Range<Int>, _ headers: [(String, String)], as person: String? = nil
    ) async throws -> Answer {
        let more = [("Upload-Offset", String(range.lowerBound)), ("Content-Type", "application/offset+octet-stream")]
        return try await scene.ask("PATCH", place, as: person, headers: headers + more, body: Array(bytes[range]))
    }

    private func create(_ scene: APIScene, _ headers: [(String, String)], as person: String? = nil) async throws
        -> Answer
    {
        // 消防.pdf
        let metadata = "filename 5raI6ZiyLnBkZg==,filetype YXBwbGljYXRpb24vcGRm"
        return try await scene.ask(
            "POST", Routes.uploads.path(), as: person,
            headers: headers + [("Upload-Length", String(bytes.count)), ("Upload-Metadata", metadata)])
    }

    @Test func whatTellsOfAFileHasALimit() throws {
        let fits = String(repeating: "a", count: UploadMetadata.longest)
        #expect(try UploadMetadata(fits).values.count == 1)
        #expect(throws: Refusal.self) { try UploadMetadata(fits + "a") }
    }

    @Test func thePageScriptsUploadArrives() async throws {
        let scene = try await APIScene()
        let created = try await create(scene, session("ann"))
        #expect(created.status == 201 && created["Tus-Resumable"] == "1.0.0", "\(created.text)")
        let place = try #require(created["Location"])
        let first = try await piece(scene, place, 0..<2000, session("ann"))
        #expect(first.status == 204 && first["Upload-Offset"] == "2000" && first["Linli-Digest"] == nil)
        let head = try await scene.ask("HEAD", place, as: nil, headers: session("ann"))
        #expect(head.status == 200 && head["Upload-Offset"] == "2000" && head["Upload-Length"] == String(bytes.count))
        #expect(head.body.isEmpty && head["Cache-Control"] == "no-store")
        // The same piece again, as after an answer that was lost.
        #expect(try await piece(scene, place, 0..<2000, session("ann")).status == 409)
        let last = try await piece(scene, place, 2000..<bytes.count, session("ann"))
        let hash = ContentHash()
        hash.update(bytes)
        let digest = hash.digest
        #expect(last.status == 204 && last["Linli-Digest"] == digest)
        let state = try await scene.ask("GET", place, as: "ann")
        #expect(UploadJSON.schema.problems(of: state.json ?? .null).isEmpty, "\(state.text)")
        #expect(state.json?["digest"]?.text == digest && state.json?["type"]?.text == "application/pdf")
        #expect(state.json?["name"]?.text == "消防.pdf")
    }

    @Test func othersHaveNoPartInIt() async throws {
        let scene = try await APIScene()
        let place = try #require(try await create(scene, [], as: "ann")["Location"])
        #expect(try await scene.ask("HEAD", place, as: "amy").status == 404)
        #expect(try await piece(scene, place, 0..<10, [], as: "amy").status == 404)
        #expect(try await create(scene, []).status == 401)
        let forged = session("ann").filter { $0.0 != "X-CSRF-Token" }
        #expect(try await piece(scene, place, 0..<10, forged).status == 403)
        #expect(try await create(scene, forged).status == 403)
        #expect(try await scene.ask("DELETE", place, as: "amy").status == 404)
        #expect(try await scene.ask("DELETE", place, as: "ann").status == 204)
        #expect(try await scene.ask("HEAD", place, as: "ann").status == 404)
    }

    @Test func theProtocolIsKept() async throws {
        let scene = try await APIScene()
        let options = try await scene.ask("OPTIONS", Routes.uploads.path(), as: nil)
        #expect(options.status == 204 && options["Tus-Version"] == "1.0.0")
        #expect(options["Tus-Extension"] == "creation,termination" && options["Tus-Max-Size"] == String(2 << 30))
        let old = try await create(scene, [("Tus-Resumable", "0.2.2")], as: "ann")
        #expect(old.status == 412 && old["Tus-Version"] == "1.0.0")
        for (name, value) in [
            ("Upload-Length", "x"), ("Upload-Length", "-1"), ("Upload-Length", "0"), ("X-None", "1"),
            ("Upload-Length", "99999999999999999999"),
        ] {
            let answer = try await scene.ask("POST", Routes.uploads.path(), as: "ann", headers: [(name, value)])
            #expect(answer.status == 422, "\(name) \(value): \(answer.status)")
        }
        let large = try await scene.ask(
            "POST", Routes.uploads.path(), as: "ann", headers: [("Upload-Length", String((2 << 30) + 1))])
        #expect(large.status == 413)
        let place = try #require(try await create(scene, [], as: "ann")["Location"])
        let headers = [("Upload-Offset", "0"), ("Content-Type", "text/plain")]
        #expect(try await scene.ask("PATCH", place, as: "ann", headers: headers, body: [1]).status == 415)
    }

    @Test func metadataIsReadAndGivenBack() throws {
        let metadata = try UploadMetadata("filename 5raI6ZiyLnBkZg==,secret,name YQ==")
        #expect(metadata.name == "消防.pdf" && metadata.header == "filename 5raI6ZiyLnBkZg==,name YQ==,secret")
        #expect(try UploadMetadata("").name.isEmpty)
        for bad in ["filename ?", "a b c", "a YQ==,a YQ==", "é YQ=="] {
            #expect(throws: Refusal.self) { try UploadMetadata(bad) }
        }
    }

    @Test func evidenceIsGivenOutByItsCase() async throws {
        let scene = try await APIScene()
        let id = try await scene.open()
        let place = try #require(try await create(scene, [], as: "ann")["Location"])
        let digest = try #require(try await piece(scene, place, 0..<bytes.count, [], as: "ann")["Linli-Digest"])
        let act = """
            {"id": "add", "act": {"addEvidence": {"id": "e9", "evidence": {"title": "消防", "clauses": ["6.1.1"]},
             "revision": {"digest": "\(digest)", "name": "消防.pdf"}}}}
            """
        let added = try await scene.ask(
            "POST", APIRoutes.acts.path(id), as: "ann", headers: [("If-Match", "\"0\"")], json: act)
        #expect(added.status == 200, "\(added.text)")
        let list = try await scene.ask("GET", APIRoutes.evidence.path(id), as: "ann").json?.items
        #expect(list?.first?["revisions"]?.items?.first?["size"]?.integer == bytes.count)
        let path = APIRoutes.evidenceFile.path(id, "e9", "1")
        let file = try await scene.ask("GET", path, as: "ann")
        #expect(file.status == 200 && file.body == bytes && file["Content-Type"] == "application/pdf")
        #expect(file["ETag"] == "\"\(digest)\"" && file["Content-Disposition"]?.hasPrefix("inline") == true)
        let part = try await scene.ask("GET", path, as: "ann", headers: [("Range", "bytes=0-7")])
        #expect(part.status == 206 && part.body == Array(bytes[0..<8]))
        let page = Routes.evidenceFile.path(id, "e9", "1")
        #expect(try await scene.ask("GET", page, as: nil, headers: session("ann")).body == bytes)
        for other in ["0", "2", "-1", "x", "01", "9999999999999999999999"] {
            let missing = APIRoutes.evidenceFile.path(id, "e9", other)
            #expect(try await scene.ask("GET", missing, as: "ann").status == 404, "\(other)")
            let page = Routes.evidenceFile.path(id, "e9", other)
            #expect(try await scene.ask("GET", page, as: nil, headers: session("ann")).status == 404, "\(other)")
        }
        #expect(try await scene.ask("GET", path, as: "far").status == 403)
        // Stored, but no part of this case.
        let free = try await scene.wing.files.add(Array("other".utf8), name: "other.txt")
        #expect(try await scene.ask("GET", APIRoutes.evidenceFile.path(id, free.digest, "1"), as: "ann").status == 404)
    }
}
