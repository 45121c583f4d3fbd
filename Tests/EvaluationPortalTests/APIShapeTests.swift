import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// What the API answers has the shape that its document says.
@Suite struct APIShapeTests {
    private static let people = ["ann", "rob", "abe", "eva", "reg"]

    private func expectShape(_ scene: APIScene, _ route: Route, _ path: String, as person: String?) async throws {
        let answer = try await scene.ask("GET", path, as: person)
        #expect(answer.status < 500, "\(person ?? "-") \(path): \(answer.text)")
        let endpoint = try #require(scene.portal.endpoints.first { $0.name == "GET \(route)" })
        let json = try #require(answer.json, "\(path): \(answer.text.prefix(200))")
        let schema = answer.status == 200 ? endpoint.output?.schema : Problem.schema
        let problems = try #require(schema).problems(of: json)
        #expect(problems.isEmpty, "\(person ?? "-") \(answer.status) \(path): \(problems)")
        if answer.status == 200, endpoint.output?.isVersioned == true { #expect(answer["ETag"] != nil) }
    }

    @Test(arguments: ["draft", "review", "site", "consensus", "report", "approval", "notice", "certified"])
    func casesHaveTheirShape(_ state: String) async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: state)
        for person in Self.people {
            for route in [APIRoutes.oneCase, APIRoutes.tree, APIRoutes.score, APIRoutes.history, APIRoutes.evidence] {
                try await expectShape(scene, route, route.path(id), as: person)
            }
            for layer in CaseLayer.allCases {
                let path = APIRoutes.score.path(id, query: ["layer": layer.rawValue])
                try await expectShape(scene, APIRoutes.score, path, as: person)
            }
            for clause in APIScene.findings("").map(\.clause) {
                for layer in WrittenLayer.allCases {
                    let path = APIRoutes.finding.path(id, layer.rawValue, clause)
                    try await expectShape(scene, APIRoutes.finding, path, as: person)
                }
            }
            try await expectShape(scene, APIRoutes.cases, APIRoutes.cases.path(), as: person)
        }
        try await expectShape(scene, APIRoutes.summaries, APIRoutes.summaries.path(), as: "reg")
        try await expectShape(scene, APIRoutes.registry, APIRoutes.registry.path(), as: nil)
    }

    @Test func theRestHasItsShape() async throws {
        let scene = try await APIScene()
        _ = try await scene.opened(in: "certified")
        for person in Self.people { try await expectShape(scene, APIRoutes.me, APIRoutes.me.path(), as: person) }
        try await expectShape(scene, APIRoutes.rulebooks, APIRoutes.rulebooks.path(), as: "ann")
        for volume in scene.wing.desk.shelf.offered {
            for language in ["zh", "en"] {
                let path = APIRoutes.rulebook.path(volume.pin.id, query: ["lang": language])
                try await expectShape(scene, APIRoutes.rulebook, path, as: "ann")
            }
        }
        let number = "ZHSQ-2026-000001"
        try await expectShape(scene, APIRoutes.certificate, APIRoutes.certificate.path(number), as: nil)
        let certificate = try await scene.ask("GET", APIRoutes.certificate.path(number), as: nil)
        #expect(certificate.json?["status"]?.text == "valid")
    }

    @Test func theDocumentCanBeMade() async throws {
        let scene = try await APIScene()
        let document = try #require(try await scene.ask("GET", "/api/openapi.json", as: nil).json)
        let paths = try #require(document["paths"]?.members?.map(\.name))
        #expect(paths.contains("/api/v1/cases/{case}/findings/{layer}/{clause}") && paths.contains("/uploads/{upload}"))
    }

    /// Regulators see the cases of their own region only.
    @Test func regionsEnd() async throws {
        let scene = try await APIScene()
        _ = try await scene.opened(in: "review")
        func count(_ person: String, _ region: String? = nil) async throws -> Int? {
            let query: KeyValuePairs<String, String> = region.map { ["region": $0] } ?? [:]
            let path = APIRoutes.summaries.path(query: query)
            return try await scene.ask("GET", path, as: person).json?["items"]?.items?.count
        }
        #expect(try await count("reg") == 1)
        #expect(try await count("reg", "330106") == 1)
        #expect(try await count("reg", "330107") == 0)
        #expect(try await count("reg", "33") == 1)
        #expect(try await count("far") == 0)
        #expect(try await count("far", "330106") == 0)
        #expect(try await scene.ask("GET", APIRoutes.summaries.path(), as: "ann").status == 403)
    }

    @Test func pagesOfCasesFollowOneAnother() async throws {
        let scene = try await APIScene()
        var opened: [String] = []
        for _ in 0..<5 { opened.append(try await scene.open()) }
        var (seen, next): ([String], String?) = ([], nil)
        repeat {
            let query: [(name: String, value: String)] =
                [(name: "limit", value: "2")] + (next.map { [(name: "after", value: $0)] } ?? [])
            let page = try await scene.ask("GET", APIRoutes.cases.path(values: [], query: query), as: "ann").json
            seen += (page?["items"]?.items ?? []).compactMap { $0["id"]?.text }
            next = page?["next"]?.text
        } while next != nil
        #expect(seen == opened.reversed())
    }
}
