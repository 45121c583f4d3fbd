import Commons
import Database
import Foundation

extension SQLRecords: FileRecords {
    private static let fileColumns = "digest, size, type, first_name, stored_at"

    private static func file(_ row: Row) throws -> FileRecord {
        FileRecord(
            digest: try row.text(0), size: Int64(try row.int(1)), type: FileType(rawValue: try row.text(2)) ?? .binary,
            firstName: try row.text(3), storedAt: try row.instant(4))
    }

    func file(_ digest: String) throws -> FileRecord? {
        try connection.row("SELECT \(SQLRecords.fileColumns) FROM file WHERE digest = $1", [.text(digest)])
            .map(SQLRecords.file)
    }

    func files(_ digests: [String]) throws -> [FileRecord] {
        var files: [FileRecord] = []
        let unique = Array(Set(digests))
        for start in stride(from: 0, to: unique.count, by: 500) {
            var sql = Statement("SELECT \(SQLRecords.fileColumns) FROM file WHERE digest IN (", [])
            sql.list(unique[start..<min(start + 500, unique.count)])
            files += try connection.query(sql.text + ")", sql.arguments).map(SQLRecords.file)
        }
        return files
    }

    func addFile(_ file: FileRecord) throws {
        try connection.execute(
            "INSERT INTO file (\(SQLRecords.fileColumns)) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING",
            [
                .text(file.digest), .int(file.size), .text(file.type.rawValue), .text(file.firstName),
                .int(file.storedAt.milliseconds),
            ])
    }

    private static let uploadColumns = "id, person, name, size, received, turn, expires, metadata, digest"

    private static func upload(_ row: Row) throws -> Upload {
        let metadata = try JSONDecoder().decode([String: String].self, from: Data(try row.text(7).utf8))
        return Upload(
            id: try row.text(0), person: try row.text(1), name: try row.text(2), size: Int64(try row.int(3)),
            offset: Int64(try row.int(4)), turn: Int64(try row.int(5)), expires: try row.instant(6), metadata: metadata,
            digest: row[8].text)
    }

    func upload(_ id: String) throws -> Upload? {
        try connection.row("SELECT \(SQLRecords.uploadColumns) FROM upload WHERE id = $1", [.text(id)])
            .map(SQLRecords.upload)
    }

    func uploads(of person: String) throws -> [Upload] {
        try connection.query(
            "SELECT \(SQLRecords.uploadColumns) FROM upload WHERE person = $1 ORDER BY id", [.text(person)]
        ).map(SQLRecords.upload)
    }

    func uploads(expiredBefore instant: Instant, limit: Int) throws -> [Upload] {
        try connection.query(
            "SELECT \(SQLRecords.uploadColumns) FROM upload WHERE expires < $1 ORDER BY expires LIMIT $2",
            [.int(instant.milliseconds), .int(Int64(limit))]
        ).map(SQLRecords.upload)
    }

    func addUpload(_ upload: Upload) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let metadata = String(decoding: try encoder.encode(upload.metadata), as: UTF8.self)
        try connection.execute(
            "INSERT INTO upload (\(SQLRecords.uploadColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .text(upload.id), .text(upload.person), .text(upload.name), .int(upload.size), .int(upload.offset),
                .int(upload.turn), .int(upload.expires.milliseconds), .text(metadata), SQLValue(upload.digest),
            ])
    }

    func takeTurn(atUpload id: String) throws -> Upload? {
        try connection.row(
            "UPDATE upload SET turn = turn + 1 WHERE id = $1 RETURNING \(SQLRecords.uploadColumns)", [.text(id)]
        ).map(SQLRecords.upload)
    }

    func setUpload(_ upload: Upload) throws -> Bool {
        try connection.execute(
            "UPDATE upload SET received = $3, expires = $4, digest = $5 WHERE id = $1 AND turn = $2",
            [
                .text(upload.id), .int(upload.turn), .int(upload.offset), .int(upload.expires.milliseconds),
                SQLValue(upload.digest),
            ]) == 1
    }

    func removeUpload(_ id: String) throws {
        try connection.execute("DELETE FROM upload WHERE id = $1", [.text(id)])
    }
}

extension Statement {
    /// The texts with commas between them.
    mutating func list(_ texts: some Sequence<String>) {
        for (index, text) in texts.enumerated() { add(index == 0 ? "" : ", ", .text(text)) }
    }
}
