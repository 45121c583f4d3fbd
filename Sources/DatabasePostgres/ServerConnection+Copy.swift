import CLibPQ
import Database

extension ServerConnection {
    /// How many bytes are handed to libpq at once.
    private static let pieceBytes = 1 << 16

    /// Stores rows from the first on by COPY, where that does the same as the statement.
    /// - Returns: How many; the others are to be inserted.
    /// - Throws: What the statement would throw.
    func copy(_ sql: String, _ rows: [[SQLValue]]) throws -> Int {
        guard rows.count >= BulkCopy.fewestRows, let copy = try bulkCopy(sql), rows[0].count == copy.types.count else {
            return 0
        }
        var buffer = CopyBuffer(capacity: min(rows.count * copy.types.count * 16, BulkCopy.mostBytes))
        var start = 0
        var isFitting = true
        while isFitting, rows.count - start >= BulkCopy.fewestRows {
            var end = start
            buffer.begin()
            while end < rows.count, end - start < BulkCopy.mostRows, buffer.bytes.count < BulkCopy.mostBytes {
                isFitting = buffer.add(rows[end], as: copy.types)
                guard isFitting else { break }
                end += 1
            }
            guard end > start else { break }
            buffer.end()
            try send(buffer.bytes, by: copy, sql)
            start = end
        }
        return start
    }

    private func send(_ bytes: [UInt8], by copy: BulkCopy, _ sql: String) throws {
        let answer = PQexec(handle, copy.sql)
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COPY_IN else {
            try check(answer, sql)
            throw lost()
        }
        try bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
                let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.pieceBytes, bytes.count)])
                let isSent = piece.withMemoryRebound(to: CChar.self) { piece in
                    PQputCopyData(handle, piece.baseAddress, Int32(piece.count))
                }
                guard isSent == 1 else { throw lost() }
            }
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lost() }
        var failure: (any Error)?
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            if failure == nil {
                do { try check(result, sql) } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    /// nil: the statement is only to be executed. Found once.
    private func bulkCopy(_ sql: String) throws -> BulkCopy? {
        if let known = copies[sql] { return known }
        let found = try findCopy(sql)
        copies[sql] = .some(found)
        return found
    }

    private func findCopy(_ sql: String) throws -> BulkCopy? {
        guard let insert = PlainInsert(sql) else { return nil }
        // What is wrong with the statement is said of the statement.
        _ = try prepare(sql)
        guard try run(BulkCopy.condition, [.text(insert.table)]).rows.first?[0] == 1 else { return nil }
        let probe = try prepare(BulkCopy.probe(insert))
        return BulkCopy(insert, types: probe.shape.types.map(CopyType.init), probe: probe.name)
    }
}
