import Commons
import Database
import Foundation
import Secrets

/// How the journal tells a table's rows. What a table does not say of a column is committed to, so that a new one
/// neither leaks nor escapes.
struct RecordedTable: Sendable {
    enum Column: Sendable {
        /// Told as it is.
        case open
        /// Too long to repeat: its SHA-256.
        case digest
        /// Changes all the time and means nothing for what happened.
        case ignored
        /// Told by its SHA-256 with a salt.
        case committed
    }

    let name: String
    let keys: [String]
    /// Whose entry a row stands in: `person` by the value of this column.
    let subject: (kind: String, column: String)
    private let columns: [String: Column]
    /// The column that the row's own salt stands in; nil: it is the subject's.
    let salt: String?
    /// Rows end by themselves, without anybody's doing.
    let mayEnd: Bool
    /// A row is told as it reads in plain, so that turning keys changes nothing of what was said.
    let sealed: SealedTable?

    init(
        _ name: String, keys: [String] = ["id"], subject: (String, String)? = nil, open: [String] = [],
        digest: [String] = [], ignored: [String] = [], salt: String? = nil, mayEnd: Bool = false,
        sealed: SealedTable? = nil
    ) {
        self.name = name
        self.keys = keys
        self.subject = subject ?? (name, keys[0])
        var columns: [String: Column] = [:]
        // What ends by itself is known by secrets or their digests: those do not stand there for good.
        for column in (mayEnd ? [] : keys) + open { columns[column] = .open }
        for column in digest { columns[column] = .digest }
        for column in ignored + [RowSeal.column] + (salt.map { [$0] } ?? []) { columns[column] = .ignored }
        self.columns = columns
        self.salt = salt
        self.mayEnd = mayEnd
        self.sealed = sealed
    }

    func key(of row: Row) -> String {
        let words = keys.map(row.word).joined(separator: "/")
        return name + "/" + (mayEnd ? String(SHA256Digest.hex(of: Array(words.utf8)).prefix(32)) : words)
    }

    func subject(of row: Row) -> String { "\(subject.kind)/\(row.word(subject.column))" }

    var commits: (Row) -> Bool {
        { row in row.columns.contains { self.column($0) == .committed } }
    }

    private func column(_ name: String) -> Column { columns[name] ?? .committed }

    /// The row as the journal tells it.
    func image(of row: Row, salt: [UInt8]) -> [String: JournalValue] {
        var image: [String: JournalValue] = [:]
        for (name, value) in zip(row.columns, row.values) {
            switch column(name) {
            case .ignored: continue
            case .open: image[name] = JournalField(value).open
            case .digest: image[name] = JournalField(value).digest
            case .committed: image[name] = JournalField(value).committed(name, salt: salt)
            }
        }
        return image
    }
}

extension JournalField {
    init(_ value: SQLValue) {
        self =
            switch value {
            case .null: .null
            case .int(let number): .int(number)
            case .text(let text): .text(text)
            case .blob(let bytes): .blob(bytes)
            case .double(let number): .double(number)
            }
    }
}

extension RecordedTable {
    static let all: [RecordedTable] = [
        RecordedTable("person", open: ["language", "is_active", "version"]),
        RecordedTable("organisation", open: ["kind", "name", "region", "is_active", "search", "version"]),
        RecordedTable(
            "membership", keys: ["person_id", "organisation_id", "role"], subject: ("person", "person_id"),
            open: ["fields"]),
        RecordedTable("credential", keys: ["person_id"], subject: ("person", "person_id"), open: ["changed_at"]),
        RecordedTable(
            "login_session", subject: ("person", "person_id"), open: ["person_id", "created_at", "expires_at"],
            ignored: ["last_seen_at"], mayEnd: true),
        RecordedTable(
            "access_token", subject: ("person", "person_id"),
            open: ["person_id", "scopes", "created_at", "expires_at"],
            ignored: ["last_used_at"], mayEnd: true),
        RecordedTable(
            "password_link", keys: ["digest"], subject: ("person", "person_id"), open: ["person_id", "expires_at"],
            mayEnd: true),
        RecordedTable(
            "login_step", keys: ["digest"], subject: ("person", "person_id"), open: ["person_id", "expires_at"],
            mayEnd: true),
        RecordedTable(
            "second_factor", keys: ["person_id"], subject: ("person", "person_id"),
            open: ["confirmed_at", "last_step", "key_id"]),
        RecordedTable("recovery_code", keys: ["person_id", "digest"], subject: ("person", "person_id")),
        // The hash is a part of its key as well, and is told to nobody.
        RecordedTable("earlier_password", keys: ["person_id", "changed_at"], subject: ("person", "person_id")),
        RecordedTable(
            "personal_field", keys: ["person_id", "kind"], subject: ("person", "person_id"),
            open: ["key_id", "changed_at", "version"]),
        RecordedTable(
            "personal_look", subject: ("person", "person_id"),
            open: ["person_id", "kind", "looked_by", "at", "purpose"]),
        RecordedTable(
            "consent", keys: ["person_id", "purpose", "number"], subject: ("person", "person_id"),
            open: ["edition", "given_at", "way", "withdrawn_at", "withdrawn_way"]),
        RecordedTable(
            "erasure", keys: ["person_id"], subject: ("person", "person_id"), open: ["at", "erased_by", "reason"]),
        RecordedTable("setting", keys: ["name"], open: ["version"], digest: ["content"]),
        RecordedTable("case_head", subject: ("case", "id"), open: ["state", "sequence"], digest: caseWords),
        RecordedTable(
            CaseEntry.table, keys: ["case_id", "sequence"], subject: ("case", "case_id"),
            open: ["id", "at", "person", "organisation", "act"], ignored: ["sealed", "key_id"], salt: "salt",
            sealed: .entries),
        RecordedTable(
            "case_segment", keys: ["case_id", "position"], subject: ("case", "case_id"), open: ["last"],
            digest: ["content"]),
        RecordedTable(
            "item", subject: ("case", "id"), open: ["kind", "edition", "since"], ignored: ["sealed", "key_id"],
            salt: "salt", sealed: .items),
        RecordedTable(
            "form_edition", keys: ["kind", "edition"], subject: ("form", "kind"), open: ["made_at"],
            digest: ["content"]),
        RecordedTable("slot", keys: ["item"], subject: ("case", "item"), open: ["resource", "from_at", "until_at"]),
        // What was answered is committed to, so that the journal tells nobody's vote.
        RecordedTable(
            "receipt", keys: ["item", "person"], subject: ("person", "person"), open: ["delivered_at", "answered_at"],
            ignored: ["read_at"]),
        RecordedTable(
            "form_author", keys: ["kind", "edition"], subject: ("form", "kind"), open: ["person"]),
        RecordedTable("account", open: ["organisation", "class", "subject", "balance"]),
        RecordedTable(
            "transfer", keys: ["number"], open: ["organisation", "at", "item", "act", "entry", "reverses"],
            digest: ["reference"]),
        RecordedTable("posting", keys: ["transfer", "account"], subject: ("transfer", "transfer"), open: ["fen"]),
        RecordedTable(
            "payment_ticket", keys: ["number"], subject: ("case", "bill"),
            open: ["way", "organisation", "bill", "amount", "opened_at", "until_at", "state"], digest: ["code"]),
        RecordedTable(
            "device_key", subject: ("case", "device"), open: ["device", "made_at", "person"], ignored: ["used_at"]),
        RecordedTable(
            "device_command", subject: ("case", "device"),
            open: ["device", "command", "asked_at", "person", "rule", "until_at", "state", "sent_at", "answered_at"],
            digest: ["answer"]),
        // What the device says of itself changes without anybody's doing.
        RecordedTable(
            "device_setting", keys: ["device", "setting"], subject: ("case", "device"),
            open: ["wished", "wished_at", "person"], ignored: ["told", "told_at"]),
        RecordedTable(
            "device_announcement", keys: ["gateway", "topic"], subject: ("case", "gateway"),
            open: ["device", "number"], digest: ["content"]),
        // What comes in meanwhile is counted, and changes nothing else.
        RecordedTable(
            "device_quarantine", keys: ["device"], subject: ("case", "device"), open: ["since"],
            ignored: ["last_at", "held"]),
        RecordedTable("case_assigned", keys: ["case_id", "person"], subject: ("case", "case_id")),
        RecordedTable("case_number", keys: ["kind", "year"], subject: ("case_number", "kind"), open: ["last"]),
        RecordedTable(
            "evaluation", keys: ["case_id"], subject: ("case", "case_id"),
            digest: ["number", "community", "region", "state", "grade", "certificate", "search", "summary"]),
        RecordedTable("rulebook_files", keys: ["digest"], subject: ("rulebook", "digest"), digest: ["files"]),
        RecordedTable("file", keys: ["digest"], open: ["size", "type", "stored_at"]),
        RecordedTable(
            "notice", subject: ("person", "person"), open: ["person", "at", "kind", "link"],
            ignored: ["read_at", "mailed_at"]),
        RecordedTable(
            "webhook", open: ["organisation", "person", "created_at", "active"],
            ignored: ["failures", "sealed", "key_id"], sealed: .webhooks),
        RecordedTable(
            "journal_key", subject: ("journal", "id"),
            open: ["public_key", "added_at", "retired_at", "compromised_at"]),
        RecordedTable(
            "metric_value", keys: ["metric", "organisation", "day"], subject: ("metric", "metric"),
            open: ["region", "at", "from_at", "numerator", "denominator", "sample", "state"], digest: ["content"]),
        RecordedTable(
            "live_score", keys: ["organisation", "rulebook", "day"], subject: ("live", "organisation"),
            open: ["region", "at", "q", "met"], digest: ["content"]),
        RecordedTable(
            "retention_run", keys: ["subject", "day"], subject: ("retention", "subject"),
            open: ["at", "before_at", "count"]),
        RecordedTable("webhook_event", keys: ["webhook", "event"], subject: ("webhook", "webhook")),
    ]

    private static let caseWords = [
        "kind", "number", "title", "opener", "handler", "region", "opened_at", "changed_at", "due", "search",
    ]

    static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    /// Tables that say nothing of what happened: work to do, half-finished uploads, answers kept for repetitions, and
    /// the journal itself, which proves itself. Contents of files are proved by their digests.
    static let operational = untold.union([
        "login_failures", "stored_answer", "upload", "file_body", "file_chunk", "webhook_delivery", "job",
        "journal_pending", "journal_entry", "journal_node", "journal_checkpoint", "journal_witnessed",
        "journal_salt",
    ]).union(byDays)

    /// What is too many to be told row by row: a day of it is told when it is over; see `DayRows`.
    static let byDays: Set<String> = ["series", "reading", "reading_day", "reading_refused", "event", "rule_run"]

    /// What can be made anew from items, and where work stands: edits of these behind the server's back do not show.
    static let untold: Set<String> = [
        "item_value", "space_link", "counter", "open_alarm", "escalation", "rule_mark", "reading_late", "event_seen",
        "device_presence", "device_change", "gateway_node", "broker_link", "intake_turn",
    ]
}
