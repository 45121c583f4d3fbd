import Commons
import Database
import Secrets

/// A connection that notices which rows change, whichever statement does it, and says so in the journal: an entry for
/// each subject of the transaction.
final class Recorder: Connection {
    private let connection: any Connection
    private let origin: Origin
    private let at: Instant
    private var contents: [String: JournalContent] = [:]
    private var order: [String] = []
    private var salts: [String: [UInt8]] = [:]

    init(_ connection: any Connection, origin: Origin, at: Instant) {
        self.connection = connection
        self.origin = origin
        self.at = at
    }

    var dialect: Dialect { connection.dialect }

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        guard let change = Change(sql) else { return try connection.execute(sql, arguments) }
        return try record(change, connection.query(sql + " RETURNING *", arguments)).count
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        let rows = try connection.query(sql, arguments)
        guard let change = Change(sql) else { return rows }
        precondition(sql.hasSuffix("RETURNING *"), "the journal needs whole rows of \(change.table.name)")
        return try record(change, rows)
    }

    func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        guard Change(sql) != nil else { return try connection.executeMany(sql, rows) }
        for row in rows { try execute(sql, row) }
    }

    func announce(_ message: String, on channel: String) throws { try connection.announce(message, on: channel) }

    /// Something that happened without a row changing.
    func note(_ note: JournalNote) {
        let details = note.details.isEmpty ? nil : note.details
        change(note.subject) { $0.notes = ($0.notes ?? []) + [JournalContent.Note(act: note.act, details: details)] }
    }

    /// Rows that are there already, as if they had just been written.
    func adopt(_ table: RecordedTable, _ rows: [Row]) throws {
        for row in rows { try record(row, table, isRemoved: false) }
    }

    /// At the end of the transaction.
    func finish() throws {
        for subject in order {
            guard let content = contents[subject] else { continue }
            try connection.execute(
                "INSERT INTO journal_pending (subject, content) VALUES ($1, $2)",
                [.text(subject), .text(try content.text)])
        }
    }

    private func record(_ change: Change, _ rows: [Row]) throws -> [Row] {
        for row in rows { try record(row, change.table, isRemoved: change.isRemoval) }
        return rows
    }

    private func record(_ row: Row, _ table: RecordedTable, isRemoved: Bool) throws {
        let subject = table.subject(of: row)
        let image = isRemoved ? nil : table.image(of: row, salt: try salt(for: row, table, subject))
        change(subject) { content in
            var rows = content.rows ?? [:]
            rows[table.key(of: row)] = .some(image)
            content.rows = rows
        }
    }

    private func change(_ subject: String, _ body: (inout JournalContent) -> Void) {
        if contents[subject] == nil {
            contents[subject] = JournalContent(at: at.milliseconds, by: origin.person, way: origin.way, on: subject)
            order.append(subject)
        }
        if contents[subject] != nil { body(&contents[subject]!) }
    }

    private func salt(for row: Row, _ table: RecordedTable, _ subject: String) throws -> [UInt8] {
        if let column = table.salt { return row[column].blob ?? [] }
        guard table.commits(row) else { return [] }
        if let salt = salts[subject] { return salt }
        try connection.execute(
            "INSERT INTO journal_salt (subject, salt) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING",
            [.text(subject), .blob(SecureRandom.bytes(16))])
        let salt = try connection.row("SELECT salt FROM journal_salt WHERE subject = $1", [.text(subject)])?[0].blob
        salts[subject] = salt
        return salt ?? []
    }

    /// What a statement does to a recorded table; nil: it does nothing to any.
    private struct Change {
        var table: RecordedTable
        var isRemoval: Bool

        init?(_ sql: String) {
            let words = sql.split(maxSplits: 3, whereSeparator: { $0 == " " || $0 == "\n" }).prefix(3)
            guard let verb = words.first else { return nil }
            let name: Substring? =
                switch verb {
                case "INSERT", "DELETE": words.count > 2 ? words[2] : nil
                case "UPDATE": words.count > 1 ? words[1] : nil
                default: nil
                }
            guard let name, let table = RecordedTable.byName[String(name)] else { return nil }
            self.table = table
            isRemoval = verb == "DELETE"
        }
    }
}
