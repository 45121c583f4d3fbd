import Commons
import Database
import Rulebook

extension SQLRecords: NoticeRecords {
    private static let noticeColumns =
        "id, person, at, kind, subject_zh, subject_en, body_zh, body_en, link, read_at, mailed_at"

    private static func notice(_ row: Row) throws -> Notice {
        Notice(
            id: try row.text(0), person: try row.text(1), at: try row.instant(2), kind: try row.text(3),
            subject: Phrase(zh: try row.text(4), en: try row.text(5)),
            body: Phrase(zh: try row.text(6), en: try row.text(7)), link: try row.text(8),
            readAt: row[9].int.map(Instant.init(milliseconds:)), mailedAt: row[10].int.map(Instant.init(milliseconds:)))
    }

    func addNotice(_ notice: Notice) throws {
        try connection.execute(
            "INSERT INTO notice (\(SQLRecords.noticeColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                .text(notice.id), .text(notice.person), .int(notice.at.milliseconds), .text(notice.kind),
                .text(notice.subject.zh), .text(notice.subject.en), .text(notice.body.zh), .text(notice.body.en),
                .text(notice.link), SQLValue(notice.readAt?.milliseconds), SQLValue(notice.mailedAt?.milliseconds),
            ])
    }

    func notice(_ id: String) throws -> Notice? {
        try connection.row("SELECT \(SQLRecords.noticeColumns) FROM notice WHERE id = $1", [.text(id)])
            .map(SQLRecords.notice)
    }

    func notices(for person: String, after: Notice.Cursor?, limit: Int) throws -> [Notice] {
        var sql = Statement("SELECT \(SQLRecords.noticeColumns) FROM notice WHERE person = ", [.text(person)])
        if let after {
            sql.add(" AND (at, id) < (", .int(after.at.milliseconds))
            sql.add(", ", .text(after.id))
            sql.text += ")"
        }
        sql.add(" ORDER BY at DESC, id DESC LIMIT ", .int(Int64(min(max(limit, 1), 500))))
        return try connection.query(sql.text, sql.arguments).map(SQLRecords.notice)
    }

    func unreadNotices(for person: String) throws -> Int {
        try connection.row("SELECT count(*) FROM notice WHERE person = $1 AND read_at IS NULL", [.text(person)])?
            .int(0) ?? 0
    }

    func markNoticesRead(_ ids: [String]?, for person: String, at: Instant) throws -> Int {
        guard let ids else {
            return try connection.execute(
                "UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL",
                [.text(person), .int(at.milliseconds)])
        }
        return try ids.reduce(0) { count, id in
            try count
                + connection.execute(
                    "UPDATE notice SET read_at = $3 WHERE id = $1 AND person = $2 AND read_at IS NULL",
                    [.text(id), .text(person), .int(at.milliseconds)])
        }
    }

    func unmailedNotices(limit: Int) throws -> [Notice] {
        try connection.query(
            "SELECT \(SQLRecords.noticeColumns) FROM notice WHERE mailed_at IS NULL ORDER BY at, id LIMIT $1",
            [.int(Int64(limit))]
        ).map(SQLRecords.notice)
    }

    func markNoticeMailed(_ id: String, at: Instant) throws {
        try connection.execute("UPDATE notice SET mailed_at = $2 WHERE id = $1", [.text(id), .int(at.milliseconds)])
    }
}
