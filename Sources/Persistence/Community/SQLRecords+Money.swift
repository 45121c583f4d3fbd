import Commons
import Community
import Database

extension SQLRecords {
    // MARK: Accounts

    private static let accounts = "SELECT id, organisation, class, subject, balance FROM account"

    private static func account(_ row: Row) throws -> Account {
        let word = try row.text(2)
        guard let of = AccountClass(rawValue: word) else {
            throw DatabaseError(.other, "there is no class of accounts called \(word)")
        }
        return Account(
            id: try row.text(0), organisation: try row.text(1), of: of, subject: try row.text(3),
            balance: try row.int(4))
    }

    func account(_ id: String) throws -> Account? {
        try connection.row(SQLRecords.accounts + " WHERE id = $1", [.text(id)]).map(SQLRecords.account)
    }

    func account(_ organisation: String, _ of: AccountClass, _ subject: String) throws -> Account? {
        try connection.row(
            SQLRecords.accounts + " WHERE organisation = $1 AND class = $2 AND subject = $3",
            [.text(organisation), .text(of.rawValue), .text(subject)]
        ).map(SQLRecords.account)
    }

    func accounts(_ query: AccountQuery) throws -> [Account] {
        var sql = Statement(SQLRecords.accounts + " WHERE id > ", [.text(query.after ?? "")])
        if let organisations = query.organisations { sql.isOne("organisation", of: organisations) }
        sql.isOne("class", of: query.classes.map(\.rawValue))
        if let subject = query.subject { sql.add(" AND subject = ", .text(subject)) }
        sql.add(" ORDER BY id LIMIT ", .int(Int64(query.limit)))
        return try connection.query(sql.text, sql.arguments).map(SQLRecords.account)
    }

    func put(_ account: Account) throws {
        try connection.execute(
            "INSERT INTO account (id, organisation, class, subject, balance) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (id) DO UPDATE SET balance = excluded.balance",
            [
                .text(account.id), .text(account.organisation), .text(account.of.rawValue), .text(account.subject),
                .int(Int64(account.balance)),
            ])
    }

    func held(_ of: AccountClass, _ organisations: [String]?) throws -> Int {
        var sql = Statement(
            "SELECT COALESCE(CAST(sum(balance) AS BIGINT), 0) FROM account WHERE class = ", [.text(of.rawValue)])
        if let organisations { sql.isOne("organisation", of: organisations) }
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    // MARK: Transfers

    private static let transferColumns = "number, organisation, at, item, act, entry, reverses, reference"

    func add(_ transfer: Transfer) throws -> Int {
        let row: Row?
        do {
            row = try connection.row(
                "INSERT INTO transfer (organisation, at, item, act, entry, reverses, reference) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number",
                [
                    .text(transfer.organisation), .int(transfer.at.milliseconds), .text(transfer.item),
                    .text(transfer.act), .text(transfer.entry), SQLValue(transfer.reverses.map { Int64($0) }),
                    SQLValue(transfer.reference),
                ])
        } catch let error as DatabaseError where error.kind == .duplicate {
            throw Refusal(.conflict, zh: "这笔账已经记过了", en: "this is in the books already")
        }
        guard let number = try row?.int(0) else { throw DatabaseError(.other, "a transfer was not added") }
        for posting in transfer.postings {
            try connection.execute(
                "INSERT INTO posting (transfer, account, fen) VALUES ($1, $2, $3)",
                [.int(Int64(number)), .text(posting.account), .int(Int64(posting.fen))])
        }
        return number
    }

    func transfers(of item: String) throws -> [Transfer] {
        try transfers(Statement(" WHERE item = ", [.text(item)]), order: " ORDER BY number")
    }

    func transfer(_ organisation: String, reference: String) throws -> Transfer? {
        var sql = Statement(" WHERE organisation = ", [.text(organisation)])
        sql.add(" AND reference = ", .text(reference))
        return try transfers(sql, order: "").first
    }

    func transfers(_ query: TransferQuery) throws -> [Transfer] {
        var sql = Statement(" WHERE number < ", [.int(Int64(query.before ?? Int.max))])
        if let organisations = query.organisations { sql.isOne("organisation", of: organisations) }
        return try transfers(sql, order: " ORDER BY number DESC LIMIT \(query.limit)")
    }

    private func transfers(_ condition: Statement, order: String) throws -> [Transfer] {
        let rows = try connection.query(
            "SELECT \(SQLRecords.transferColumns) FROM transfer" + condition.text + order, condition.arguments)
        var postings: [Int: [Posting]] = [:]
        for start in stride(from: 0, to: rows.count, by: 500) {
            var sql = Statement("SELECT transfer, account, fen FROM posting WHERE transfer IN (", [])
            for (index, row) in rows[start..<min(start + 500, rows.count)].enumerated() {
                sql.add(index > 0 ? ", " : "", .int(Int64(try row.int(0))))
            }
            sql.text += ") ORDER BY transfer, fen DESC, account"
            for row in try connection.query(sql.text, sql.arguments) {
                postings[try row.int(0), default: []].append(
                    Posting(account: try row.text(1), fen: try row.int(2)))
            }
        }
        return try rows.map { row in
            let number = try row.int(0)
            return try Transfer(
                number: number, organisation: try row.text(1), at: try row.instant(2), item: try row.text(3),
                act: try row.text(4), entry: try row.text(5), reverses: row[6].int.map { Int($0) },
                reference: row[7].text, postings: postings[number] ?? [])
        }
    }

    // MARK: Statements

    func statement(of accounts: [String], before: Int?, limit: Int) throws -> [StatementLine] {
        var sql = Statement(
            "SELECT t.number, t.at, t.item, t.act, t.reverses, t.reference, CAST(sum(p.fen) AS BIGINT) "
                + "FROM posting p JOIN transfer t ON t.number = p.transfer WHERE p.transfer < ",
            [.int(Int64(before ?? Int.max))])
        sql.isOne("p.account", of: accounts)
        sql.add(
            " GROUP BY t.number, t.at, t.item, t.act, t.reverses, t.reference HAVING sum(p.fen) <> 0 "
                + "ORDER BY t.number DESC LIMIT ", .int(Int64(limit)))
        let rows = try connection.query(sql.text, sql.arguments)
        guard let newest = rows.first else { return [] }
        var held = Statement(
            "SELECT CAST(sum(fen) AS BIGINT) FROM posting WHERE transfer <= ", [.int(Int64(try newest.int(0)))])
        held.isOne("account", of: accounts)
        var balance = try connection.row(held.text, held.arguments)?.int(0) ?? 0
        return try rows.map { row in
            let line = StatementLine(
                number: try row.int(0), at: try row.instant(1), item: try row.text(2), act: try row.text(3),
                reverses: row[4].int.map { Int($0) }, reference: row[5].text, fen: try row.int(6), balance: balance)
            balance -= line.fen
            return line
        }
    }

    func billed(_ organisations: [String]?) throws -> [BilledFigures] {
        // What settles a bill is what was paid; all else of a home's account is what was billed.
        var sql = Statement("SELECT b.building, CAST(sum(CASE WHEN t.act = ", [.text(CommunityDesk.settling)])
        sql.add(
            " THEN 0 ELSE p.fen END) AS BIGINT), CAST(sum(CASE WHEN t.act = ", .text(CommunityDesk.settling))
        sql.add(
            " THEN -p.fen ELSE 0 END) AS BIGINT) "
                + "FROM account a JOIN posting p ON p.account = a.id JOIN transfer t ON t.number = p.transfer "
                + "LEFT JOIN (SELECT l.space, min(l.outer_space) AS building FROM space_link l "
                + "JOIN item_value v ON v.item = l.outer_space AND v.kind = 'space' AND v.field = 'level' "
                + "AND v.word = 'building' GROUP BY l.space) b ON b.space = a.subject WHERE a.class = ",
            .text(AccountClass.receivable.rawValue))
        if let organisations { sql.isOne("a.organisation", of: organisations) }
        sql.text += " GROUP BY b.building"
        return try connection.query(sql.text, sql.arguments).map { row in
            BilledFigures(building: row[0].text, billed: try row.int(1), paid: try row.int(2))
        }
    }

    // MARK: Check

    func bookFaults(_ organisations: [String]?) throws -> [BookFault] {
        var transfers = Statement(
            "SELECT t.number FROM transfer t LEFT JOIN posting p ON p.transfer = t.number WHERE t.number > ",
            [.int(0)])
        if let organisations { transfers.isOne("t.organisation", of: organisations) }
        transfers.text +=
            " GROUP BY t.number HAVING count(p.account) < 2 OR COALESCE(sum(p.fen), 0) <> 0 ORDER BY t.number LIMIT 100"
        var accounts = Statement(
            "SELECT a.id FROM account a LEFT JOIN posting p ON p.account = a.id WHERE a.id > ", [.text("")])
        if let organisations { accounts.isOne("a.organisation", of: organisations) }
        accounts.text +=
            " GROUP BY a.id, a.balance HAVING COALESCE(sum(p.fen), 0) <> a.balance ORDER BY a.id LIMIT 100"
        return try connection.query(transfers.text, transfers.arguments).map { .unbalanced(transfer: try $0.int(0)) }
            + connection.query(accounts.text, accounts.arguments).map { .balance(account: try $0.text(0)) }
    }
}
