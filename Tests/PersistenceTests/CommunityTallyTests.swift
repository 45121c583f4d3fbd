import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// Rows that are too many for the journal one by one: a day of them is told when it is over.
@Suite struct CommunityTallyTests {
    private static let hour: Int64 = 3_600

    /// Two days of readings and events, both over and told; the third has begun.
    private static func lived(
        _ kind: Engines.Kind, _ body: (CommunityScene, any Database) async throws -> Void
    ) async throws {
        try await CommunityScene.withDatabase(kind) { scene, database in
            for _ in 0..<2 {
                _ = try await scene.take((0..<4).map { ("S1", "smoke", Int64($0) - 10, .number(Double($0))) })
                _ = try await scene.take([("S9", "smoke", 0, .number(1))])
                _ = try await scene.tell("entry", device: "D1")
                _ = try await scene.tell("fire", device: "S1")
                scene.passDays(1)
                scene.clock.pass(seconds: 12 * hour)
            }
            #expect(try await scene.desk.tellDays() == 2)
            #expect(try await scene.desk.tellDays() == 0)
            try await scene.store.sequenceJournal()
            try await body(scene, database)
        }
    }

    private static func report(_ database: any Database) async throws -> JournalReport {
        try await JournalCheck(ring: Engines.ring).run(database)
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDayIsToldOnceItIsOver(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withDatabase(kind) { scene, database in
            _ = try await scene.take([("S1", "smoke", 0, .number(1))])
            // A day without anything is told as well: whatever turns up in it later was put there.
            #expect(try await scene.desk.tellDays() == 0)
            let rest = Instant(scene.clock.instant.day.adding(days: 1)).milliseconds - scene.clock.instant.milliseconds
            scene.clock.pass(seconds: rest / 1000 + Self.hour - 1)
            #expect(try await scene.desk.tellDays() == 0)
            scene.clock.pass(seconds: 1)
            #expect(try await scene.desk.tellDays() == 1)
            let report = try await Self.report(database)
            #expect(report.faults == [] && report.days == 1)
        }
    }

    /// Whatever is done to rows of days that were told shows, by the day and by what it is of.
    @Test(arguments: Engines.Kind.allCases)
    func editsShow(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { _, database in
            let sound = try await Self.report(database)
            #expect(sound.faults == [] && sound.days == 2)
            let edits: [(sql: String, subjects: Set<String>)] = [
                ("UPDATE reading SET value = value + 1 WHERE value = 2", ["reading"]),
                ("UPDATE reading SET at = at + 1 WHERE value = 2", ["reading"]),
                ("DELETE FROM reading WHERE value = 3", ["reading"]),
                ("UPDATE reading_day SET most = 9", ["figures"]),
                ("UPDATE series SET property = 'heat'", ["figures"]),
                ("UPDATE event SET content = 'x' WHERE kind = 'entry'", ["event/entry"]),
                ("UPDATE event SET level = 'info' WHERE kind = 'fire'", ["event/fire"]),
                ("DELETE FROM event WHERE kind = 'entry'", ["event/entry"]),
                ("UPDATE event SET kind = 'ping' WHERE kind = 'entry'", ["event/entry", "event/ping"]),
                ("UPDATE reading_refused SET reason = 'past'", ["refused"]),
                ("UPDATE rule_run SET steps = '[]'", ["rule-run"]), ("DELETE FROM rule_run", ["rule-run"]),
            ]
            for edit in edits {
                let faults = try await Self.faults(after: [edit.sql], database)
                let subjects = Set(faults.map { $0.place.split(separator: "/").dropFirst(2).joined(separator: "/") })
                #expect(subjects == edit.subjects, "\(edit.sql): \(faults)")
                #expect(faults.allSatisfy { $0.sequence != nil || !$0.place.hasPrefix("day/") })
            }
            #expect(try await Self.report(database).faults == [])
        }
    }

    private struct Undone: Error {}

    /// What a check finds after some statements, which are taken back.
    private static func faults(after edits: [String], _ database: any Database) async throws -> [JournalReport.Fault] {
        let box = Box()
        do {
            try await database.write { connection in
                for edit in edits { try connection.execute(edit) }
                box.faults = try JournalCheck(ring: Engines.ring).run(connection).faults
                throw Undone()
            }
        } catch is Undone {}
        return box.faults
    }

    // Written within one transaction and read after it.
    private final class Box: @unchecked Sendable { var faults: [JournalReport.Fault] = [] }

    @Test(arguments: Engines.Kind.allCases)
    func rowsOfDaysThatNothingWasSaidOfShow(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { scene, database in
            let old = scene.clock.instant.adding(seconds: -30 * 86_400).milliseconds
            let reading = "INSERT INTO reading (at, series, value) VALUES (\(old), 1, 1)"
            let ofReadings = try await Self.faults(after: [reading], database)
            #expect(ofReadings.map(\.place) == ["reading"])
            let event =
                "INSERT INTO event (kind, at, received_at, level, content, is_drill) "
                + "VALUES ('entry', \(old), \(old), 'info', '', 0)"
            let ofEvents = try await Self.faults(after: [event], database)
            #expect(ofEvents.map(\.place) == ["event"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDayIsToldAgainWhenReadingsComeLate(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { scene, database in
            let late = -2 * 86_400 + 100
            _ = try await scene.take([
                ("S1", "smoke", Int64(late), .number(7)), ("S1", "smoke", Int64(late) + 1, .number(8)),
            ])
            // The same again changes nothing.
            _ = try await scene.take([("S1", "smoke", Int64(late), .number(7))])
            var report = try await Self.report(database)
            #expect(report.faults == [] && report.days == 1 && report.lateDays == 1)
            #expect(try await scene.desk.tellDays() == 1)
            report = try await Self.report(database)
            #expect(report.faults == [] && report.days == 2 && report.lateDays == 0)
        }
    }

    /// Whoever has a day told again, to have the journal say what they have made of it, does not get it past the check.
    @Test(arguments: Engines.Kind.allCases)
    func tellingAgainHidesNothing(_ kind: Engines.Kind) async throws {
        let day = "(SELECT min(day) FROM reading_day)"
        let edits = [
            "UPDATE reading SET value = 9 WHERE value = 2", "UPDATE event SET content = 'x'", "DELETE FROM rule_run",
            "UPDATE reading_day SET most = 9", "DELETE FROM reading WHERE value = 3",
        ]
        let marks = [
            "INSERT INTO reading_late (day, count) VALUES (\(day), 0)",
            "INSERT INTO reading_late (day, count) VALUES (\(day), 1)",
            "UPDATE counter SET value = \(day) - 1 WHERE name = 'days told'",
        ]
        for (index, mark) in marks.enumerated() {
            for edit in edits where index == 0 || edit == edits[0] {
                try await Self.lived(kind) { scene, database in
                    try await database.write { connection in
                        try connection.execute(edit)
                        try connection.execute(mark)
                    }
                    let before = try await Self.report(database)
                    #expect(!before.faults.isEmpty || index == 0, "\(edit), \(mark)")
                    #expect(try await scene.desk.tellDays() > 0)
                    let after = try await Self.report(database)
                    #expect(!after.faults.isEmpty, "\(edit), \(mark)")
                }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func daysThatAreToldNoMoreShow(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { scene, database in
            let ordinal = scene.clock.instant.day.adding(days: 1_000).ordinal
            try await database.write { connection in
                try connection.execute("UPDATE counter SET value = \(ordinal) WHERE name = 'days told'")
            }
            for _ in 0..<6 {
                scene.passDays(1)
                try await scene.create("order", ["title": "灯不亮", "type": "repair"], place: "B1", by: "ron")
                #expect(try await scene.desk.tellDays() == 0)
            }
            let faults = try await Self.report(database).faults
            #expect(faults.count == 1 && faults.first?.place.hasPrefix("day/") == true)
        }
    }

    /// A reading comes at the last moment, and its day is deleted before it is told again.
    @Test(arguments: Engines.Kind.allCases)
    func whatIsDeletedBeforeItIsToldAgainIsNoFault(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { scene, database in
            scene.passDays(396)
            _ = try await scene.desk.tellDays()
            let late = Int64(-398 * 86_400) + 7
            #expect(try await scene.take([("S1", "smoke", late, .number(7))]).taken == 1)
            scene.passDays(10)
            #expect(try await scene.desk.sweepRetention() > 0)
            _ = try await scene.desk.tellDays()
            #expect(try await Self.report(database).faults == [])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatGoesWhenItsTimeIsOverIsNotMissed(_ kind: Engines.Kind) async throws {
        try await Self.lived(kind) { scene, database in
            scene.passDays(400)
            #expect(try await scene.desk.tellDays(atMost: 5) == 5)
            #expect(try await scene.desk.tellDays() > 390)
            #expect(try await scene.desk.sweepRetention(batch: 2) > 0)
            #expect(try await scene.desk.tellDays() == 0)
            #expect(try await Self.report(database).faults == [])
            // Figures stay, and are still held to what was said of them.
            let faults = try await Self.faults(after: ["UPDATE reading_day SET most = 9"], database)
            #expect(faults.map { $0.place.split(separator: "/").last } == ["figures", "figures"])
        }
    }
}
