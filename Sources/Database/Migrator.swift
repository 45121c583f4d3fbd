import Foundation

/// Brings the schema of a database up to what this program needs.
///
/// Migrations run in the order of their list, each in a transaction of its own, and only once: which ones ran stands in
/// the table `migration`. Several processes may start at once; one does the work, the others wait for it.
///
/// The types are `BIGINT` (also for moments, in milliseconds since 1970, and for yes and no, as 1 and 0), `TEXT`,
/// `DOUBLE PRECISION` and `BYTES`, written in capitals. Anything else in a statement must mean the same on both
/// engines; say `NOT NULL` also for a primary key, since SQLite does not imply it.
public struct Migrator: Sendable {
    public let migrations: [Migration]
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - migrations: Oldest first; a later version of the program adds at the end.
    ///   - now: Milliseconds since 1970, for the record; the clock of this machine if nil.
    public init(_ migrations: [Migration], now: (@Sendable () -> Int64)? = nil) {
        self.migrations = migrations
        self.now = now ?? { Int64(Date().timeIntervalSince1970 * 1000) }
    }

    /// Applies what is missing.
    /// - Returns: The names of those that this call applied, in order.
    /// - Throws: `MigrationError` when list and database do not fit; `DatabaseError` when a statement fails: those
    ///   before it stay applied.
    @discardableResult
    public func migrate(_ database: any Database) async throws -> [String] {
        try checkNames()
        var applied: [String] = []
        while true {
            let name = try await database.write { connection -> String? in
                try lock(connection)
                try connection.execute(
                    schema("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)"))
                guard let next = try pending(connection).first else { return nil }
                do {
                    for statement in next.statements { try connection.execute(schema(statement)) }
                    if connection.dialect == .postgresql {
                        for statement in next.postgresql { try connection.execute(statement) }
                    }
                } catch let error as DatabaseError {
                    throw DatabaseError(error.kind, "migration \(next.name): \(error.message)")
                }
                try connection.execute(
                    "INSERT INTO migration (name, applied_at) VALUES ($1, $2)", [.text(next.name), .int(now())])
                return next.name

                func schema(_ sql: String) -> String { SchemaSQL.statement(sql, for: connection.dialect) }
            }
            guard let name else { return applied }
            applied.append(name)
        }
    }

    /// What `migrate` would apply; changes nothing.
    /// - Throws: As `migrate`.
    public func pending(in database: any Database) async throws -> [String] {
        try checkNames()
        return try await database.read { connection in
            guard try exists(connection) else { return migrations.map(\.name) }
            return try pending(connection).map(\.name)
        }
    }

    private func checkNames() throws {
        var seen: Set<String> = []
        if let twice = migrations.first(where: { !seen.insert($0.name).inserted }) {
            throw MigrationError.duplicateName(twice.name)
        }
    }

    private func pending(_ connection: any Connection) throws -> ArraySlice<Migration> {
        let done = Set(try connection.query("SELECT name FROM migration").compactMap { $0[0].text })
        let unknown = done.subtracting(migrations.map(\.name)).sorted()
        guard unknown.isEmpty else { throw MigrationError.newerDatabase(unknown: unknown) }
        let missing = migrations.drop { done.contains($0.name) }
        if let later = missing.first(where: { done.contains($0.name) }), let first = missing.first {
            throw MigrationError.outOfOrder(missing: first.name, applied: later.name)
        }
        return missing
    }

    private func exists(_ connection: any Connection) throws -> Bool {
        let sql =
            switch connection.dialect {
            case .sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
            case .postgresql: "SELECT 1 WHERE to_regclass('migration') IS NOT NULL"
            }
        return try connection.row(sql) != nil
    }

    /// One migrator at a time; on SQLite the transaction is that already.
    private func lock(_ connection: any Connection) throws {
        guard connection.dialect == .postgresql else { return }
        // Else it would go on seeing what was there before it waited.
        try connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        // A long migration of another process is worth waiting for.
        try connection.execute("SET LOCAL lock_timeout = 0")
        // Any number does that nothing else locks: "linli" in ASCII.
        _ = try connection.query("SELECT pg_advisory_xact_lock(465625312361)")
    }
}

/// Why a list of migrations does not fit a database.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A newer program was here: these migrations are applied and this one does not know them.
    case newerDatabase(unknown: [String])
    /// A migration was put before one that is applied already.
    case outOfOrder(missing: String, applied: String)
    case duplicateName(String)

    public var description: String {
        switch self {
        case .newerDatabase(let unknown):
            "the database was made by a newer version of this program: it has \(unknown.joined(separator: ", ")); "
                + "install that version or restore a backup from before"
        case .outOfOrder(let missing, let applied):
            "migration \(missing) is missing but the later \(applied) is applied"
        case .duplicateName(let name): "two migrations are named \(name)"
        }
    }
}
