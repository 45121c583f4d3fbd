import Commons
import Database
import Secrets

/// A table with a column `sealed` of encrypted bytes, and one `key_id` for the key that they are encrypted with.
struct SealedTable: Sendable {
    let name: String
    let keys: [String]
    /// The column that is empty where the bytes hold its value; nil: there is none.
    let plain: String?
    /// Which rows of versions before stand in plain and have to be encrypted; nil: none.
    let before: String?
    /// What a row's bytes are encrypted for.
    let place: @Sendable (Row) -> String
    /// A column that is made of the value and the ring, and turns with it.
    let index: Index?

    struct Index: Sendable {
        let column: String
        let value: @Sendable (Row, _ text: String, KeyRing) -> String
    }

    init(
        _ name: String, keys: [String], plain: String? = nil, before: String? = nil, index: Index? = nil,
        place: @escaping @Sendable (Row) -> String
    ) {
        self.name = name
        self.keys = keys
        self.plain = plain
        self.before = before
        self.index = index
        self.place = place
    }

    static let fields = SealedTable(
        "personal_field", keys: ["person_id", "kind"],
        index: Index(column: "blind") { row, text, ring in
            PersonalKind(rawValue: row.word("kind"))?.blind(text, ring) ?? ""
        }
    ) { row in
        "person/\(row.word("person_id"))/\(row.word("kind"))"
    }
    static let secondFactors = SealedTable("second_factor", keys: ["person_id"]) { row in
        "person/\(row.word("person_id"))/totp"
    }
    // What those versions called the acts; as in the index `case_entry_plain`.
    static let entries = SealedTable(
        CaseEntry.table, keys: ["case_id", "sequence"], plain: "data",
        before: "act IN ('open', 'editCommunity', 'object') AND sealed IS NULL"
    ) { row in
        "case/\(row.word("case_id"))/\(row.word("sequence"))"
    }
    static let webhooks = SealedTable("webhook", keys: ["id"], plain: "secret", before: "sealed IS NULL") { row in
        "webhook/\(row.word("id"))"
    }
    static let items = SealedTable("item", keys: ["id"], plain: "secret") { row in "item/\(row.word("id"))" }
    static let all = [fields, secondFactors, entries, webhooks, items]

    /// What stands in the columns `plain`, `sealed` and `key_id` for a text.
    func values(_ text: String, for row: Row, _ ring: KeyRing) -> [SQLValue] {
        let sealed = ring.seal(text, for: place(row))
        return [.text(""), .blob(sealed), SQLValue(KeyRing.keyID(of: sealed))]
    }

    func isSealed(_ row: Row) -> Bool { row["sealed"] != .null || row["key_id"] != .null }

    /// The row as it reads in plain.
    /// - Throws: A `Refusal` where the ring lacks the key or the bytes are not what was written.
    func opened(_ row: Row, _ ring: () -> KeyRing) throws -> Row {
        guard let plain, isSealed(row) else { return row }
        do {
            guard let sealed = row["sealed"].blob, row["key_id"].text == KeyRing.keyID(of: sealed),
                row[plain].text == ""
            else { throw KeyRingError.damaged }
            let text = try ring().open(sealed, for: place(row))
            return Row(
                columns: row.columns,
                values: zip(row.columns, row.values).map { $0 == plain ? .text(text) : $1 })
        } catch let error as KeyRingError {
            throw Refusal(error, ([name] + keys.map(row.word)).joined(separator: "/"))
        }
    }
}

extension Refusal {
    /// That something, in words, cannot be read.
    init(_ error: KeyRingError, zh: String, en: String) {
        switch error {
        case .noKey(let id):
            self.init(
                .unavailable, zh: "缺少密钥 \(id)，读不出“\(zh)”；请管理员放回完整的密钥文件",
                en:
                    "the key \(id) is not there, so \(en) cannot be read; the operator has to bring back the whole key "
                    + "file")
        case .damaged:
            self.init(
                .unavailable, zh: "“\(zh)”的密文已被改动或损坏，请从备份恢复",
                en: "the encrypted \(en) is damaged; bring it back from a backup")
        }
    }

    init(_ error: KeyRingError, _ place: String) { self.init(error, zh: place, en: place) }
}
