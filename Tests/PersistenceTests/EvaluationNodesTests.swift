import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// Several nodes on one store, and people who write at the same time.
@Suite struct EvaluationNodesTests {
    private static func saved(_ clause: String, _ remark: String = "") -> Act {
        .saveFinding(clause: clause, finding: .met(true, remark: remark))
    }

    @Test(arguments: Engines.Kind.allCases)
    func nodesSeeEachOthersActsAndLoseNone(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let visitors = [try await scene.visitor("ann"), try await scene.visitor("art")]
            let nodes = [scene.node(), scene.node()]
            // Both know the case as it was, so both have something to catch up on.
            for (node, visitor) in zip(nodes, visitors) { _ = try await node.open(id, visitor) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    let (node, visitor) = (nodes[number % 2], visitors[number % 2])
                    group.addTask {
                        let act = Self.saved("1.\(number + 1)", "von \(number)")
                        _ = try await node.perform(
                            EvaluationDesk.Request(act, id: "act-\(number)", expected: 0), on: id, by: visitor)
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await scene.entries(id)
            #expect(entries.map(\.sequence) == Array(1...101))
            #expect(Set(entries.dropFirst().map(\.id)) == Set((0..<100).map { "act-\($0)" }))
            let whole = try #require(try EvaluationCase.folding(entries))
            #expect(whole.selfFindings.count == 100)
            for (node, visitor) in zip(nodes + [scene.node()], visitors + [visitors[0]]) {
                let seen = try await node.open(id, visitor)
                #expect(seen.evaluation.selfFindings == whole.selfFindings)
                #expect(seen.head.sequence == 101)
            }
        }
    }

    /// On one clause only one of those who saw the same version can save; on two clauses nobody waits for anybody.
    @Test(arguments: Engines.Kind.allCases)
    func twoEditors(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            #expect(try await scene.refusal(Self.saved("1.1"), by: "ann", on: id, expected: 0) == nil)
            #expect(try await scene.refusal(Self.saved("1.2"), by: "art", on: id, expected: 0) == nil)
            let late = try await scene.refusal(Self.saved("1.1", "late"), by: "art", on: id, expected: 0)
            #expect(late?.kind == .conflict)
            let blind = try await scene.refusal(Self.saved("1.1"), by: "art", on: id, expected: nil)
            #expect(blind?.kind == .unversioned)
            // Having looked again, they can.
            #expect(try await scene.refusal(Self.saved("1.1", "seen"), by: "art", on: id, expected: 2) == nil)
            // What moves the case on rests on the whole of it.
            #expect(try await scene.refusal(.withdraw(reason: "a"), by: "ann", on: id, expected: 3)?.kind == .conflict)
            #expect(try await scene.refusal(.withdraw(reason: "a"), by: "ann", on: id, expected: 4) == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func ofManyOnOneClauseOneWins(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let nodes = [scene.node(), scene.node(), scene.node()]
            let results = try await withThrowingTaskGroup(of: Refusal?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let visitor = try await scene.visitor(number % 2 == 0 ? "ann" : "art")
                        do {
                            _ = try await nodes[number % 3].perform(
                                EvaluationDesk.Request(Self.saved("1.1", "\(number)"), id: "a\(number)", expected: 0),
                                on: id, by: visitor)
                            return nil
                        } catch let refusal as Refusal { return refusal }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == nil } == 1)
            #expect(results.compactMap(\.?.kind).allSatisfy { $0 == .conflict })
            #expect(try await scene.entries(id).count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func sentAgainItIsDoneOnce(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let act = Self.saved("1.1")
            for _ in 0..<3 {
                #expect(try await scene.refusal(act, by: "ann", on: id, expected: 0, as: "once") == nil)
            }
            #expect(try await scene.entries(id).count == 2)
            // The id stands for this act of this person with this content.
            for (other, who) in [(act, "art"), (Self.saved("1.1", "other"), "ann"), (Self.saved("1.2"), "ann")] {
                let refusal = try await scene.refusal(other, by: who, on: id, expected: 0, as: "once")
                #expect(refusal?.kind == .conflict && refusal?.place == "id")
            }
            // In another case the id is free, and what has moved on does not make the sender wrong.
            let second = try await scene.open()
            #expect(try await scene.refusal(act, by: "ann", on: second, expected: 0, as: "once") == nil)
            try await scene.act(EvaluationScene.proof, by: "ann", on: id, as: "proof")
            try await scene.act(EvaluationScene.selfAssessment, by: "ann", on: id)
            try await scene.act(.submit, by: "ann", on: id)
            #expect(try await scene.refusal(act, by: "ann", on: id, expected: 0, as: "once") == nil)
            #expect(try await scene.refusal(EvaluationScene.proof, by: "ann", on: id, expected: 0, as: "proof") == nil)
            for bad in ["", "a b", "é", "a\u{0}", String(repeating: "a", count: 65)] {
                let refusal = try await scene.refusal(Self.saved("1.3"), by: "ann", on: id, expected: 0, as: bad)
                #expect(refusal?.kind == .invalid && refusal?.place == "id", "\(bad)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsNoCaseIsMissing(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            for id in ["", "nothing", "a\u{0}", "'; --", String(repeating: "a", count: 100_000)] {
                let refusal = try await scene.refusal(Self.saved("1.1"), by: "ann", on: id, expected: 0)
                #expect(refusal?.kind == .missing)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func numbersAreUniqueAndWithoutGaps(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let nodes = [scene.node(), scene.node()]
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<20 { group.addTask { try await scene.open(on: nodes[number % 2]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let numbers = try await scene.store.read { records in try ids.compactMap { try records.head($0)?.number } }
            let expected = (1...20).map { $0 < 10 ? "2026-00000\($0)" : "2026-0000\($0)" }
            #expect(numbers.sorted() == expected)
            // What is refused uses up no number, and each year begins anew.
            let refused = EvaluationScene.community("")
            await #expect(throws: Refusal.self) { _ = try await scene.open(refused) }
            scene.clock.move(to: try #require(Day("2027-01-01")))
            let first = try await scene.open()
            #expect(try await scene.store.read { try $0.head(first)?.number } == "2027-000001")
        }
    }

    /// A clock that is behind does not turn the journal back.
    @Test(arguments: Engines.Kind.allCases)
    func aJournalNeverGoesBackInTime(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "report")
            scene.clock.move(to: try #require(Day("2026-02-27")))
            try await scene.go(id, to: "approval")
            let entries = try await scene.entries(id)
            #expect(entries.map(\.at) == entries.map(\.at).sorted())
            let opened = try await scene.desk.open(id, try await scene.visitor("abe"))
            let report = try #require(opened.evaluation.report)
            let content = ApprovedContent(opened.evaluation, opened.rulebook, words: report.words, on: report.on)
            #expect(try content.digest == report.digest)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsTooMuchIsRefusedWhole(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let mass = Dictionary(uniqueKeysWithValues: (1...10_000).map { ("1.\($0)", FindingRecord.met(true)) })
            let refusal = try await scene.refusal(
                .importFindings(findings: mass, source: "a"), by: "ann", on: id, expected: 1)
            #expect(refusal?.kind == .tooLarge && refusal?.place == "findings")
            #expect(refusal?.reason.en.contains("2000") == true)
            // One wrong row, and none is stored.
            var some = mass.filter { (Int($0.key.dropFirst(2)) ?? 0) <= 100 }
            some["1.50"] = FindingRecord(Finding(.choice("x")))
            let wrong = try await scene.refusal(
                .importFindings(findings: some, source: "a"), by: "ann", on: id, expected: 1)
            #expect(wrong?.kind == .invalid && wrong?.place == "1.50")
            #expect(try await scene.entries(id).count == 1)
            let seen = try await scene.desk.open(id, try await scene.visitor("ann"))
            #expect(seen.evaluation.selfFindings.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func controlCharactersAreRefusedInWords(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            for bad in ["a\u{0}b", "\u{1B}[2J", "a\u{8}"] {
                let acts: [(Act, String)] = [
                    (Self.saved("1.1", bad), "1.1"), (.withdraw(reason: bad), "reason"),
                    (.editCommunity(community: EvaluationScene.community(bad)), "name"),
                ]
                for (act, place) in acts {
                    let expected = act.name == "saveFinding" ? 0 : 1
                    let refusal = try await scene.refusal(act, by: "ann", on: id, expected: expected)
                    #expect(refusal?.kind == .invalid && refusal?.place == place, "\(act)")
                    #expect(refusal?.reason.en.contains("control characters") == true)
                    #expect(refusal?.reason.zh.contains("控制字符") == true)
                }
                await #expect(throws: Refusal.self) { _ = try await scene.open(EvaluationScene.community(bad)) }
            }
            // What looks odd but is text comes back as it was.
            let odd = "\u{1F600} 'a' \"b\" \\ % _ ! $1 \u{7F} 一\n二"
            try await scene.act(Self.saved("1.1", odd), by: "ann", on: id)
            let seen = try await scene.node().open(id, try await scene.visitor("ann"))
            #expect(seen.evaluation.selfFindings["1.1"]?.record.finding.remark == odd)
        }
    }
}
