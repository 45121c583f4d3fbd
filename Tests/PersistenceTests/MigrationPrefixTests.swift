import Database
import Persistence
import Testing

/// An installation of any age comes up to date with all that it holds.
struct MigrationPrefixTests {
    /// What one table holds, as far as its columns stay.
    private struct Held: Sendable {
        var table: String
        var columns: [String]
        var row: [SQLValue]
    }

    @Test(arguments: Engines.Kind.allCases, 0...Schema.migrations.count)
    func rowsOutliveEveryLaterMigration(_ kind: Engines.Kind, _ length: Int) async throws {
        try await Engines.withDatabase(kind) { database in
            let old = Array(Schema.migrations.prefix(length))
            #expect(try await Migrator(old).migrate(database) == old.map(\.name))
            let held = try await database.write { connection in
                try Self.tables(connection).map { try Self.fill($0, connection) }
            }
            #expect(held.isEmpty == (length == 0))
            let later = Array(Schema.migrations.dropFirst(length))
            #expect(try await Migrator(Schema.migrations).migrate(database) == later.map(\.name))
            for one in held {
                let columns = one.columns.joined(separator: ", ")
                let rows = try await database.read { try $0.query("SELECT \(columns) FROM \(one.table)") }
                #expect(rows.map(\.values) == [one.row], "\(one.table) after migration \(length)")
            }
            #expect(try await Migrator(Schema.migrations).migrate(database) == [])
        }
    }

    /// Those that there are, in the order of their making: what others refer to comes first.
    private static func tables(_ connection: any Connection) throws -> [String] {
        let sql =
            switch connection.dialect {
            case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'"
            case .postgresql: "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
            }
        let there = Set(try connection.query(sql).compactMap { $0[0].text })
        return Schema.tables.filter(there.contains)
    }

    /// One row that refers to those of the tables before it: every text and every number is the same.
    private static func fill(_ table: String, _ connection: any Connection) throws -> Held {
        let described =
            switch connection.dialect {
            case .sqlite: try connection.query("SELECT name, type FROM pragma_table_info($1)", [.text(table)])
            case .postgresql:
                try connection.query(
                    "SELECT column_name, data_type FROM information_schema.columns "
                        + "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
                    [.text(table)])
            }
        let columns = described.compactMap { $0[0].text }
        let row = described.map { column -> SQLValue in
            switch column[1].text?.uppercased() {
            case "TEXT": "a"
            case "BLOB", "BYTEA": .blob([0, 255])
            case "REAL", "DOUBLE PRECISION": .double(0.5)
            default: 1
            }
        }
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))", row)
        return Held(table: table, columns: columns, row: row)
    }
}
