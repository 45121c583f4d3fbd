import Commons
import Database
import Evaluation
import Rulebook
import Secrets
import Testing

@testable import Persistence

/// Each field of each row of a database with everything in it, edited behind the server's back in turn, and each row
/// removed: the check finds it and names it.
@Suite struct JournalTamperTests {
    /// What changes all the time, or is no more than a note of the migrations, and means nothing.
    private static let meaningless: Set = ["migration.applied_at"]

    /// Every row at once, a column at a time: each of them is named.
    @Test(arguments: Engines.Kind.allCases)
    func everyRowShows(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            try await Self.fill(scene)
            let store = scene.store
            var tried = 0
            for table in Schema.tables {
                let names = Self.names(table)
                if names.isEmpty { continue }
                let rows = try await Self.rows(of: table, store, limit: 10_000)
                for column in rows.first?.columns.dropFirst() ?? [] {
                    let edited = Edited()
                    let found = try await Self.faults(store) { connection in
                        edited.rows = try rows.compactMap { row in
                            try Self.edited(table, row, column, connection).map { [row, $0] }
                        }
                    }
                    let places = Set(found.map(\.place))
                    for pair in edited.rows {
                        let isNamed = names.contains { name in pair.contains { places.contains(name($0)) } }
                        #expect(isNamed, "\(table).\(column) of \(pair[0].values.prefix(3))")
                    }
                    tried += edited.rows.count
                }
            }
            #expect(tried > 1500)
            #expect(try await Self.check(store).faults == [])
        }
    }

    /// The names that the check may give a row; none: rows of this table show in others, see `everyEditShows`.
    private static func names(_ table: String) -> [@Sendable (Row) -> String] {
        let recorded = RecordedTable.byName[table]
        let keys = table.hasPrefix("journal_") ? ["journal_entry": ["sequence"]][table] : nil
        return (recorded.map { recorded in [{ recorded.key(of: $0) }] } ?? [])
            + [keys, RowSeal.tables[table]].compactMap(\.self).map { keys in
                { row in ([table] + keys.map { row.word($0) }).joined(separator: "/") }
            }
    }

    // Written within one transaction and read after it.
    private final class Edited: @unchecked Sendable {
        /// Each as it was and as it is.
        var rows: [[Row]] = []
    }

    /// The row after an edit; nil: the schema does not let it be.
    private static func edited(
        _ table: String, _ row: Row, _ column: String, _ connection: any Connection
    ) throws -> Row? {
        try connection.execute("SAVEPOINT edit")
        do {
            let value = try edit(table, row, column, connection)
            try connection.execute("RELEASE SAVEPOINT edit")
            return Row(
                columns: row.columns, values: zip(row.columns, row.values).map { $0 == column ? value : $1 })
        } catch is DatabaseError {
            try connection.execute("ROLLBACK TO SAVEPOINT edit")
            return nil
        }
    }

    /// A row at a time, some of each table.
    @Test(arguments: Engines.Kind.allCases)
    func everyEditShows(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            try await Self.fill(scene)
            let store = scene.store
            let sound = try await Self.check(store)
            #expect(sound.faults == [])
            var tried = 0
            // What is told by days is edited in `CommunityTallyTests`.
            let others = Self.bytesAlone.union(RecordedTable.untold).union(RecordedTable.byDays)
            let told = Schema.tables.filter { !others.contains($0) }
            for table in told {
                for row in try await Self.rows(of: table, store, limit: table.hasPrefix("journal_") ? 6 : 2) {
                    for column in row.columns.dropFirst() where !Self.meaningless.contains("\(table).\(column)") {
                        let found = try await Self.faults(store) { connection in
                            try Self.edit(table, row, column, connection)
                        }
                        #expect(!found.isEmpty, "\(table).\(column) of \(row.values.prefix(2))")
                        tried += 1
                    }
                }
            }
            #expect(tried > 200)
            #expect(try await Self.check(store).faults == [])
        }
    }

    @Test func everyRemovalOfWhatHappenedShows() async throws {
        try await EvaluationScene.with(.sqlite) { scene in
            try await Self.fill(scene)
            for table in RecordedTable.all where !table.mayEnd {
                for row in try await Self.rows(of: table.name, scene.store, limit: 4) {
                    let found = try await Self.faults(scene.store) { connection in
                        try connection.execute("PRAGMA defer_foreign_keys = ON")
                        try connection.execute("DELETE FROM \(table.name) WHERE rowid = $1", [row[0]])
                    }
                    #expect(found.contains { $0.place == table.key(of: row) }, "\(table.key(of: row))")
                }
            }
        }
    }

    /// Contents of files have digests of their own; see `JournalReport.checkFiles`.
    private static let bytesAlone: Set = ["file_body", "file_chunk"]

    private static func fill(_ scene: EvaluationScene) async throws {
        let id = try await scene.open()
        try await scene.go(id, to: "certified")
        let now = scene.clock.instant
        try await scene.store.write { records in
            try records.save(Credential(person: "ann", hash: "$scrypt$", changedAt: now))
            try records.save(LoginFailures(key: "k", count: 1, lastAt: now, lockedUntil: nil))
            try records.insert(
                Session(
                    id: "s", person: "ann", created: now, lastSeen: now, expires: now.adding(seconds: 9),
                    address: "::1", agent: "a", csrf: "c"))
            try records.insert(
                AccessToken(
                    id: "t", person: "ann", name: "n", digest: "d", scopes: ["case.read"], created: now, expires: now))
            try records.insert(PasswordLink(digest: "d", person: "ann", expires: now))
            _ = try records.set("policy", "{}", version: 0)
            try records.setWebhook(
                WebhookSubscription(
                    id: "w", organisation: "lab", person: "rob", url: "https://example.cn", secret: "x",
                    events: ["case.submit"], isActive: true, failures: 0, createdAt: now))
            try records.setWebhookDelivery(
                WebhookDelivery(
                    id: "v", webhook: "w", event: "case.submit", payload: [1], createdAt: now, state: .pending,
                    attempts: 0, at: now, outcome: ""))
            try records.addUpload(
                Upload(
                    id: "u", person: "ann", name: "a.pdf", size: 3, offset: 0, turn: 0, expires: now, metadata: [:],
                    digest: nil))
            try records.insert(
                StoredAnswer(
                    key: IdempotencyKey("k", person: "ann", method: "", path: ""), request: "r", at: now, status: 200,
                    headers: [], body: [1]))
            for number in 0..<260 { try records.note(JournalNote("n", on: "filler/\(number % 3)")) }
        }
        try await scene.store.beginJournal([
            JournalKey(key: Engines.ring.signer.publicKey, addedAt: Instant(milliseconds: 0))
        ])
        try await scene.store.sequenceJournal()
        let known = try await scene.store.journalOrigin()
        let origin = try #require(known)
        try await scene.store.write { records in
            let size = try records.journalSize()
            let checkpoint = Checkpoint(origin: origin, size: size, root: try records.journalRoot(size), at: now)
            try records.addCheckpoint(checkpoint, SignedNote(checkpoint.text, by: Engines.ring.signer, named: origin))
            // One that waits for its place.
            try records.note(JournalNote("n", on: "waiting/1"))
        }
    }

    private static func check(_ store: SQLStore) async throws -> JournalReport {
        try await JournalCheck(ring: Engines.ring).run(store.database)
    }

    /// With a name for the row that an edit does not change: `here`.
    private static func rows(of table: String, _ store: SQLStore, limit: Int) async throws -> [Row] {
        try await store.database.read { connection in
            let name = connection.dialect == .sqlite ? "rowid" : "CAST(ctid AS TEXT)"
            return try connection.query("SELECT \(name) AS here, * FROM \(table) LIMIT \(limit)")
        }
    }

    @discardableResult
    private static func edit(
        _ table: String, _ row: Row, _ column: String, _ connection: any Connection
    ) throws -> SQLValue {
        let value: SQLValue =
            switch row[column] {
            case .int(let number): .int(number &+ 1)
            case .text(let text): .text(text + "x")
            case .blob(let bytes): .blob(bytes.isEmpty ? [1] : [bytes[0] ^ 1] + bytes.dropFirst())
            case .double(let number): .double(number + 1)
            case .null: try instead(table, column, connection)
            }
        let place = connection.dialect == .sqlite ? "rowid = $2" : "CAST(ctid AS TEXT) = $2"
        try connection.execute("UPDATE \(table) SET \(column) = $1 WHERE \(place)", [value, row[0]])
        return value
    }

    /// What fits where there is nothing.
    private static func instead(_ table: String, _ column: String, _ connection: any Connection) throws -> SQLValue {
        let sql =
            connection.dialect == .sqlite
            ? "SELECT type FROM pragma_table_info($1) WHERE name = $2"
            : "SELECT data_type FROM information_schema.columns WHERE table_schema = current_schema() "
                + "AND table_name = $1 AND column_name = $2"
        switch try connection.row(sql, [.text(table), .text(column)])?[0].text?.lowercased() {
        case "integer", "bigint": return 1
        case "blob", "bytea": return .blob([1])
        default: return "x"
        }
    }

    private struct Undo: Error {}

    /// What the check finds after an edit, which is taken back.
    private static func faults(
        _ store: SQLStore, _ edit: @escaping @Sendable (any Connection) throws -> Void
    ) async throws -> [JournalReport.Fault] {
        let found = Found()
        do {
            try await store.database.write { connection in
                do {
                    try edit(connection)
                } catch is DatabaseError {
                    // The schema itself does not let it: nothing was edited.
                    found.faults = [JournalReport.Fault(sequence: nil, place: "schema", reason: .same(""))]
                    throw Undo()
                }
                found.faults = try JournalCheck(ring: Engines.ring, mostFaults: .max).run(connection).faults
                throw Undo()
            }
        } catch is Undo {}
        return found.faults
    }

    // Written within one transaction and read after it.
    private final class Found: @unchecked Sendable {
        var faults: [JournalReport.Fault] = []
    }
}
