import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// Answers that are kept never come to somebody who may see less.
@Suite struct APIBlindnessTests {
    private func trees(_ scene: APIScene, _ id: String, _ people: [String]) async throws -> [String: Answer] {
        var trees: [String: Answer] = [:]
        // Twice, so that the second comes from what was kept for somebody.
        for _ in 0..<2 {
            for person in people { trees[person] = try await scene.ask("GET", APIRoutes.tree.path(id), as: person) }
        }
        return trees
    }

    @Test func expertsDoNotShareTrees() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "site")
        let people = ["ann", "rob", "ray", "eva", "eli"]
        let trees = try await trees(scene, id, people)
        for person in people { #expect(trees[person]?.status == 200, "\(trees[person]?.text ?? "")") }
        let secrets: [String: [String]] = [
            "ann": ["remark-of-rob", "why-rob", "remark-of-eva", "remark-of-eli"],
            "rob": ["remark-of-eva", "remark-of-eli", "why-eva"], "ray": ["remark-of-eva", "remark-of-eli"],
            "eva": ["remark-of-eli", "why-eli"], "eli": ["remark-of-eva", "why-eva"],
        ]
        for (person, hidden) in secrets {
            for secret in hidden { #expect(trees[person]?.text.contains(secret) == false, "\(person) sees \(secret)") }
        }
        #expect(trees["eva"]?.text.contains("remark-of-eva") == true)
        #expect(trees["rob"]?.text.contains("remark-of-rob") == true)
        // Two with the very same rights, neither of them on the panel, share one.
        #expect(trees["rob"]?["ETag"] == trees["ray"]?["ETag"])
        #expect(Set(["ann", "rob", "eva", "eli"].compactMap { trees[$0]?["ETag"] }).count == 4)
    }

    /// Somebody whose role hides evidence sees none, although another tree of the same case has it.
    @Test func hiddenGroupsDoNotShareTrees() async throws {
        var grants = Policy.standard.grants
        for index in grants.indices
        where grants[index].role == .regulator && grants[index].function == EvaluationFunction.read.id {
            grants[index].hidden = [.evidence, .findings]
        }
        let scene = try await APIScene(policy: Policy(grants))
        let id = try await scene.opened(in: "review")
        let trees = try await trees(scene, id, ["rob", "reg"])
        #expect(trees["rob"]?.json?["evidence"]?.items?.count == 1)
        #expect(trees["reg"]?.json?["evidence"]?.items?.isEmpty == true)
        #expect(trees["rob"]?.body != trees["reg"]?.body)
        #expect(try await scene.ask("GET", APIRoutes.evidence.path(id), as: "reg").status == 403)
        let file = APIRoutes.evidenceFile.path(id, "e1", "1")
        #expect(try await scene.ask("GET", file, as: "reg").status == 404)
        #expect(try await scene.ask("GET", file, as: "rob").status == 200)
    }

    @Test func scoresAreOfWhatIsSeen() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "site")
        func status(_ layer: String, _ person: String) async throws -> Int {
            try await scene.ask("GET", APIRoutes.score.path(id, query: ["layer": layer]), as: person).status
        }
        #expect(try await status("application", "ann") == 200)
        #expect(try await status("review", "ann") == 403)
        #expect(try await status("consensus", "ann") == 403)
        #expect(try await status("review", "rob") == 200)
        #expect(try await status("consensus", "eva") == 423)
        #expect(try await scene.ask("GET", APIRoutes.score.path(id), as: "ann").status == 200)
    }

    @Test func bothLanguagesAreKept() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "review")
        for layer in ["application", "review"] {
            var tags: Set<String> = []
            for language in ["zh", "en", "zh"] {
                let path = APIRoutes.score.path(id, query: ["layer": layer, "lang": language])
                tags.insert(try #require(try await scene.ask("GET", path, as: "rob")["ETag"]))
            }
            #expect(tags.count == 2)
        }
    }

    @Test func anUnchangedTreeIsNotSentAgain() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "review")
        let first = try await scene.ask("GET", APIRoutes.tree.path(id), as: "rob")
        let tag = try #require(first["ETag"])
        let again = try await scene.ask("GET", APIRoutes.tree.path(id), as: "rob", headers: [("If-None-Match", tag)])
        #expect(again.status == 304 && again.body.isEmpty)
        try await scene.play(id, [(.adoptSelf, "rob")])
        let changed = try await scene.ask("GET", APIRoutes.tree.path(id), as: "rob", headers: [("If-None-Match", tag)])
        #expect(changed.status == 200 && changed["ETag"] != tag)
    }

    /// Who judged when is not for those who judge blind, nor names for those who may not know the experts.
    @Test func historyKeepsTheRuleOfThePage() async throws {
        let scene = try await APIScene()
        let id = try await scene.opened(in: "site")
        func acts(_ person: String) async throws -> [(act: String, person: String?)] {
            let answer = try await scene.ask("GET", APIRoutes.history.path(id, query: ["limit": "500"]), as: person)
            return (answer.json?["items"]?.items ?? []).map { ($0["act"]?.text ?? "", $0["person"]?.text) }
        }
        let eva = try await acts("eva").filter { $0.act == "saveVisit" }
        #expect(eva.count == APIScene.findings("").count && eva.allSatisfy { $0.person == "名-eva" })
        #expect(try await !acts("rob").contains { $0.act == "saveVisit" })
        #expect(try await acts("ann").allSatisfy { $0.person == nil || $0.person == "名-ann" })
    }

    @Test func theCacheStaysWithinItsSize() {
        let cache = RenderedCache(limit: 10_000)
        func key(_ number: Int) -> RenderedCache.Key {
            .init(what: "tree", caseID: String(number), sequence: 1, language: .zh, hidden: [])
        }
        for number in 0..<100 {
            let answer = cache.answer(key(number)) { [UInt8](repeating: UInt8(number), count: 1000) }
            #expect(answer.bytes.first == UInt8(number) && cache.size <= 10_000)
        }
        var made = 0
        for _ in 0..<3 {
            _ = cache.answer(key(99)) {
                made += 1
                return []
            }
        }
        #expect(made == 0)
        _ = cache.answer(key(200)) { [UInt8](repeating: 0, count: 9000) }
        #expect(cache.size <= 10_000)
    }
}
