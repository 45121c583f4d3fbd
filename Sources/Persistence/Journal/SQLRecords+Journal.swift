import Commons
import Database

extension SQLRecords: JournalRecords {
    func note(_ note: JournalNote) throws {
        try connection.execute(
            "INSERT INTO journal_pending (subject, content) VALUES ($1, $2)",
            [.text(note.subject), .text(try note.content(origin, at: now()))])
    }
}
