public import Commons
public import Database
import Secrets

/// What keeps the journal going, beside the writing itself.
extension SQLStore {
    /// Begins the journal of an installation from before there was one: with all rows as they are. Says of its keys
    /// what has changed.
    /// - Throws: A `Refusal` of kind `conflict` where the journal knows none of the keys: they are another
    ///   installation's, or another node has made its own, and neither could read what the other encrypts.
    public func beginJournal(_ keys: [JournalKey]) async throws {
        let (now, ring, seal) = (now, ring, RowSeal(ring()))
        try await database.write { connection in
            let recorder = Recorder(connection, origin: .system, at: now(), seal: seal, ring: ring)
            let isNew =
                try connection.row("SELECT 1 FROM journal_entry LIMIT 1") == nil
                && connection.row("SELECT 1 FROM journal_pending LIMIT 1") == nil
            if isNew { try SQLStore.adopt(recorder, connection) }
            let known = try JournalKey.all(connection)
            guard known.isEmpty || keys.contains(where: { key in known.contains { $0.key == key.key } }) else {
                throw Refusal(
                    .conflict, zh: "数据库由另一份密钥建立", en: "the database was begun with another key file")
            }
            try JournalKey.save(keys.filter { !known.contains($0) }, recorder)
            try SQLStore.reseal(seal, recorder, connection)
            try recorder.finish()
        }
    }

    /// Seals rows from before there were seals, or from another installation's backup; that it was done stays known.
    private static func reseal(_ seal: RowSeal, _ recorder: Recorder, _ connection: any Connection) throws {
        for table in RowSeal.tables.keys.sorted() {
            var count = 0
            try TableReader.read(table, connection, 500) { columns, rows in
                let foreign = rows.map { Row(columns: columns, values: $0) }
                    .filter { seal.isForeign($0[RowSeal.column].blob) }
                try seal.keep(foreign, of: table, connection)
                count += foreign.count
            }
            if count > 0 {
                recorder.note(JournalNote("rows.sealed", on: "table/\(table)", details: ["rows": "\(count)"]))
            }
        }
    }

    private static func adopt(_ recorder: Recorder, _ connection: any Connection) throws {
        recorder.note(JournalNote("journal.begin", on: "journal"))
        for row in try connection.query("SELECT case_id, sequence FROM case_entry WHERE salt IS NULL") {
            try recorder.execute(
                "UPDATE case_entry SET salt = $3 WHERE case_id = $1 AND sequence = $2",
                [row[0], row[1], .blob(SecureRandom.bytes(16))])
        }
        for table in RecordedTable.all {
            try TableReader.read(table.name, connection, 500) { columns, rows in
                try recorder.adopt(table, rows.map { Row(columns: columns, values: $0) })
            }
        }
    }

    /// Whether some ring's keys have signed for the journal, or will: then it takes the same ring.
    public static func hasKeys(in database: any Database) async throws -> Bool {
        try await database.read { try !JournalKey.all($0).isEmpty }
    }

    /// Gives everything that was committed its place.
    public func sequenceJournal() async throws {
        while try await JournalSequencer.run(database) > 0 {}
    }

    /// nil: there is no key yet.
    public func journalOrigin() async throws -> String? { try await read { try $0.journalKeys().first?.name } }
}
