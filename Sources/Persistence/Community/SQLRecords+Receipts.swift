import Commons
import Community
import Database

extension SQLRecords {
    private static let receiptColumns = "r.item, r.person, r.delivered_at, r.read_at, r.answered_at, r.answer"

    func add(_ receipts: [Receipt]) throws {
        for receipt in receipts {
            try connection.execute(
                "INSERT INTO receipt (item, person, delivered_at, read_at, answered_at, answer) "
                    + "VALUES ($1, $2, $3, $4, $5, $6)", try Self.values(receipt))
        }
    }

    func put(_ receipt: Receipt) throws {
        try connection.execute(
            "UPDATE receipt SET delivered_at = $3, read_at = $4, answered_at = $5, answer = $6 "
                + "WHERE item = $1 AND person = $2", try Self.values(receipt))
    }

    private static func values(_ receipt: Receipt) throws -> [SQLValue] {
        func moment(_ instant: Instant?) -> SQLValue { instant.map { .int($0.milliseconds) } ?? .null }
        let answer =
            receipt.answeredAt == nil
            ? "" : String(decoding: try CanonicalJSON.encode(receipt.answer), as: UTF8.self)
        return [
            .text(receipt.item), .text(receipt.person), moment(receipt.deliveredAt), moment(receipt.readAt),
            moment(receipt.answeredAt), .text(answer),
        ]
    }

    func receipt(of item: String, person: String) throws -> Receipt? {
        try connection.row(
            "SELECT \(Self.receiptColumns) FROM receipt r WHERE r.item = $1 AND r.person = $2",
            [.text(item), .text(person)]
        ).map(Self.receipt)
    }

    func receipts(of item: String) throws -> [Receipt] {
        try connection.query(
            "SELECT \(Self.receiptColumns) FROM receipt r WHERE r.item = $1 ORDER BY r.person", [.text(item)]
        ).map(Self.receipt)
    }

    func receipts(_ query: ReceiptQuery) throws -> [Receipt] {
        var sql = Statement("SELECT \(Self.receiptColumns) FROM", [])
        sql.narrow(query)
        if let isRead = query.isRead { sql.text += " AND r.read_at IS \(isRead ? "NOT " : "")NULL" }
        if let after = query.after {
            let at = SQLValue.int(Int64(after.key) ?? 0)
            sql.add(" AND (r.delivered_at < ", at)
            sql.add(" OR (r.delivered_at = ", at)
            sql.add(" AND r.item < ", .text(after.id))
            sql.text += "))"
        }
        sql.add(" ORDER BY r.delivered_at DESC, r.item DESC LIMIT ", .int(Int64(min(max(query.limit, 1), 500))))
        return try connection.query(sql.text, sql.arguments).map(Self.receipt)
    }

    func countUnread(_ query: ReceiptQuery) throws -> Int {
        var sql = Statement("SELECT count(*) FROM", [])
        sql.narrow(query)
        sql.text += " AND r.read_at IS NULL"
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    private static func receipt(_ row: Row) throws -> Receipt {
        func moment(_ position: Int) -> Instant? { row[position].int.map { Instant(milliseconds: $0) } }
        let answer = try row.text(5)
        return Receipt(
            item: try row.text(0), person: try row.text(1), deliveredAt: try row.instant(2), readAt: moment(3),
            answeredAt: moment(4),
            answer: answer.isEmpty
                ? [:] : try CanonicalJSON.decode([String: FormValue].self, Array(answer.utf8)))
    }
}

extension Statement {
    fileprivate mutating func narrow(_ query: ReceiptQuery) {
        add(" receipt r JOIN case_head h ON h.id = r.item WHERE r.person = ", .text(query.person))
        isOne("h.state", of: query.states)
    }
}
