import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// Every act of the life cycle can be sent, and is what the document says.
@Suite struct APIActTests {
    /// The least that fits a schema.
    private func example(_ schema: Schema) -> JSON {
        switch schema.shape {
        case .string(let text):
            if let word = text.choices.first { return .string(word) }
            let candidates = ["2026-03-01", "1", String(repeating: "a", count: 64), "a", ""]
            return .string(candidates.first { schema.problems(of: .string($0)).isEmpty } ?? "?")
        case .integer(let range): return .integer(range.lowerBound)
        case .number: return 1
        case .boolean: return true
        case .array(let item, let count):
            return .array(Array(repeating: example(item), count: max(1, count.lowerBound)))
        case .object(let properties, _, _):
            return .object(properties.map { .init($0.name, example($0.schema)) })
        case .oneOf(let schemas): return example(schemas[0])
        case .named(_, let schema): return example(schema)
        case .reference, .anything: return .object([])
        }
    }

    private func least(_ values: [Schema.Property]) -> JSON {
        .object(values.filter(\.isRequired).map { .init($0.name, least($0.schema)) })
    }

    private func least(_ schema: Schema) -> JSON {
        switch schema.shape {
        case .object(let properties, _, _): return least(properties)
        case .named(_, let inner): return least(inner)
        default: return example(schema)
        }
    }

    @Test func everyActIsInTheTable() {
        let declared = Set(EvaluationLifeCycle.acts.map(\.id)).subtracting(["open"])
        #expect(Set(ActSchema.acts.map(\.name)) == declared)
        #expect(ActSchema.acts.count == declared.count)
    }

    /// With everything, and with no more than has to be there.
    @Test func whatFitsTheSchemaIsAnAct() throws {
        for (name, values) in ActSchema.acts {
            for body in [least(values), example(.object(values))] {
                let json: JSON = .object([.init(name, body)])
                #expect(ActSchema.schema.problems(of: json).isEmpty, "\(ActSchema.schema.problems(of: json))")
                #expect(try ActInput.act(json).name == name)
            }
        }
    }

    private func send(
        _ scene: APIScene, _ id: String, _ json: String, as person: String, ifMatch: String? = nil
    ) async throws -> Answer {
        let headers = ifMatch.map { [("If-Match", "\"\($0)\"")] } ?? []
        return try await scene.ask("POST", APIRoutes.acts.path(id), as: person, headers: headers, json: json)
    }

    @Test func whatIsNoActIsRefused() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "review")
        for act in [
            #"{"fly": {}}"#, "{}", #"{"submit": {}, "accept": {}}"#, #"{"refuse": {}}"#, #"{"submit": null}"#,
            #"{"startVisit": {"on": "2026-02-30"}}"#, #"{"submit": {"x": 1}}"#,
        ] {
            let answer = try await send(scene, id, #"{"id": "a", "act": \#(act)}"#, as: "rob", ifMatch: "1")
            #expect(answer.status == 422, "\(act): \(answer.status) \(answer.text)")
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(Problem.schema.problems(of: answer.json ?? .null).isEmpty)
        }
    }

    @Test func anActIsDoneOnce() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "review")
        let act = #"{"id": "q-1", "act": {"ask": {"clause": "6.1.1", "question": "何时？"}}}"#
        #expect(try await send(scene, id, act, as: "rob").status == 428)
        #expect(try await send(scene, id, act, as: "ann", ifMatch: "0").status == 403)
        let version = try await scene.wing.desk.open(id, scene.visitor("rob")).evaluation
            .version(of: "question/6.1.1")
        let first = try await send(scene, id, act, as: "rob", ifMatch: String(version))
        #expect(first.status == 200, "\(first.text)")
        #expect(ActInput.result.problems(of: first.json ?? .null).isEmpty)
        let again = try await send(scene, id, act, as: "rob", ifMatch: String(version))
        #expect(again.status == 200 && again.json?["sequence"] == first.json?["sequence"])
        let other = act.replacing("何时", with: "何地")
        #expect(try await send(scene, id, other, as: "rob", ifMatch: String(version)).status == 412)
        let late = other.replacing("q-1", with: "q-2")
        #expect(try await send(scene, id, late, as: "rob", ifMatch: String(version)).status == 412)
        let any = try await scene.ask(
            "POST", APIRoutes.acts.path(id), as: "rob", headers: [("If-Match", "*")], json: late)
        #expect(any.status == 200, "\(any.text)")
    }

    @Test func aCaseIsOpenedOnce() async throws {
        let scene = try await APIScene()
        let json = """
            {"applicant": "owner", "body": "body", "rulebook": "smart-community-draft",
             "community": {"name": "晴川里", "region": "330106", "kind": "urban", "acceptedOn": "2023-03-01"}}
            """
        let headers = [("Idempotency-Key", "k1")]
        let first = try await scene.ask("POST", APIRoutes.cases.path(), as: "ann", headers: headers, json: json)
        #expect(first.status == 201, "\(first.text)")
        #expect(CaseJSON.schema.problems(of: first.json ?? .null).isEmpty)
        let again = try await scene.ask("POST", APIRoutes.cases.path(), as: "ann", headers: headers, json: json)
        #expect(again.status == 201 && again.body == first.body)
        let list = try await scene.ask("GET", APIRoutes.cases.path(), as: "ann").json
        #expect(list?["items"]?.items?.count == 1)
        #expect(
            try await scene.ask("POST", APIRoutes.cases.path(), as: "rob", headers: headers, json: json).status == 403)
        let bad = json.replacing("2023-03-01", with: "2023-02-30")
        let refused = try await scene.ask(
            "POST", APIRoutes.cases.path(), as: "ann", headers: [("Idempotency-Key", "k2")], json: bad)
        #expect(refused.status == 422 && refused.json?["place"]?.text == "community.acceptedOn", "\(refused.text)")
    }
}
