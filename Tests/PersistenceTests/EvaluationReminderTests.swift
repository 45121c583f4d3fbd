import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

struct EvaluationReminderTests {
    private func subjects(_ scene: EvaluationScene, _ person: String) async throws -> [String] {
        try await scene.store.read { records in
            try records.notices(for: person, after: nil, limit: 500).filter { $0.kind == "case.reminder" }
                .map(\.body.en)
        }
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    /// Submitted on Monday, to be accepted within five working days: by the Monday after.
    @Test(arguments: Engines.Kind.allCases)
    func whoeverItWaitsForIsToldOnceBeforeAndOnceAfter(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "submitted")
            scene.clock.move(to: try day("2026-03-04"))
            #expect(try await scene.desk.remindOfTerms() == 0)
            // Thursday, Friday, Monday: two working days ahead.
            scene.clock.move(to: try day("2026-03-05"))
            #expect(try await scene.desk.remindOfTerms() == 2)
            #expect(try await scene.node().remindOfTerms() == 0)
            #expect(try await subjects(scene, "rob") == ["accepting or refusing it is due by 2026-03-09"])
            #expect(try await subjects(scene, "roy").count == 1)
            #expect(try await subjects(scene, "abe").isEmpty)
            #expect(try await subjects(scene, "ann").isEmpty)
            scene.clock.move(to: try day("2026-03-09"))
            #expect(try await scene.desk.remindOfTerms() == 0)
            scene.clock.move(to: try day("2026-03-10"))
            #expect(try await scene.desk.remindOfTerms() == 2)
            #expect(
                try await subjects(scene, "rob") == [
                    "accepting or refusing it is overdue since 2026-03-09",
                    "accepting or refusing it is due by 2026-03-09",
                ])
            // What nobody ran for is not told after weeks.
            scene.clock.move(to: try day("2026-04-20"))
            #expect(try await scene.node().remindOfTerms() == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func expertsWhoHaveNotFinishedAreReminded(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "site")
            let head = try #require(try await scene.store.read { try $0.head(id) })
            let last = try #require(head.due?.day.adding(days: -1))
            scene.clock.move(to: last)
            let judges = try await scene.desk.open(id, try await scene.visitor("abe")).evaluation.judges
            #expect(try await scene.desk.remindOfTerms() == judges.count)
            for judge in judges { #expect(try await subjects(scene, judge.expert).count == 1) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCertificateThatEndsIsToldThreeTimes(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "certified")
            let summary = try await scene.store.readEvaluations { try $0.summary(id) }
            let until = try #require(summary?.validUntil?.day)
            // The holder's three people and the body's three approvers.
            for (left, sent) in [(91, 0), (90, 6), (89, 0), (31, 0), (30, 6), (1, 0), (0, 0), (-1, 6), (-2, 0)] {
                scene.clock.move(to: until.adding(days: -left))
                #expect(try await scene.desk.remindOfCertificates() == sent, "\(left) days before")
            }
            #expect(try await subjects(scene, "ann").count == 3)
            #expect(try await subjects(scene, "zoe").isEmpty)
        }
    }
}
