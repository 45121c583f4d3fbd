import Database
import DatabasePostgres
import Foundation
import Testing

/// The server goes and comes back.
@Suite struct OutageTests {
    @Test func unavailableWhileGoneAndBackAfterwards() async throws {
        let server = OwnServer()
        defer { server.remove() }
        let database = try PostgresDatabase(try server.start())
        try await database.write { connection in
            try connection.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            try connection.execute("INSERT INTO t (id) VALUES (1)")
        }
        var heard = try await database.announcements(on: "c").makeAsyncIterator()

        try server.stop()
        for _ in 1...3 {
            let read = await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.query("SELECT id FROM t") }
            }
            let write = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO t (id) VALUES (9)") }
            }
            #expect(read?.kind == .unavailable, "\(read?.message ?? "")")
            #expect(write?.kind == .unavailable, "\(write?.message ?? "")")
        }
        let listening = await #expect(throws: DatabaseError.self) { try await database.announcements(on: "d") }
        #expect(listening?.kind == .unavailable)

        _ = try server.start()
        let count = try await database.write { connection in
            try connection.execute("INSERT INTO t (id) VALUES (2)")
            return try connection.row("SELECT count(*) FROM t")?[0].int
        }
        #expect(count == 2)
        // The listener came back by itself and says that it may have missed something.
        #expect(await heard.next() == "")
        try await database.write { try $0.announce("back", on: "c") }
        #expect(await heard.next() == "back")
        try await database.close()
    }

    @Test func errorsDoNotShowThePassword() async throws {
        let secret = "s3cr3t-pass"
        let strings = [
            "postgresql://linli:\(secret)@127.0.0.1:1/linli", "host=127.0.0.1 port=1 user=linli password=\(secret)",
            "host=\(secret).invalid password=\(secret)", "host=127.0.0.1 password= '\(secret)", "password=a \(secret)",
            "postgresql://linli:\(secret)@[127.0.0.1/linli",
        ]
        for text in strings {
            let error = await #expect(throws: DatabaseError.self) {
                let database = try PostgresDatabase(text)
                defer { Task { try await database.close() } }
                _ = try await database.read { try $0.query("SELECT 1") }
            }
            #expect(error?.description.contains(secret) == false, "\(error?.description ?? "")")
        }
    }

    @Test func aWrongPasswordIsUnavailableAndNotShown() async throws {
        let parts = try TestServer.connectionString().split(separator: " ").filter { !$0.hasPrefix("host=") }
        let text = parts.joined(separator: " ") + " host=127.0.0.1 password=wr0ng-pass"
        let database = try PostgresDatabase(text)
        let error = await #expect(throws: DatabaseError.self) { try await database.read { try $0.query("SELECT 1") } }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("wr0ng-pass") == false)
        try await database.close()
    }
}
