import Commons
import HTTPTypes
import Rulebook
import Testing

@testable import PortalKit

@Suite struct OpenAPITests {
    let sample = SamplePortal()

    private func document() async throws -> JSON {
        try #require(try await sample.get("/api/openapi.json").json)
    }

    @Test func served() async throws {
        let answer = try await sample.get("/api/openapi.json")
        #expect(answer.status == 200 && answer["Content-Type"] == "application/json")
        let again = try await sample.get("/api/openapi.json", as: nil, ["If-None-Match": try #require(answer["ETag"])])
        #expect(again.status == 304)
    }

    @Test func everyCallIsThereAndNoPage() async throws {
        let paths = try #require(try await document()["paths"]?.members)
        let told = Set(
            paths.flatMap { path in (path.value.members ?? []).map { "\($0.name.uppercased()) \(path.name)" } })
        let calls = sample.portal.endpoints.filter { $0.interface == .api }
        #expect(told == Set(calls.map(\.name)) && told.contains("GET /api/openapi.json"))
    }

    @Test func operations() async throws {
        let document = try await document()
        let put = try #require(document["paths"]?["/api/things/{thing}"]?["put"])
        #expect(put["operationId"] == "putApiThingsThing")
        #expect(put["parameters"]?.items?.compactMap { $0["name"]?.text } == ["thing", "If-Match"])
        #expect(put["parameters"]?.items?.first?["schema"]?["pattern"] == "^[0-9a-z.]{1,10}$")
        #expect(put["security"] == [["bearer": []], ["session": [], "csrf": []]])
        let schema = put["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(schema == ["$ref": "#/components/schemas/Thing"])
        let responses = (put["responses"]?.members ?? []).map(\.name)
        #expect(responses.contains("204") && responses.contains("412") && responses.contains("428"))
        let open = document["paths"]?["/api/open"]?["get"]
        #expect(open?["security"]?.items?.first == [:])
        let thing = document["components"]?["schemas"]?["Thing"]
        #expect(thing?["additionalProperties"] == false && thing?["required"] == ["name"])
        #expect(thing?["properties"]?["size"]?["type"] == ["integer", "null"])
        let undeclared = document["paths"]?["/api/throws/{what}"]?["get"]?["parameters"]?.items?.first
        #expect(undeclared?["in"] == "path" && undeclared?["required"] == true)
    }

    @Test func headersAreTold() throws {
        let header = Parameter.header("Piece", .integer(0...9), required: true, zh: "段", en: "Piece")
        let endpoint = Endpoint.api(
            .post, Route("/pieces"), .open, Phrase(zh: "样例", en: "sample"), parameters: [header], output: .nothing
        ) { _ in .nothing }
        let document = try JSONParser.parse(OpenAPI([endpoint]).json)
        let post = try #require(document["paths"]?["/pieces"]?["post"])
        let told = try #require(post["parameters"]?.items?.first)
        #expect(told["in"] == "header" && told["name"] == "Piece" && told["required"] == true)
        #expect((post["responses"]?.members ?? []).contains { $0.name == "412" })
    }

    /// What the policy grants to anybody needs no token, and nothing else does without.
    @Test func thePublicNeedsNoToken() throws {
        let endpoint = Endpoint.api(
            .get, Route("/api/looks"), SamplePortal.look, Phrase(zh: "样例", en: "sample"), output: .nothing
        ) { _ in .nothing }
        let open = Policy([.init(nil, FakeDoorkeeper.look.id, .published)])
        for (policy, isPublic) in [(open, true), (FakeDoorkeeper.policy, false)] {
            let document = try JSONParser.parse(OpenAPI([endpoint], policy).json)
            let security = document["paths"]?["/api/looks"]?["get"]?["security"]?.items
            #expect(security?.contains([:]) == isPublic)
        }
    }

    @Test func referencesLeadSomewhere() async throws {
        let document = try await document()
        let known = Set((document["components"]?["schemas"]?.members ?? []).map { "#/components/schemas/\($0.name)" })
        let references = Self.references(document)
        #expect(!references.isEmpty && references.isSubset(of: known))
    }

    private static func references(_ value: JSON) -> Set<String> {
        switch value {
        case .object(let members):
            members.reduce(into: []) { found, member in
                if member.name == "$ref", let text = member.value.text { found.insert(text) }
                found.formUnion(references(member.value))
            }
        case .array(let items): items.reduce(into: []) { $0.formUnion(references($1)) }
        default: []
        }
    }
}
