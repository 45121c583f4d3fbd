import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// A case keeps the rulebook it was opened with, whatever becomes of the files.
@Suite struct EvaluationRulebookTests {
    private static let edited = RulebookShelf([SmallStandard.folder(points: 2)])
    private static let second = RulebookShelf([SmallStandard.folder(edition: "2", points: 2, items: 90)])

    private static func q(_ opened: EvaluationDesk.Opened) -> String {
        opened.evaluation.score(opened.evaluation.latestLayer, opened.rulebook).q.rounded()
    }

    @Test(arguments: Engines.Kind.allCases)
    func editedOnDiskTheOldOneStaysForOldCases(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let old = try await scene.open()
            try await scene.act(EvaluationScene.selfAssessment, by: "ann", on: old)
            let visitor = try await scene.visitor("ann")
            let pin = try await scene.desk.open(old, visitor).evaluation.application.rulebook
            for shelf in [Self.edited, RulebookShelf([])] {
                let node = scene.node(shelf)
                let opened = try await node.open(old, visitor)
                #expect(opened.evaluation.application.rulebook == pin)
                #expect(Self.q(opened) == "100.00")
                // Also what is done there is done by the old one.
                try await scene.act(.saveFinding(clause: "1.1", finding: .met(true)), by: "ann", on: old, node: node)
            }
            let node = scene.node(Self.edited)
            let new = try await scene.open(on: node)
            try await scene.act(EvaluationScene.selfAssessment, by: "ann", on: new, node: node)
            let opened = try await node.open(new, visitor)
            #expect(opened.evaluation.application.rulebook.digest != pin.digest)
            #expect(opened.evaluation.application.rulebook.edition == pin.edition)
            #expect(Self.q(opened) == "200.00")
            // The first node reads the new one's files from the store.
            #expect(Self.q(try await scene.desk.open(new, visitor)) == "200.00")
        }
    }

    @Test func aPinIsTheDigestOfEveryByteAndName() {
        let digests = [
            SmallStandard.folder(), SmallStandard.folder(points: 2), SmallStandard.folder(edition: "2"),
            SmallStandard.folder(items: 99),
        ].map { RulebookShelf([$0]).offered.map(\.pin.digest) }
        #expect(Set(digests).count == 4)
        #expect(RulebookShelf([SmallStandard.folder()]).offered.map(\.pin.digest) == digests[0])
    }

    @Test(arguments: Engines.Kind.allCases)
    func movingIsADryRunFirst(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "review")
            let node = scene.node(Self.second)
            let approver = try await scene.visitor("abe")
            let pin = try #require(Self.second.offered.first?.pin)
            let before = try await scene.entries(id).count
            let run = try await node.dryRun(id, to: pin.digest, approver)
            #expect(run.from.edition == "1" && run.to == pin)
            #expect(run.before.q.rounded() == "100.00" && run.after.q.rounded() == "180.00")
            #expect(run.lost == (91...100).map { "1.\($0)" }.sorted())
            #expect(!run.differences.isEmpty)
            #expect(try await scene.entries(id).count == before)
            for (who, digest) in [("rob", pin.digest), ("abe", "nothing")] {
                let visitor = try await scene.visitor(who)
                await #expect(throws: Refusal.self) { _ = try await node.dryRun(id, to: digest, visitor) }
            }
            // Only to what is on the shelf of the node, and as it stands there.
            var made = pin
            made.edition = "3"
            for bad in [made, RulebookPin(id: "x", edition: "1", digest: "y")] {
                let visitor = try await scene.visitor("abe")
                let request = EvaluationDesk.Request(.moveRulebook(pin: bad), id: "bad", expected: before)
                await #expect(throws: Refusal.self) { _ = try await node.perform(request, on: id, by: visitor) }
            }
            try await scene.act(.moveRulebook(pin: pin), by: "abe", on: id, node: node)
            // The other node did not have it, and judges by it from now on.
            let opened = try await scene.desk.open(id, approver)
            #expect(opened.evaluation.application.rulebook == pin)
            #expect(opened.rulebook.items.count == 90 && Self.q(opened) == "180.00")
        }
    }
}
