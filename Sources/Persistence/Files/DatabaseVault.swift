public import Commons
public import Database

/// Files in the database, for several nodes that share one. A body consists of chunks of at most 256 KiB, in rows of
/// their own; a part is a body without a digest.
public struct DatabaseVault: FileVault {
    let database: any Database
    let now: @Sendable () -> Instant

    public init(_ database: any Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    public func size(of digest: String) async throws -> Int64? {
        try await body(digest)?.size
    }

    public func open(_ digest: String, _ range: Range<Int64>?) async throws -> FileBytes {
        guard let body = try await body(digest) else { throw FileFault.missing }
        let database = database
        return FileBytes(try FileFault.check(range, within: body.size)) { piece in
            try await database.read { try DatabaseVault.read(piece, of: body.id, $0) }
        }
    }

    private func body(_ digest: String) async throws -> (id: String, size: Int64)? {
        try await database.read { connection in
            try connection.row("SELECT id, size FROM file_body WHERE digest = $1", [.text(digest)])
                .map { (try $0.text(0), Int64(try $0.int(1))) }
        }
    }

    static func read(_ range: Range<Int64>, of body: String, _ connection: any Connection) throws -> [UInt8] {
        let rows = try connection.query(
            "SELECT start, content FROM file_chunk WHERE body = $1 AND start < $3 AND start >= "
                + "(SELECT coalesce(max(start), 0) FROM file_chunk WHERE body = $1 AND start <= $2) ORDER BY start",
            [.text(body), .int(range.lowerBound), .int(range.upperBound)])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for row in rows {
            guard let start = row[0].int, let content = row[1].blob else { throw FileFault.damaged }
            let skipped = Int(range.lowerBound + Int64(bytes.count) - start)
            // A gap, or a chunk that another covers.
            guard (0...content.count).contains(skipped) else { throw FileFault.damaged }
            bytes += content[skipped...].prefix(range.count - bytes.count)
        }
        guard bytes.count == range.count else { throw FileFault.damaged }
        return bytes
    }

    public func beginPart(_ id: String) async throws {
        let now = now()
        try await write { connection in
            let added = try connection.execute(
                "INSERT INTO file_body (id, digest, size, turn, touched_at) VALUES ($1, NULL, 0, 0, $2) "
                    + "ON CONFLICT (id) DO NOTHING", [.text(id), .int(now.milliseconds)])
            guard added == 1 else { throw FileFault.shutOut }
        }
    }

    public func openPart(_ id: String, at offset: Int64, turn: Int64) async throws -> any FilePart {
        let now = now()
        try await write { connection in
            let row = try connection.row(
                "SELECT size, turn FROM file_body WHERE id = $1 AND digest IS NULL", [.text(id)])
            guard let row, try row.int(0) >= offset else { throw FileFault.missing }
            guard try row.int(1) < turn else { throw FileFault.shutOut }
            try connection.execute(
                "UPDATE file_body SET size = $2, turn = $3, touched_at = $4 WHERE id = $1",
                [.text(id), .int(offset), .int(turn), .int(now.milliseconds)])
            try DatabaseVault.cut(id, at: offset, connection)
        }
        return DatabasePart(self, id, at: offset, turn: turn)
    }

    private static func cut(_ id: String, at offset: Int64, _ connection: any Connection) throws {
        try connection.execute(
            "DELETE FROM file_chunk WHERE body = $1 AND start >= $2", [.text(id), .int(offset)])
        let last = try connection.row(
            "SELECT start, content FROM file_chunk WHERE body = $1 ORDER BY start DESC LIMIT 1", [.text(id)])
        guard let last, let start = last[0].int, let content = last[1].blob, start + Int64(content.count) > offset
        else { return }
        try connection.execute(
            "UPDATE file_chunk SET content = $3 WHERE body = $1 AND start = $2",
            [.text(id), .int(start), .blob(Array(content.prefix(Int(offset - start))))])
    }

    public func digest(ofPart id: String, size: Int64) async throws -> String {
        let stored = try await database.read { connection in
            try connection.row("SELECT size FROM file_body WHERE id = $1 AND digest IS NULL", [.text(id)])?.int(0)
        }
        guard stored.map(Int64.init) == size else { throw FileFault.missing }
        let database = database
        let bytes = FileBytes(0..<size) { piece in
            try await database.read { try DatabaseVault.read(piece, of: id, $0) }
        }
        let hash = ContentHash()
        for try await chunk in bytes { hash.update(chunk) }
        return hash.digest
    }

    public func publishPart(_ id: String, as digest: String) async throws {
        guard FileRecord.isDigest(digest) else { throw FileFault.missing }
        try await write { connection in
            let isThere = try connection.row("SELECT id FROM file_body WHERE digest = $1", [.text(digest)]) != nil
            if isThere { return try DatabaseVault.drop(id, connection) }
            let changed = try connection.execute(
                "UPDATE file_body SET digest = $2 WHERE id = $1 AND digest IS NULL", [.text(id), .text(digest)])
            guard changed == 1 else { throw FileFault.missing }
        }
    }

    public func discardPart(_ id: String) async throws {
        try await write { try DatabaseVault.drop(id, $0) }
    }

    public func discardParts(untouchedSince instant: Instant) async throws -> Int {
        let old = try await database.read { connection in
            try connection.query(
                "SELECT id FROM file_body WHERE digest IS NULL AND touched_at < $1", [.int(instant.milliseconds)]
            ).map { try $0.text(0) }
        }
        for id in old { try await discardPart(id) }
        return old.count
    }

    /// Parts only; content stays.
    private static func drop(_ id: String, _ connection: any Connection) throws {
        guard try connection.row("SELECT 1 FROM file_body WHERE id = $1 AND digest IS NULL", [.text(id)]) != nil else {
            return
        }
        try connection.execute("DELETE FROM file_chunk WHERE body = $1", [.text(id)])
        try connection.execute("DELETE FROM file_body WHERE id = $1", [.text(id)])
    }

    /// With a full disk in words for users.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await database.write(body)
        } catch let error as DatabaseError where error.kind == .full {
            throw FileFault.full
        }
    }
}
