import Commons
import Community
import Database
import Rulebook
import Secrets

/// Reads the rows that are told by days, not one by one, and makes tallies of them.
struct DayRows {
    let connection: any Connection

    /// A table that the journal tells by days.
    struct Table: Sendable {
        var name: String
        /// The time that says of which day a row is, in milliseconds.
        var time: String
        /// What rows of one time are told apart by.
        var key: String
        var columns: [String]
        /// What says of which subject a row is; nil: all are of this one.
        var subjectColumn: String?
        var subject: String

        func subject(of word: String) -> String { subjectColumn == nil ? subject : "\(subject)/\(word)" }
    }

    static let tables = [
        Table(name: "reading", time: "at", key: "series", columns: ["value"], subject: "reading"),
        Table(
            name: "event", time: "received_at", key: "id",
            columns: ["kind", "device", "place", "at", "level", "content", "is_drill"], subjectColumn: "kind",
            subject: "event"),
        Table(
            name: "reading_refused", time: "received_at", key: "id",
            columns: ["sender", "organisation", "line", "reason", "content"], subject: "refused"),
        Table(
            name: "rule_run", time: "at", key: "id",
            columns: ["rule", "item", "handler", "cause", "is_drill", "steps"], subject: "rule-run"),
    ]

    /// By their subjects; what there is none of is left out.
    func tallies(of day: Day) throws -> [String: DayTally] {
        var tallies: [String: DayTally] = [:]
        for table in DayRows.tables { try add(table, day, &tallies) }
        try addFigures(of: day, &tallies)
        return tallies
    }

    private static let page: Int64 = 2_000

    /// Page by page in order of time, which is what the tables and their indexes are in the order of.
    private func add(_ table: Table, _ day: Day, _ tallies: inout [String: DayTally]) throws {
        let selected = ([table.time, table.key] + table.columns).joined(separator: ", ")
        let end = day.adding(days: 1).start
        var found: [String: Tally] = [:]
        var after: (time: SQLValue, key: SQLValue)?
        while true {
            var sql = Statement("SELECT \(selected) FROM \(table.name) WHERE \(table.time) < ", [end])
            if let after {
                sql.add(" AND (\(table.time), \(table.key)) > (", after.time)
                sql.add(", ", after.key)
                sql.text += ")"
            } else {
                sql.add(" AND \(table.time) >= ", day.start)
            }
            sql.add(" ORDER BY \(table.time), \(table.key) LIMIT ", .int(DayRows.page))
            let rows = try connection.query(sql.text, sql.arguments)
            for row in rows {
                let subject = table.subject(of: table.subjectColumn.map(row.word) ?? "")
                found[subject, default: Tally()].add(row.values)
            }
            guard rows.count == DayRows.page, let last = rows.last else { break }
            after = (last[0], last[1])
        }
        for (subject, tally) in found { tallies[subject] = tally.value(subject) }
    }

    /// With the names of the series, which readings have numbers for.
    private func addFigures(of day: Day, _ tallies: inout [String: DayTally]) throws {
        let rows = try connection.query(
            "SELECT d.series, s.device, s.property, d.count, d.total, d.least, d.most, d.first_at, d.first, d.last_at, "
                + "d.last FROM reading_day d JOIN series s ON s.id = d.series WHERE d.day = $1 ORDER BY d.series",
            [.int(Int64(day.ordinal))])
        if rows.isEmpty { return }
        var tally = Tally()
        for row in rows { tally.add(row.values) }
        tallies[DayTally.figures] = tally.value(DayTally.figures)
    }

    /// How many rows of a subject are from one moment on and before another. `word`: of the column for the subject.
    func count(_ table: Table, _ word: String?, from: Int64, before: Int64) throws -> Int {
        var sql = Statement("SELECT count(*) FROM \(table.name) WHERE \(table.time) >= ", [.int(from)])
        sql.add(" AND \(table.time) < ", .int(before))
        if let word, let column = table.subjectColumn { sql.add(" AND \(column) = ", .text(word)) }
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    func first() throws -> Day? {
        let moments = try DayRows.tables.compactMap { table in
            try connection.row("SELECT min(\(table.time)) FROM \(table.name)")?[0].int
        }
        return moments.min().map { Instant(milliseconds: $0).day }
    }

    /// Rows one after the other.
    private struct Tally {
        private let stream = SHA256Stream()
        private var count = 0

        mutating func add(_ values: [SQLValue]) {
            count += 1
            var bytes: [UInt8] = []
            func append(_ kind: UInt8, _ value: some Sequence<UInt8>, count: Int) {
                bytes.append(kind)
                withUnsafeBytes(of: UInt32(count).bigEndian) { bytes.append(contentsOf: $0) }
                bytes.append(contentsOf: value)
            }
            func append(_ kind: UInt8, _ number: UInt64) {
                withUnsafeBytes(of: number.bigEndian) { append(kind, $0, count: 8) }
            }
            for value in values {
                switch value {
                case .null: append(0, [], count: 0)
                case .int(let number): append(1, UInt64(bitPattern: number))
                case .double(let number): append(2, (number == 0 ? 0 : number).bitPattern)
                case .text(let text): append(3, text.utf8, count: text.utf8.count)
                case .blob(let blob): append(4, blob, count: blob.count)
                }
            }
            stream.update(bytes)
        }

        func value(_ subject: String) -> DayTally {
            DayTally(subject: subject, count: count, digest: stream.finishHex())
        }
    }
}

extension Day {
    /// Its first moment, in milliseconds.
    fileprivate var start: SQLValue { .int(Instant(self).milliseconds) }
}
