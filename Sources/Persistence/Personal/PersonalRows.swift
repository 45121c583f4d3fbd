import Commons
import Database
import Rulebook
import Secrets

extension PersonalField {
    static let columns = "f.person_id, f.kind, f.sealed, f.changed_at, f.version"

    /// From `columns`, which come first.
    /// - Throws: A `Refusal` where the ring lacks the key or the bytes are not what was written.
    init(_ row: Row, _ ring: KeyRing) throws {
        let person = try row.text(0)
        guard let kind = PersonalKind(rawValue: try row.text(1)) else {
            throw DatabaseError(.other, "a personal field of an unknown kind")
        }
        do {
            self.init(
                person: person, kind: kind,
                value: try ring.open(row[2].blob ?? [], for: PersonalField.place(person, kind)),
                changedAt: try row.instant(3), version: try row.int(4))
        } catch let error as KeyRingError {
            throw Refusal(error, zh: kind.title.zh, en: kind.title.en.lowercased())
        }
    }
}

extension PersonalKind {
    /// What a value of this kind is found by under the key in use; empty where nobody is found by it.
    func blind(_ normal: String, _ ring: KeyRing) -> String {
        isSearchable ? ring.blindIndex(searched(normal), kind: rawValue) : ""
    }
}

extension PersonalLook {
    static let columns = "id, person_id, kind, looked_by, at, purpose, words"

    init(_ row: Row) throws {
        guard let purpose = LookPurpose(rawValue: try row.text(5)) else {
            throw DatabaseError(.other, "a look for an unknown purpose")
        }
        self.init(
            id: try row.text(0), person: try row.text(1), kind: PersonalKind(rawValue: try row.text(2)),
            by: try row.text(3), at: try row.instant(4), purpose: purpose, words: try row.text(6))
    }
}

extension Consent {
    static let columns = "person_id, purpose, number, edition, given_at, way, withdrawn_at, withdrawn_way"

    init(_ row: Row) throws {
        guard let way = Way(rawValue: try row.text(5)) else {
            throw DatabaseError(.other, "a consent given in an unknown way")
        }
        self.init(
            person: try row.text(0), purpose: try row.text(1), number: try row.int(2), edition: try row.text(3),
            givenAt: try row.instant(4), way: way, withdrawnAt: row[6].int.map(Instant.init(milliseconds:)),
            withdrawnWay: row[7].text.flatMap(Way.init))
    }
}
