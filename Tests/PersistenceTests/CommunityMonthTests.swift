import Commons
import Community
import Database
import Foundation
import Rulebook
import Testing

@testable import Persistence

/// On PostgreSQL readings lie in months, and go with them; on SQLite nothing of that shows.
@Suite struct CommunityMonthTests {
    private static let day: Int64 = 86_400

    /// Where readings lie, in order of time.
    private static func places(_ database: any Database) async throws -> [String] {
        try await database.read { connection in
            try connection.query("SELECT CAST(CAST(tableoid AS regclass) AS TEXT) FROM reading ORDER BY at")
                .map { try $0.text(0) }
        }
    }

    private static func count(_ database: any Database) async throws -> Int {
        try await database.read { try $0.row("SELECT count(*) FROM reading")?.int(0) ?? 0 }
    }

    private static func months(_ database: any Database) async throws -> [String] {
        try await database.read { try ReadingMonths(connection: $0).all().map { "\($0.first)" } }
    }

    /// A scene some years ahead, of which no months were made by the migration.
    private static func later(
        _ kind: Engines.Kind, _ body: (CommunityScene, any Database) async throws -> Void
    ) async throws {
        try await CommunityScene.withDatabase(kind) { scene, database in
            let start = try #require(Day("2091-03-15"))
            scene.clock.pass(seconds: (Instant(start).milliseconds - scene.clock.instant.milliseconds) / 1000)
            try await body(scene, database)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatWasThereBeforeIsPartedWithoutLoss(_ kind: Engines.Kind) async throws {
        try await Engines.withDatabase(kind) { database in
            let before = Schema.migrations.prefix { $0.name < "020" }
            _ = try await Migrator(Array(before)).migrate(database)
            let borders = try ["2020-02-29", "2025-12-01", "2026-01-01"].map { Instant(try #require(Day($0))) }
            let moments: [Int64] = [-1] + borders.flatMap { [$0.milliseconds - 1, $0.milliseconds] }
            let rows = moments.flatMap { at in
                (Int64(1)...1_000).map { number -> [SQLValue] in [.int(at), .int(number), .double(Double(number) / 8)] }
            }
            try await database.write { connection in
                try connection.executeMany("INSERT INTO reading (at, series, value) VALUES ($1, $2, $3)", rows)
            }
            _ = try await Migrator(Schema.migrations).migrate(database)
            let found = try await database.read {
                try $0.query("SELECT at, series, value FROM reading ORDER BY at, series").map(\.values)
            }
            #expect(found == rows)
            guard kind == .postgresql else { return }
            let places = try await Self.places(database)
            #expect(
                stride(from: 0, to: places.count, by: 1_000).map { places[$0] } == [
                    "reading_rest", "reading_2020_02", "reading_2020_02", "reading_2025_11", "reading_2025_12",
                    "reading_2025_12", "reading_2026_01",
                ])
            // One is one, as before.
            await #expect(throws: DatabaseError.self) {
                try await database.write {
                    try $0.execute("INSERT INTO reading (at, series, value) VALUES ($1, 1, 0)", [rows[1_000][0]])
                }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatComesBeforeItsMonthIsTakenAndMoves(_ kind: Engines.Kind) async throws {
        try await Self.later(kind) { scene, database in
            let late = -380 * Self.day
            let rows: [(String, String, Int64, ReadingBatch.Value)] = [
                ("S1", "smoke", 0, .number(1)), ("S1", "smoke", -1, .number(2)), ("S1", "smoke", late, .number(3)),
            ]
            #expect(try await scene.take(rows).taken == 3)
            // From the month that the latest may come for to the next but one.
            #expect(try await scene.desk.keepMonths() == (kind == .postgresql ? 16 : 0))
            #expect(try await scene.desk.keepMonths() == 0)
            #expect(try await Self.count(database) == 3)
            // The same again is the same; another goes to where the others are.
            let again = try await scene.take(rows)
            #expect(again.taken == 0 && again.repeated == 3)
            #expect(try await scene.take([("S1", "ok", 0, .flag(true))]).taken == 1)
            guard kind == .postgresql else { return }
            #expect(
                try await Self.places(database) == [
                    "reading_2090_02", "reading_2091_03", "reading_2091_03", "reading_2091_03",
                ])
            // What is of another month altogether.
            try await database.write { connection in
                try connection.execute(
                    "INSERT INTO reading (at, series, value) VALUES (86400000, 1, 1), (-86400000, 1, 1)")
            }
            #expect(try await scene.desk.keepMonths() == 1)
            #expect(try await scene.desk.keepMonths() == 0)
            #expect(try await Self.places(database).prefix(2) == ["reading_rest", "reading_1970_01"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aMonthGoesAsAWholeAndItsRowsAreCounted(_ kind: Engines.Kind) async throws {
        try await Self.later(kind) { scene, database in
            _ = try await scene.desk.keepMonths()
            // Every other day from the 15th of March to the 18th of April.
            for _ in 0..<18 {
                _ = try await scene.take((0..<3).map { ("S1", "smoke", Int64(-$0), .number(Double($0))) })
                scene.passDays(2)
            }
            let before = try await Self.count(database)
            #expect(before == 54)
            // The 11th of April: March is over, and so are ten days of April.
            scene.passDays(400 + 1 - 9)
            while try await scene.desk.tellDays() > 0 {}
            #expect(try await JournalCheck(ring: Engines.ring).run(database).faults == [])

            let border = Instant(scene.clock.instant.day.adding(days: -400))
            let (march, kept) = try await database.read { connection in
                func count(_ condition: String, _ moment: Instant) throws -> Int {
                    let sql = "SELECT count(*) FROM reading WHERE at \(condition) $1"
                    return try connection.row(sql, [.int(moment.milliseconds)])?.int(0) ?? 0
                }
                return (try count("<", ReadingMonth(border).start), try count(">=", border))
            }
            #expect(march > 20 && kept > 0 && march + kept < before)
            if kind == .postgresql {
                // Nothing is deleted row by row here.
                #expect(try await scene.desk.sweepRetention(batches: 0) == march)
                let runs = try await scene.store.readCommunity { try $0.retentionRuns() }
                #expect(runs.map(\.count) == [march] && runs.first?.before == ReadingMonth(border).start)
                #expect(try await Self.months(database).first == "2091-04-01")
                #expect(try await JournalCheck(ring: Engines.ring).run(database).faults == [])
                #expect(try await scene.desk.sweepRetention() == before - march - kept)
            } else {
                #expect(try await scene.desk.sweepRetention() == before - kept)
            }
            let runs = try await scene.store.readCommunity { try $0.retentionRuns() }
            #expect(runs.map(\.count) == [before - kept] && runs.first?.before == border)
            #expect(try await Self.count(database) == kept)
            #expect(try await scene.desk.sweepRetention() == 0)
            try await scene.store.sequenceJournal()
            #expect(try await JournalCheck(ring: Engines.ring).run(database).faults == [])
            // A month that is kept was taken away by somebody else.
            guard kind == .postgresql else { return }
            try await database.write { try $0.execute("ALTER TABLE reading DETACH PARTITION reading_2091_04") }
            #expect(try await !JournalCheck(ring: Engines.ring).run(database).faults.isEmpty)
        }
    }

    /// While somebody reads all of them, or still writes, nothing is dropped, and nothing is moved.
    @Test func whoReadsOrWritesIsWaitedFor() async throws {
        try await Self.later(.postgresql) { scene, database in
            _ = try await scene.take([("S1", "smoke", 0, .number(1))])
            let old = scene.clock.instant
            try await Self.during(held: { try await database.read($0) }) { connection in
                try ReadingMonths(connection: connection).hold()
            } check: {
                await #expect(throws: DatabaseError.self) { try await scene.desk.keepMonths() }
            }
            #expect(try await scene.desk.keepMonths() == 16)
            scene.passDays(450)
            try await Self.during(held: { try await database.read($0) }) { connection in
                try ReadingMonths(connection: connection).hold()
            } check: {
                await #expect(throws: DatabaseError.self) { try await scene.desk.sweepRetention() }
            }
            #expect(try await Self.count(database) == 1)
            // What was being written is counted as well.
            try await Self.during(held: { try await database.write($0) }) { connection in
                try connection.execute(
                    "INSERT INTO reading (at, series, value) VALUES ($1, 1, 1)", [.int(old.milliseconds + 1)])
            } check: {
                await #expect(throws: DatabaseError.self) { try await scene.desk.sweepRetention() }
            }
            // Nor does anybody write into a month while it is counted.
            try await Self.during(held: { try await database.write($0) }) { connection in
                try ReadingMonths(connection: connection).close(ReadingMonth(old))
            } check: {
                await #expect(throws: DatabaseError.self) {
                    try await database.write { connection in
                        try connection.execute("SET LOCAL lock_timeout = '100ms'")
                        try connection.execute(
                            "INSERT INTO reading (at, series, value) VALUES ($1, 2, 1)", [.int(old.milliseconds)])
                    }
                }
            }
            #expect(try await scene.desk.sweepRetention() == 2)
            #expect(try await Self.count(database) == 0)
        }
    }

    /// `check` runs while a transaction that has done `body` is not over.
    private static func during(
        held: @escaping @Sendable (@escaping @Sendable (any Connection) throws -> Void) async throws -> Void,
        _ body: @escaping @Sendable (any Connection) throws -> Void, check: () async throws -> Void
    ) async throws {
        let (waiting, isHeld) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        async let transaction: Void = held { connection in
            try body(connection)
            isHeld.finish()
            release.wait()
        }
        for await _ in waiting {}
        let result: Result<Void, any Error>
        do { result = .success(try await check()) } catch { result = .failure(error) }
        release.signal()
        try await transaction
        try result.get()
    }

    @Test func copiesLieInMonthsAndGoOn() async throws {
        try await Self.later(.sqlite) { scene, source in
            for _ in 0..<3 {
                _ = try await scene.take((0..<60).map { ("S1", "smoke", Int64(-$0), .number(Double($0 % 7))) })
                _ = try await scene.tell("entry", device: "D1")
                scene.passDays(20)
            }
            while try await scene.desk.tellDays() > 0 {}
            try await scene.store.sequenceJournal()
            try await Engines.withDatabase(.postgresql) { middle in
                _ = try await Migrator(Schema.migrations).migrate(middle)
                #expect(try await RecordCopy.run(from: source, to: middle)["reading"] == 180)
                #expect(Set(try await Self.places(middle)) == ["reading_2091_03", "reading_2091_04"])
                #expect(try await JournalCheck(ring: Engines.ring).run(middle).faults == [])
                try await Engines.withDatabase(.sqlite) { target in
                    _ = try await Migrator(Schema.migrations).migrate(target)
                    #expect(try await RecordCopy.run(from: middle, to: target)["reading"] == 180)
                    #expect(try await JournalCheck(ring: Engines.ring).run(target).faults == [])
                }
                // Whoever goes on there numbers what is new after what came.
                let clock = scene.clock
                let store = SQLStore(middle, now: { clock.instant }, ring: { Engines.ring })
                let moved = CommunityScene(store, scene.desk.catalog, clock)
                let report = try await moved.take([("S1", "mode", 0, .text("a")), ("S9", "smoke", 0, .number(1))])
                #expect(report.taken == 1)
                _ = try await moved.tell("fire", device: "S1")
            }
        }
    }
}
