import Commons
import Database

/// Cases that move from one installation to another.
extension SQLRecords {
    func head(kind: String, number: String) throws -> CaseHead? {
        try connection.row(
            "SELECT \(SQLRecords.headColumns) FROM case_head h WHERE h.kind = $1 AND h.number = $2",
            [.text(kind), .text(number)]
        ).map(SQLRecords.head)
    }

    func saltedEntries(of id: String) throws -> [SaltedEntry] {
        try connection.query(
            "SELECT \(SQLRecords.entryColumns), salt FROM case_entry WHERE case_id = $1 ORDER BY sequence", [.text(id)]
        ).map { SaltedEntry(try entry($0), salt: $0["salt"].blob ?? []) }
    }

    func addCase(_ head: CaseHead, _ entries: [SaltedEntry], assigned: Set<String>) throws {
        try insert(head)
        for one in entries { try insert(one.entry, salt: one.salt) }
        try assign(assigned, to: head.id)
    }

    func keepNumbers(kind: String, year: Int, above last: Int) throws {
        try connection.execute(
            "INSERT INTO case_number (kind, year, last) VALUES ($1, $2, $3) ON CONFLICT (kind, year) DO UPDATE SET "
                + "last = CASE WHEN case_number.last < excluded.last THEN excluded.last ELSE case_number.last END",
            [.text(kind), .int(Int64(year)), .int(Int64(last))])
    }

    func segments(of id: String) throws -> [[UInt8]] {
        try connection.query("SELECT content FROM case_segment WHERE case_id = $1 ORDER BY position", [.text(id)])
            .map { $0[0].blob ?? [] }
    }

    func addSegment(of id: String, position: Int, last: Int, _ content: [UInt8]) throws {
        try connection.execute(
            "INSERT INTO case_segment (case_id, position, last, content) VALUES ($1, $2, $3, $4)",
            [.text(id), .int(Int64(position)), .int(Int64(last)), .blob(content)])
    }
}
