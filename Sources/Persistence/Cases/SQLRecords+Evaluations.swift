import Commons
import Database
import Evaluation

extension SQLRecords: EvaluationRecords {
    func index(_ summary: EvaluationSummary) throws {
        let json = String(decoding: try CanonicalJSON.encode(summary), as: UTF8.self)
        try connection.execute(
            "INSERT INTO evaluation (case_id, number, community, region, state, grade, certificate, summary, search) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (case_id) DO UPDATE SET number = $2, "
                + "community = $3, region = $4, state = $5, grade = $6, certificate = $7, summary = $8, "
                + "search = $9",
            [
                .text(summary.caseID), .text(summary.number), .text(summary.community), .text(summary.region),
                .text(summary.state), SQLValue(summary.grade), SQLValue(summary.certificate), .text(json),
                .text("\(summary.community)\n\(summary.certificate ?? "")".lowercased()),
            ])
    }

    func summary(_ caseID: String) throws -> EvaluationSummary? {
        try connection.row("SELECT summary FROM evaluation WHERE case_id = $1", [.text(caseID)])
            .map { try CanonicalJSON.decode(EvaluationSummary.self, Array(try $0.text(0).utf8)) }
    }

    func summaries(_ query: SummaryQuery) throws -> [EvaluationSummary] {
        var sql = Statement("SELECT summary FROM evaluation WHERE number > ", [.text(query.after ?? "")])
        if !query.region.isEmpty {
            sql.text += " AND "
            sql.startsWith("region", query.region)
        }
        if query.publishedOnly {
            sql.text += " AND state IN ("
            for (index, state) in EvaluationLifeCycle.published.sorted().enumerated() {
                sql.add(index > 0 ? ", " : "", .text(state))
            }
            sql.text += ")"
        }
        if query.certifiedOnly { sql.text += " AND certificate IS NOT NULL" }
        if let grade = query.grade { sql.add(" AND grade = ", .text(grade)) }
        if !query.text.isEmpty {
            sql.add(" AND search LIKE ", .text(Statement.containing(query.text.lowercased())))
            sql.text += " ESCAPE '!'"
        }
        sql.add(" ORDER BY number LIMIT ", .int(Int64(min(max(query.limit, 1), 10_000))))
        return try connection.query(sql.text, sql.arguments).map {
            try CanonicalJSON.decode(EvaluationSummary.self, Array(try $0.text(0).utf8))
        }
    }

    func caseOfCertificate(_ number: String) throws -> String? {
        try connection.row("SELECT case_id FROM evaluation WHERE certificate = $1", [.text(number)])?[0].text
    }

    func keepRulebook(_ digest: String, _ files: [UInt8]) throws {
        try connection.execute(
            "INSERT INTO rulebook_files (digest, files) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
            [.text(digest), .blob(files)])
    }

    func hasRulebook(_ digest: String) throws -> Bool {
        try connection.row("SELECT 1 FROM rulebook_files WHERE digest = $1", [.text(digest)]) != nil
    }

    func rulebookFiles(_ digest: String) throws -> [UInt8]? {
        try connection.row("SELECT files FROM rulebook_files WHERE digest = $1", [.text(digest)])?[0].blob
    }
}
