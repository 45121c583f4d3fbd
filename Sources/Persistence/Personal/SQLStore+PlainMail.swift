import Commons
import Database
import Secrets

extension SQLStore {
    /// Brings mail addresses that stand in plain, as versions before personal fields left them, into encrypted fields,
    /// and blanks where they stood. Mail went out to them, so that goes on: the consent says since when and why.
    ///
    /// Done again it changes nothing. In batches; interrupted, it goes on at the next start.
    /// - Returns: How many there were.
    @discardableResult
    public func sealPlainMail(batch: Int = 200) async throws -> Int {
        var sum = 0
        while true {
            let at = now()
            let done = try await writeRecords { records in
                let rows = try records.connection.query(
                    "SELECT id, mail FROM person WHERE mail <> '' ORDER BY id LIMIT $1", [.int(Int64(batch))])
                for row in rows { try records.sealMail(try row.text(1), of: try row.text(0), at: at) }
                return rows.count
            }
            if done == 0 { return sum }
            sum += done
        }
    }
}

extension SQLRecords {
    fileprivate func sealMail(_ mail: String, of person: String, at: Instant) throws {
        if try personalField(.mail, of: person) == nil {
            _ = try save(PersonalField(person: person, kind: .mail, value: mail, changedAt: at), version: 0)
        }
        let purpose = ConsentPurpose.mail
        if try !consents(of: person).contains(where: { $0.purpose == purpose.id }) {
            try save(
                Consent(
                    person: person, purpose: purpose.id, number: 1, edition: purpose.edition, givenAt: at, way: .before)
            )
        }
        try connection.execute("UPDATE person SET mail = '' WHERE id = $1", [.text(person)])
    }
}
