import Commons
import Database
import Foundation
import Rulebook
import Secrets

extension SQLRecords: IdempotencyRecords {
    func storedAnswer(_ key: IdempotencyKey) throws -> StoredAnswer? {
        try connection.row(
            "SELECT request_digest, asked_at, status, headers, body FROM stored_answer "
                + "WHERE key_digest = $1 AND person_id = $2 AND method = $3 AND path = $4", key.values
        ).map { row in
            let headers = try JSONDecoder().decode([StoredAnswer.Header].self, from: Data(row.text(3).utf8))
            let stored = row[4].blob ?? []
            var body = stored
            do {
                // Those of versions before stand in plain until they are forgotten.
                if KeyRing.keyID(of: stored) != nil { body = try ring().openBytes(stored, for: key.place) }
            } catch let error as KeyRingError {
                throw Refusal(error, "stored_answer")
            }
            return StoredAnswer(
                key: key, request: try row.text(0), at: try row.instant(1), status: try row.int(2), headers: headers,
                body: body)
        }
    }

    func insert(_ answer: StoredAnswer) throws {
        do {
            try connection.execute(Self.insertion, try values(answer))
        } catch let error as DatabaseError where error.kind == .duplicate {
            throw Self.changedMeanwhile
        }
    }

    func save(_ answer: StoredAnswer) throws {
        try connection.execute(
            Self.insertion + " ON CONFLICT (key_digest, person_id, method, path) DO UPDATE SET "
                + "request_digest = excluded.request_digest, asked_at = excluded.asked_at, "
                + "status = excluded.status, headers = excluded.headers, body = excluded.body", try values(answer))
    }

    func removeStoredAnswer(_ key: IdempotencyKey) throws {
        try connection.execute(
            "DELETE FROM stored_answer WHERE key_digest = $1 AND person_id = $2 AND method = $3 AND path = $4",
            key.values)
    }

    private static let insertion =
        "INSERT INTO stored_answer (key_digest, person_id, method, path, request_digest, asked_at, status, headers, "
        + "body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

    private func values(_ answer: StoredAnswer) throws -> [SQLValue] {
        let headers = String(decoding: try JSONEncoder().encode(answer.headers), as: UTF8.self)
        return answer.key.values + [
            .text(answer.request), .int(answer.at.milliseconds), .int(Int64(answer.status)), .text(headers),
            .blob(ring().seal(answer.body, for: answer.key.place)),
        ]
    }
}

extension IdempotencyKey {
    /// Answers may name people, so they are encrypted; they are forgotten before keys are.
    fileprivate var place: String { "answer/\(person)/\(digest)" }

    fileprivate var values: [SQLValue] { [.text(digest), .text(person), .text(method), .text(path)] }
}
