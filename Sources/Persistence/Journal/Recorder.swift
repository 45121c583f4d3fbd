import Commons
import Database
import Secrets

/// A connection that notices which rows change, whichever statement does it, and says so in the journal: an entry for
/// each subject of the transaction.
final class Recorder: Connection {
    private let connection: any Connection
    private let origin: Origin
    private let at: Instant
    private let seal: RowSeal
    private let ring: @Sendable () -> KeyRing
    private var contents: [String: JournalContent] = [:]
    private var order: [String] = []
    private var salts: [String: [UInt8]] = [:]

    init(
        _ connection: any Connection, origin: Origin, at: Instant, seal: RowSeal,
        ring: @escaping @Sendable () -> KeyRing
    ) {
        self.connection = connection
        self.origin = origin
        self.at = at
        self.seal = seal
        self.ring = ring
    }

    var dialect: Dialect { connection.dialect }

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        // Whoever is forgotten: what is said of them from here on has another salt.
        if sql.hasPrefix("DELETE FROM journal_salt") { salts = [:] }
        guard let change = Change(sql) else { return try connection.execute(sql, arguments) }
        return try record(change, connection.query(sql + " RETURNING *", arguments)).count
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        guard let change = Change(sql) else { return try connection.query(sql, arguments) }
        // Whole rows are looked at, and what was asked for is given.
        guard let place = sql.firstRange(of: "RETURNING ") else {
            return try record(change, connection.query(sql + " RETURNING *", arguments))
        }
        let wanted = sql[place.upperBound...].split { $0 == "," || $0.isWhitespace }.map(String.init)
        let rows = try record(change, connection.query(sql[..<place.upperBound] + "*", arguments))
        return rows.map { row in Row(columns: wanted, values: wanted.map { row[$0] }) }
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
            try execute(
                "INSERT INTO journal_pending (subject, content) VALUES ($1, $2)",
                [.text(subject), .text(try content.text)])
        }
    }

    private func record(_ change: Change, _ rows: [Row]) throws -> [Row] {
        if let table = change.table { for row in rows { try record(row, table, isRemoved: change.isRemoval) } }
        if !change.isRemoval { try seal.keep(rows, of: change.name, connection) }
        return rows
    }

    private func record(_ row: Row, _ table: RecordedTable, isRemoved: Bool) throws {
        let subject = table.subject(of: row)
        let plain = isRemoved ? row : try table.sealed?.opened(row, ring) ?? row
        let image = isRemoved ? nil : table.image(of: plain, salt: try salt(for: row, table, subject))
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

    /// What a statement does to a table that is recorded or sealed; nil: it does nothing to any.
    private struct Change {
        var name: String
        /// nil: it is sealed alone.
        var table: RecordedTable?
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
            guard let name = name.map(String.init) else { return nil }
            table = RecordedTable.byName[name]
            guard table != nil || RowSeal.tables[name] != nil else { return nil }
            self.name = name
            isRemoval = verb == "DELETE"
        }
    }
}
