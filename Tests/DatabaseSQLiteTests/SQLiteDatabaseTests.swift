import Database
import DatabaseSQLite
import Dispatch
import Foundation
import Testing

@Suite struct SQLiteDatabaseTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func acknowledgedMeansDurable() async throws {
        let database = try SQLiteDatabase(path: folder.path + "/a.db")
        let settings = try await database.write { connection in
            try ["synchronous", "journal_mode", "foreign_keys"].map { try connection.row("PRAGMA \($0)")?[0] }
        }
        #expect(settings == [2, "wal", 1])
        try await database.close()
    }

    @Test func stillThereAfterOpeningAgain() async throws {
        let path = folder.path + "/a.db"
        for expected: Int64 in 1...3 {
            let database = try SQLiteDatabase(path: path)
            let count = try await database.write { connection in
                try connection.execute("CREATE TABLE IF NOT EXISTS t (id BIGINT)")
                try connection.execute("INSERT INTO t (id) VALUES ($1)", [.int(expected)])
                return try connection.row("SELECT count(*) FROM t")?[0].int
            }
            #expect(count == expected)
            try await database.close()
        }
    }

    @Test func temporaryDatabasesAreApart() async throws {
        let databases = [try SQLiteDatabase(path: nil), try SQLiteDatabase(path: nil)]
        for database in databases {
            let tables = try await database.write { connection in
                try connection.execute("CREATE TABLE t (id BIGINT)")
                return try connection.row("SELECT count(*) FROM sqlite_master")?[0]
            }
            #expect(tables == 1)
        }
    }

    @Test func closedItIsOneFile() async throws {
        let path = folder.path + "/a.db"
        let database = try SQLiteDatabase(path: path)
        try await database.write { try $0.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)") }
        try await database.write { try $0.execute("INSERT INTO t (id) VALUES (7)") }
        try await database.close()
        let copy = folder.path + "/copy.db"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let again = try SQLiteDatabase(path: copy, isReadOnly: true)
        #expect(try await again.read { try $0.row("SELECT id FROM t")?[0] } == 7)
        await #expect(throws: DatabaseError.self) { try await again.write { try $0.execute("DELETE FROM t") } }
        try await again.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == bytes)
    }

    @Test func whatIsNoDatabaseIsUnavailable() throws {
        let path = folder.path + "/text.db"
        try String(repeating: "no database, just text\n", count: 500).write(
            toFile: path, atomically: true, encoding: .utf8)
        for path in [path, folder.path + "/nowhere/a.db", folder.path] {
            let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path) }
            #expect(error?.kind == .unavailable, "\(path): \(error?.message ?? "")")
        }
    }

    @Test func anotherWriterInTheWayIsBusy() async throws {
        let path = folder.path + "/a.db"
        let first = try SQLiteDatabase(path: path)
        let second = try SQLiteDatabase(path: path, busyTimeout: 0.05)
        let (began, signal) = AsyncStream.makeStream(of: Void.self)
        let tried = DispatchSemaphore(value: 0)
        async let slow: Void = first.write { connection in
            try connection.execute("CREATE TABLE t (id BIGINT)")
            signal.finish()
            tried.wait()
        }
        for await _ in began {}
        let error = await #expect(throws: DatabaseError.self) {
            try await second.write { try $0.execute("CREATE TABLE u (id BIGINT)") }
        }
        tried.signal()
        #expect(error?.kind == .busy)
        try await slow
        try await second.write { try $0.execute("CREATE TABLE u (id BIGINT)") }
        try await first.close()
        try await second.close()
    }

    @Test func aFullDatabaseSaysSo() async throws {
        let database = try SQLiteDatabase(path: nil)
        try await database.write { try $0.execute("CREATE TABLE t (data BLOB)") }
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                _ = try connection.query("PRAGMA max_page_count = 20")
                try connection.execute("INSERT INTO t (data) VALUES (zeroblob(1000000))")
            }
        }
        #expect(error?.kind == .full)
    }
}
