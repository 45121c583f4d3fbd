import Commons
import Persistence
import Testing

@testable import Evaluation

/// What a node remembers of a case is what was committed.
struct EvaluationCacheTests {
    private struct GivenUp: Error {}

    /// A transaction that reads beyond an entry of its own, and then does not come about.
    @Test(arguments: Engines.Kind.allCases)
    func whatWasNeverCommittedIsNeverShown(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let ann = try await scene.visitor("ann")
            let before = try await scene.desk.open(id, ann)
            await #expect(throws: GivenUp.self) {
                try await scene.store.writeEvaluations { records in
                    let act = Act.saveFinding(clause: "1.1", finding: .met(true))
                    let entry = CaseEntry(
                        caseID: id, sequence: before.head.sequence + 1, id: "phantom", at: before.head.changedAt,
                        person: "ann", organisation: "homes", act: act.name,
                        data: Array(try CanonicalJSON.encode(act)))
                    var head = before.head
                    head.sequence += 1
                    try records.append(entry, head: head, assigned: [])
                    let seen = try scene.desk.load(id, records).0
                    #expect(seen.sequence == head.sequence && seen.selfFindings["1.1"] != nil)
                    throw GivenUp()
                }
            }
            let after = try await scene.desk.open(id, ann)
            #expect(after.head.sequence == before.head.sequence && after.evaluation.selfFindings.isEmpty)
            // The entry that really comes next is another one.
            try await scene.act(.saveFinding(clause: "1.2", finding: .met(true)), by: "ann", on: id)
            let last = try await scene.desk.open(id, ann)
            #expect(Set(last.evaluation.selfFindings.keys) == ["1.2"])
        }
    }

    /// Whoever looks beside writers may get a later state than their snapshot has, and never an earlier one again.
    @Test func looksNeverGoBack() async throws {
        try await EvaluationScene.with(.sqlite) { scene in
            let id = try await scene.open()
            let (ann, desk) = (try await scene.visitor("ann"), scene.desk)
            let looking = Task {
                var last = 0
                while !Task.isCancelled {
                    let opened = try await desk.open(id, ann)
                    guard opened.head.sequence >= last, opened.evaluation.sequence == opened.head.sequence else {
                        return false
                    }
                    last = opened.head.sequence
                }
                return true
            }
            for number in 1...60 {
                try await scene.act(
                    .saveFinding(clause: "1.\(number)", finding: .met(true)), by: "ann", on: id)
            }
            looking.cancel()
            #expect(try await looking.value)
            #expect(try await desk.open(id, ann).evaluation.selfFindings.count == 60)
        }
    }
}
