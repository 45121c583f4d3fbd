import Commons
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

@Suite struct ItemAPITests {
    private static let base = "/api/v1/community/thing"

    /// What is answered has the shape that the document says.
    private func expectShape(_ scene: ItemScene, _ answer: Answer, _ name: String) throws {
        let endpoint = try #require(scene.portal.endpoints.first { $0.name == name }, "\(name)")
        let schema = try #require(endpoint.output?.schema)
        let problems = schema.problems(of: try #require(answer.json, "\(answer.text)"))
        #expect(problems.isEmpty, "\(name): \(problems)")
    }

    private static let whole = """
        {"place": "H1", "fields": {"name": "水泵", "code": "T1", "count": 3, "weight": 1.50, "price": 0.1, \
        "on": "2026-03-01", "at": "2026-03-01T09:30:00+08:00", "sort": "a", "marks": ["a", "b"], "ready": false, \
        "phone": "13812345678", "owner": "王芳芳", "keeper": "wes", "position": "120.1,30.2"}}
        """

    @Test func whatIsEnteredIsGivenAsItIs() async throws {
        try await ItemScene.with { scene in
            let made = try await scene.call(
                "POST", Self.base, headers: [("Idempotency-Key", "k1")], json: Self.whole)
            #expect(made.status == 201, "\(made.text)")
            try expectShape(scene, made, "POST \(Self.base)")
            let id = try #require(made.json?["id"]?.text)
            #expect(made["Location"] == "\(Self.base)/\(id)" && made["ETag"] == "\"1\"")
            let item = try await scene.call("GET", "\(Self.base)/\(id)")
            try expectShape(scene, item, "GET \(Self.base)/{item}")
            let fields = try #require(item.json?["fields"])
            #expect(fields["count"] == .number("3") && fields["weight"] == .number("1.50"))
            #expect(fields["price"] == .number("0.10") && fields["ready"] == false && fields["marks"] == ["a", "b"])
            #expect(fields["at"]?.text == "2026-03-01T09:30:00.000+08:00" && fields["keeper"]?.text == "wes")
            #expect(fields["phone"]?.text == "138****5678" && fields["owner"]?.text == "王**")
            #expect(fields["part"] == nil && item.json?["place"]?["number"]?.text == "H1")
            #expect(item.json?["kind"]?.text == "thing" && item.json?["due"] != .null && item["ETag"] == "\"1\"")
            #expect(try await scene.call("GET", "\(Self.base)/\(id)", as: "max").status == 403)
            #expect(try await scene.call("GET", "\(Self.base)/\(id)", as: nil).status == 401)
            #expect(try await scene.call("POST", Self.base, json: Self.whole).status == 400)
        }
    }

    @Test func whatIsWrongIsToldByItsPlace() async throws {
        try await ItemScene.with { scene in
            func said(_ fields: String, _ more: String = "") async throws -> String {
                let json = "{\"fields\": {\"name\": \"a\"\(fields)}\(more)}"
                let answer = try await scene.call("POST", Self.base, headers: [("Idempotency-Key", "k")], json: json)
                return "\(answer.status) \(answer.json?["place"]?.text ?? "")"
            }
            let code = #", "code": "c""#
            let missing = try await said("")
            #expect(missing == "422 fields.code")
            #expect(try await said(code + #", "count": 99"#) == "422 fields.count")
            #expect(try await said(code + #", "weight": 1e9"#) == "422 fields.weight")
            #expect(try await said(code + #", "colour": 1"#) == "422 fields.colour")
            #expect(try await said(code, #", "place": "X""#) == "422 place")
            #expect(try await said(code + #", "part": "X""#) == "422 fields.part")
            #expect(try await said(code) == "201 ")
            #expect(try await said(code) == "409 fields.code")
        }
    }

    @Test func aChangeNamesItsVersion() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create("thing", ["name": "水泵", "code": "T1", "sort": "a", "price": "1"])
            let path = "\(Self.base)/\(id)"
            let json = #"{"fields": {"sort": null, "name": "风机"}, "place": "B1"}"#
            #expect(try await scene.call("PATCH", path, json: json).status == 428)
            let done = try await scene.call("PATCH", path, headers: [("If-Match", "\"1\"")], json: json)
            #expect(done.status == 200 && done["ETag"] == "\"2\"", "\(done.text)")
            try expectShape(scene, done, "PATCH \(Self.base)/{item}")
            #expect(done.json?["fields"]?["sort"] == nil && done.json?["fields"]?["price"] == .number("1.00"))
            let late = try await scene.call("PATCH", path, headers: [("If-Match", "\"1\"")], json: json)
            #expect(late.status == 412)
            let any = try await scene.call(
                "PATCH", path, headers: [("If-Match", "*")], json: #"{"fields": {"count": 5}}"#)
            #expect(any.json?["version"]?.integer == 3, "\(any.text)")
        }
    }

    @Test func actsAreDoneOnceAndStandInTheHistory() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create("thing", ["name": "水泵", "code": "T1", "phone": "13812345678"])
            let path = "\(Self.base)/\(id)/acts/scrap"
            let json = #"{"id": "act1", "fields": {"why": "坏了", "by": "wes"}}"#
            #expect(try await scene.call("POST", path, json: json).status == 428)
            for _ in 0..<2 {
                let done = try await scene.call("POST", path, headers: [("If-Match", "\"1\"")], json: json)
                #expect(done.status == 200 && done.json?["state"]?.text == "gone", "\(done.text)")
                try expectShape(scene, done, "POST \(Self.base)/{item}/acts/scrap")
            }
            let other = #"{"id": "act2", "fields": {"why": "坏了"}}"#
            #expect(try await scene.call("POST", path, headers: [("If-Match", "*")], json: other).status == 423)
            let empty = try await scene.call("POST", path, headers: [("If-Match", "*")], json: #"{"id": "act3"}"#)
            #expect(empty.status == 422)
            #expect(try await scene.call("POST", path, as: "wes", json: json).status == 403)
            let history = try await scene.call("GET", "\(Self.base)/\(id)/history?limit=1")
            try expectShape(scene, history, "GET \(Self.base)/{item}/history")
            #expect(history.json?["next"]?.integer == 1 && history.json?["items"]?.items?.count == 1)
            #expect(history.json?["items"]?.items?[0]["fields"]?["phone"]?.text == "138****5678")
            let rest = try await scene.call("GET", "\(Self.base)/\(id)/history?after=1")
            let entry = try #require(rest.json?["items"]?.items?.first)
            #expect(entry["act"]?.text == "scrap" && entry["answers"]?["why"]?.text == "坏了")
            #expect(entry["person"]?.text == "名-mia" && rest.json?["next"] == .null)
        }
    }

    @Test func listsNarrowAndGoOn() async throws {
        try await ItemScene.with { scene in
            for number in 1...5 {
                scene.clock.pass(seconds: 1)
                try await scene.create(
                    "thing", ["name": "泵", "code": "T\(number)", "sort": number == 2 ? "b" : "a"],
                    place: number == 3 ? "H1" : nil)
            }
            func numbers(_ query: String) async throws -> (numbers: [String], next: String?) {
                let answer = try await scene.call("GET", "\(Self.base)?\(query)")
                try expectShape(scene, answer, "GET \(Self.base)")
                let items = answer.json?["items"]?.items ?? []
                return (items.compactMap { $0["number"]?.text }, answer.json?["next"]?.text)
            }
            let first = try await numbers("limit=2")
            #expect(first.numbers == ["T5", "T4"])
            #expect(try await numbers("limit=5&after=\(first.next ?? "")").numbers == ["T3", "T2", "T1"])
            #expect(try await numbers("sort=b").numbers == ["T2"])
            #expect(try await numbers("within=E").numbers == ["T3"])
            #expect(try await numbers("q=T4&state=new").numbers == ["T4"])
            for bad in ["sort=c", "colour=1", "within=nowhere", "count=many", "after=x"] {
                #expect(try await scene.call("GET", "\(Self.base)?\(bad)").status == 422, "\(bad)")
            }
        }
    }

    @Test func filesAreNamedByTheirUploads() async throws {
        try await ItemScene.with { scene in
            let (own, other) = (try await scene.upload("%PDF a"), try await scene.upload("%PDF b", by: "max"))
            func create(_ code: String, _ photo: String) async throws -> Answer {
                let json = #"{"fields": {"name": "a", "code": "\#(code)", "photos": ["\#(photo)"]}}"#
                return try await scene.call("POST", Self.base, headers: [("Idempotency-Key", code)], json: json)
            }
            let made = try await create("T1", String(own.location.dropFirst("/uploads/".count)))
            #expect(made.json?["fields"]?["photos"] == .array([.string(own.digest)]), "\(made.text)")
            #expect(try await create("T2", own.digest).status == 201)
            #expect(try await create("T3", other.digest).status == 422)
            #expect(try await create("T4", String(other.location.dropFirst("/uploads/".count))).status == 422)
        }
    }

    @Test func theCatalogSaysWhatThereIs() async throws {
        try await ItemScene.with { scene in
            let answer = try await scene.call("GET", "/api/v1/community", as: "wes")
            try expectShape(scene, answer, "GET /api/v1/community")
            let kinds = answer.json?["kinds"]?.items ?? []
            let thing = try #require(kinds.first { $0["id"]?.text == "thing" })
            #expect(thing["may"] == ["read"] && thing["acts"] == [] && thing["fields"]?.items?.count == 18)
            #expect(answer.json?["models"]?.items?.map { $0["commands"]?.items?.count } == [0, 1])
            let all = try await scene.call("GET", "/api/v1/community", as: "mia")
            let own = try #require(all.json?["kinds"]?.items?.first { $0["id"]?.text == "thing" })
            #expect(own["acts"]?.items?.count == 2)
            #expect(try await scene.call("GET", "/api/v1/community", as: "exp").json?["kinds"] == [])
        }
    }

    @Test func theDocumentCanBeMade() async throws {
        try await ItemScene.with { scene in
            let document = try #require(try await scene.call("GET", "/api/openapi.json", as: nil).json)
            let schemas = try #require(document["components"]?["schemas"]?.members?.map(\.name))
            #expect(Set(["Item_thing", "Item_order_new", "Item_device_list", "ItemPlace"]).isSubset(of: schemas))
            let paths = try #require(document["paths"]?.members?.map(\.name))
            #expect(paths.contains("/api/v1/community/order/{item}/acts/assign"))
        }
    }
}
