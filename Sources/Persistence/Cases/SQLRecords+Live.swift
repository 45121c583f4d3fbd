import Commons
import Database
import Evaluation
import Rulebook

extension SQLRecords {
    func put(_ score: LiveScore) throws {
        let head = score.head
        try connection.execute(
            "INSERT INTO live_score (organisation, rulebook, day, region, at, q, met, content) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organisation, rulebook, day) "
                + "DO UPDATE SET region = $4, at = $5, q = $6, met = $7, content = $8",
            [
                .text(head.organisation), .text(head.rulebook), .int(Int64(head.day.ordinal)), .text(head.region),
                .int(head.at.milliseconds), .text(head.q.shortest), .int(Int64(head.met)),
                .text(String(decoding: try CanonicalJSON.encode(score.lines), as: UTF8.self)),
            ])
    }

    func liveScore(of organisation: String, rulebook: String, onOrBefore day: Day) throws -> LiveScore? {
        let row = try connection.row(
            "SELECT day, region, at, q, met, content FROM live_score WHERE organisation = $1 AND rulebook = $2 "
                + "AND day <= $3 ORDER BY day DESC LIMIT 1",
            [.text(organisation), .text(rulebook), .int(Int64(day.ordinal))])
        return try row.map { row in
            LiveScore(
                head: try head(row, organisation, rulebook),
                lines: try CanonicalJSON.decode([LiveLine].self, Array(try row.text(5).utf8)))
        }
    }

    func liveHeads(of organisation: String, rulebook: String, from day: Day) throws -> [LiveScore.Head] {
        try connection.query(
            "SELECT day, region, at, q, met FROM live_score WHERE organisation = $1 AND rulebook = $2 AND day >= $3 "
                + "ORDER BY day",
            [.text(organisation), .text(rulebook), .int(Int64(day.ordinal))]
        ).map { try head($0, organisation, rulebook) }
    }

    private func head(_ row: Row, _ organisation: String, _ rulebook: String) throws -> LiveScore.Head {
        guard let day = Day(ordinal: try row.int(0)), let q = Exact(try row.text(3)) else {
            throw DatabaseError(.other, "no day or no Q of a live score")
        }
        return LiveScore.Head(
            organisation: organisation, region: try row.text(1), rulebook: rulebook, day: day,
            at: try row.instant(2), q: q, met: try row.int(4))
    }
}
