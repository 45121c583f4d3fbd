import Commons
import Database
import DatabasePostgres
import DatabaseSQLite
import Foundation
import Persistence
import Secrets
import Testing

/// Fresh databases on every engine, so that one test holds for all:
///
///     @Test(arguments: Engines.Kind.allCases)
///     func somethingIsKept(_ kind: Engines.Kind) async throws {
///         try await Engines.withStore(kind) { store in ... }
///     }
enum Engines {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case sqlite, postgresql

        var testDescription: String { rawValue }
    }

    struct Missing: Error, CustomStringConvertible {
        let description =
            "LINLI_POSTGRES is not set: these tests need PostgreSQL; run them by `make test`, or set it to what "
            + "`scripts/postgres start DIR` prints"
    }

    static let ring = KeyRing(at: 1_764_000_000_000)

    /// Runs the body with a store that is new and empty, with every migration applied, and gone afterwards.
    static func withStore<T: Sendable>(_ kind: Kind, _ body: (SQLStore) async throws -> T) async throws -> T {
        try await withDatabase(kind) { database in
            try await Migrator(Schema.migrations).migrate(database)
            return try await body(
                SQLStore(database, now: { Instant(milliseconds: 1_764_000_000_000) }, ring: { ring }))
        }
    }

    /// Runs the body with a database that is new and has no tables, and gone afterwards.
    static func withDatabase<T: Sendable>(_ kind: Kind, _ body: (any Database) async throws -> T) async throws -> T {
        switch kind {
        case .sqlite: try await closing(try SQLiteDatabase(path: nil), body)
        case .postgresql: try await withPostgres(body)
        }
    }

    private static func withPostgres<T: Sendable>(_ body: (any Database) async throws -> T) async throws -> T {
        guard let text = ProcessInfo.processInfo.environment["LINLI_POSTGRES"], !text.isEmpty else { throw Missing() }
        let schema = "p" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(16)
        return try await closing(try PostgresDatabase(text, connections: 1)) { server in
            try await server.write { try $0.execute("CREATE SCHEMA \(schema)") }
            let result = await caught {
                try await closing(try PostgresDatabase(text, schema: schema, connections: 4), body)
            }
            try await server.write { try $0.execute("DROP SCHEMA \(schema) CASCADE") }
            return try result.get()
        }
    }

    private static func closing<T: Sendable>(_ database: any Database, _ body: (any Database) async throws -> T)
        async throws -> T
    {
        let result = await caught { try await body(database) }
        try await database.close()
        return try result.get()
    }

    private static func caught<T>(_ body: () async throws -> T) async -> Result<T, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
