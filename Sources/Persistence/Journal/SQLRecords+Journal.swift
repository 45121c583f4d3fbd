import Commons
import Database
import Secrets

extension SQLRecords: JournalRecords {
    private var tree: JournalTree { JournalTree(connection: connection) }

    func note(_ note: JournalNote) throws {
        guard let recorder = connection as? Recorder else { throw DatabaseError(.other, "a note in a mere reading") }
        recorder.note(note)
    }

    func journalSize() throws -> Int { try tree.size() }

    func journalEntry(_ sequence: Int) throws -> JournalEntry? {
        try journalEntries(JournalQuery(from: sequence, limit: 1)).first { $0.sequence == sequence }
    }

    func journalEntries(_ query: JournalQuery) throws -> [JournalEntry] {
        let (compared, order) = query.isNewestFirst ? ("<=", "DESC") : (">=", "ASC")
        var sql = Statement(
            "SELECT e.sequence, e.content, p.leaf FROM journal_entry e LEFT JOIN journal_entry p "
                + "ON p.sequence = e.sequence - 1 WHERE e.sequence \(compared) ", [.int(Int64(query.from))])
        if let subject = query.subject { sql.add(" AND e.subject = ", .text(subject)) }
        sql.add(" ORDER BY e.sequence \(order) LIMIT ", .int(Int64(min(max(query.limit, 1), 1000))))
        return try connection.query(sql.text, sql.arguments).map { row in
            JournalEntry(
                sequence: try row.int(0), content: try row.text(1), previous: row[2].blob ?? JournalEntry.beforeFirst)
        }
    }

    func journalRoot(_ size: Int) throws -> MerkleTree.Hash { try tree.root(0..<size) }

    func inclusionPath(of sequence: Int, in size: Int) throws -> [MerkleTree.Hash] {
        try MerkleTree.inclusionPath(of: sequence, in: size).map(tree.root)
    }

    func consistencyPath(from old: Int, to size: Int) throws -> [MerkleTree.Hash] {
        try MerkleTree.consistencyPath(from: old, to: size).map(tree.root)
    }

    func journalKeys() throws -> [JournalKey] { try JournalKey.all(connection) }

    // MARK: Witnessed

    func witnessed(_ origin: String) throws -> SignedNote? {
        guard let row = try connection.row("SELECT note FROM journal_witnessed WHERE origin = $1", [.text(origin)])
        else { return nil }
        guard let note = SignedNote(try row.text(0)) else { throw DatabaseError(.other, "a damaged checkpoint") }
        return note
    }

    func keepWitnessed(_ checkpoint: Checkpoint, _ note: SignedNote) throws {
        try connection.execute(
            "INSERT INTO journal_witnessed (origin, note) VALUES ($1, $2) "
                + "ON CONFLICT (origin) DO UPDATE SET note = excluded.note",
            [.text(checkpoint.origin), .text(note.encoded)])
    }

    // MARK: Checkpoints

    func checkpoint(upTo size: Int?) throws -> SignedNote? {
        try checkpoint("size <= $1 ORDER BY size DESC", size.map(Int64.init) ?? .max)
    }

    func checkpoint(beyond sequence: Int) throws -> SignedNote? {
        try checkpoint("size > $1 ORDER BY size", Int64(sequence))
    }

    private func checkpoint(_ which: String, _ number: Int64) throws -> SignedNote? {
        guard
            let row = try connection.row(
                "SELECT note FROM journal_checkpoint WHERE \(which) LIMIT 1", [.int(number)])
        else { return nil }
        guard let note = SignedNote(try row.text(0)) else { throw DatabaseError(.other, "a damaged checkpoint") }
        return note
    }

    func addCheckpoint(_ checkpoint: Checkpoint, _ note: SignedNote) throws {
        try connection.execute(
            "INSERT INTO journal_checkpoint (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
            [.int(Int64(checkpoint.size)), .int(checkpoint.at.milliseconds), .text(note.encoded)])
    }
}
