import Database
import DatabasePostgres
import Foundation
import Synchronization
import Testing

private final class Race: Sendable {
    let isOver = Mutex(false)
    let tries = Mutex(0)
}

@Suite struct PostgresDatabaseTests {
    @Test func typesBeyondTheSharedOnes() async throws {
        let row = try await TestServer.withDatabase { database in
            try await database.read { connection in
                try connection.row(
                    """
                    SELECT 1::smallint, 2::integer, 1.5::real, true, false, 12::numeric, 12.50::numeric,
                        sum(9223372036854775807) OVER () + 1, '2026-01-02'::date, '{"a": 1}'::jsonb, '\\x00ff'::bytea,
                        'a'::varchar(3), NULL::integer
                    """)
            }
        }
        #expect(
            row?.values == [
                1, 2, .double(1.5), 1, 0, 12, .double(12.5), .double(9_223_372_036_854_775_808), "2026-01-02",
                "{\"a\": 1}",
                .blob([0, 255]), "a", nil,
            ])
        let binary = try await TestServer.withDatabase { database in
            try await database.read { connection in
                try connection.row(
                    "SELECT 1::smallint, -2::integer, 1.5::real, true, false, -1.5e300::float8, 'x'::name")
            }
        }
        #expect(binary?.values == [1, -2, .double(1.5), 1, 0, .double(-1.5e300), "x"])
    }

    @Test func acknowledgedMeansDurable() async throws {
        try await TestServer.withDatabase { database in
            let setting = try await database.write { try $0.row("SHOW synchronous_commit")?[0] }
            #expect(setting == "on")
        }
        let text = try TestServer.connectionString() + " options='-c synchronous_commit=off'"
        let database = try PostgresDatabase(text)
        let setting = try await database.write { try $0.row("SHOW synchronous_commit")?[0] }
        #expect(setting == "on")
        try await database.close()
    }

    @Test func connectionThatBreaksBeforeTheCommitIsMadeAnew() async throws {
        try await TestServer.withDatabase { database in
            try await database.write { try $0.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)") }
            let runs = Mutex(0)
            let breaks: @Sendable (any Connection) throws -> Int64? = { connection in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                if connection.dialect == .postgresql, run == 1 {
                    _ = try connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
                return try connection.row("SELECT count(*) FROM t")?[0].int
            }
            let written = try await database.write { connection in
                try connection.execute("INSERT INTO t (id) VALUES (1)")
                return try breaks(connection)
            }
            #expect(written == 1)
            #expect(runs.withLock { $0 } == 2)
            runs.withLock { $0 = 0 }
            #expect(try await database.read(breaks) == 1)
        }
    }

    @Test func idleConnectionsThatBrokeAreMadeAnew() async throws {
        try await TestServer.withDatabase { database in
            let pids = try await withThrowingTaskGroup(of: Int64?.self, returning: Set<Int64?>.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await database.read { try $0.row("SELECT pg_backend_pid() FROM pg_sleep(0.2)")?[0].int }
                    }
                }
                return try await group.reduce(into: []) { $0.insert($1) }
            }
            let admin = try PostgresDatabase(try TestServer.connectionString(), connections: 1)
            for pid in pids {
                _ = try await admin.read { try $0.query("SELECT pg_terminate_backend($1)", [SQLValue(pid)]) }
            }
            try await admin.close()
            for _ in 0..<4 {
                let pid = try await database.read { try $0.row("SELECT pg_backend_pid()")?[0].int }
                #expect(!pids.contains(pid))
            }
        }
    }

    @Test func aStatementTimeoutIsBusyAndTheConnectionGoesOn() async throws {
        try await TestServer.withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { connection in
                    try connection.execute("SET LOCAL statement_timeout = 20")
                    _ = try connection.query("SELECT pg_sleep(10)")
                }
            }
            #expect(error?.kind == .busy)
            let one = try await database.read { try $0.row("SELECT 1")?[0] }
            #expect(one == 1)
        }
    }

    @Test func aSlowWriterIsNotOvertakenForEver() async throws {
        try await TestServer.withDatabase(connections: 6) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
                try connection.execute("INSERT INTO t (id, n) VALUES (1, 0)")
            }
            let race = Race()
            let quick = (0..<4).map { _ in
                Task {
                    var count: Int64 = 0
                    while !race.isOver.withLock(\.self) {
                        try await database.write { try $0.execute("UPDATE t SET n = n + 1 WHERE id = 1") }
                        count += 1
                    }
                    return count
                }
            }
            try await database.write { connection in
                race.tries.withLock { $0 += 1 }
                let there = try connection.row("SELECT n FROM t WHERE id = 1")?[0].int ?? 0
                // The others are through many times meanwhile.
                Thread.sleep(forTimeInterval: 0.05)
                try connection.execute("UPDATE t SET n = $1 WHERE id = 1", [.int(there + 1)])
            }
            race.isOver.withLock { $0 = true }
            var count: Int64 = 1
            for task in quick { count += try await task.value }
            #expect(race.tries.withLock(\.self) <= 3)
            #expect(try await database.read { try $0.row("SELECT n FROM t WHERE id = 1")?[0].int } == count)
        }
    }

    @Test func deferredConstraintsFailAtTheCommit() async throws {
        try await TestServer.withDatabase { database in
            try await database.write { connection in
                try connection.execute(
                    "CREATE TABLE t (id BIGINT PRIMARY KEY, t BIGINT REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)")
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO t (id, t) VALUES (1, 2)") }
            }
            #expect(error?.kind == .constraint)
        }
    }

    @Test func manyDifferentStatementsAreForgotten() async throws {
        try await TestServer.withDatabase { database in
            let sum = try await database.read { connection in
                try (0..<1_200).reduce(Int64(0)) { $0 + (try connection.row("SELECT \($1)")?[0].int ?? 0) }
            }
            #expect(sum == 719_400)
            let prepared = try await database.read { try $0.row("SELECT count(*) FROM pg_prepared_statements")?[0].int }
            #expect((prepared ?? .max) <= 501)
        }
    }

    @Test func announcementsReachOtherHandlesOfTheSchemaOnly() async throws {
        try await TestServer.withSchema { text, schema in
            let first = try PostgresDatabase(text, schema: schema, connections: 1)
            let second = try PostgresDatabase(text, schema: schema, connections: 1)
            var heard = try await second.announcements(on: "c").makeAsyncIterator()
            try await TestServer.withDatabase { elsewhere in
                _ = try await elsewhere.write { try $0.announce("from elsewhere", on: "c") }
            }
            try await first.write { try $0.announce("hello", on: "c") }
            #expect(await heard.next() == "hello")
            try await first.close()
            try await second.close()
        }
    }

    @Test(arguments: ["A", "a b", "a\"; DROP", "", String(repeating: "a", count: 21)])
    func schemasThatAreNoNamesAreRefused(_ schema: String) {
        #expect(throws: DatabaseError.self) { try PostgresDatabase("host=localhost", schema: schema) }
    }
}
