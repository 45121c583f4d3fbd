import Commons
import Database

/// A part of a `DatabaseVault` that is open for writing. Bytes wait here until a chunk is full or `sync` is called.
actor DatabasePart: FilePart {
    private let vault: DatabaseVault
    private let id: String
    private let turn: Int64
    /// How many bytes are stored.
    private var size: Int64
    private var waiting: [UInt8] = []

    init(_ vault: DatabaseVault, _ id: String, at offset: Int64, turn: Int64) {
        self.vault = vault
        self.id = id
        self.turn = turn
        size = offset
    }

    func write(_ bytes: [UInt8]) async throws {
        waiting += bytes
        let whole = waiting.count / FileBytes.chunkSize * FileBytes.chunkSize
        if whole > 0 { try await store(whole) }
    }

    func sync() async throws {
        try await store(waiting.count)
    }

    /// Stores so many of the bytes that wait, in one transaction.
    private func store(_ count: Int) async throws {
        let (id, turn, before, now) = (id, turn, size, vault.now())
        let rows = stride(from: 0, to: count, by: FileBytes.chunkSize).map { start in
            [
                .text(id), .int(before + Int64(start)),
                .blob(Array(waiting[start..<min(start + FileBytes.chunkSize, count)])),
            ] as [SQLValue]
        }
        try await vault.write { connection in
            // The size as well, lest bytes be stored twice where the answer to a commit was lost.
            let changed = try connection.execute(
                "UPDATE file_body SET size = $4, touched_at = $5 "
                    + "WHERE id = $1 AND digest IS NULL AND turn = $2 AND size = $3",
                [
                    .text(id), .int(turn), .int(before), .int(before + Int64(count)), .int(now.milliseconds),
                ])
            guard changed == 1 else { throw FileFault.shutOut }
            try connection.executeMany("INSERT INTO file_chunk (body, start, content) VALUES ($1, $2, $3)", rows)
        }
        size = before + Int64(count)
        waiting.removeFirst(count)
    }
}
