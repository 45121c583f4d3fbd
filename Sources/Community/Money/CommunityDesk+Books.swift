public import Commons
import Rulebook

extension CommunityDesk {
    // MARK: Accounts

    public func accounts(_ query: AccountQuery, _ visitor: Visitor) async throws -> [Account] {
        var query = query
        query.organisations = try organisations(CommunityFunction.readMoney, visitor)
        let asked = query
        return try await store.readCommunity { try $0.accounts(asked) }
    }

    /// What went in and out of accounts, with what they held after it.
    public struct Statement: Sendable {
        public var accounts: [Account]
        /// Newest first.
        public var lines: [StatementLine]
        /// The items that lines are of, and those that the accounts are of, by id.
        public var named: [String: Named]

        /// In fen; debits are positive.
        public var balance: Int { accounts.map(\.balance).reduce(0, +) }
    }

    /// Of one account.
    public func statement(
        ofAccount id: String, before: Int? = nil, limit: Int = 100, _ visitor: Visitor
    ) async throws -> Statement {
        let organisations = try organisations(CommunityFunction.readMoney, visitor)
        return try await store.readCommunity { records in
            guard CommunityDesk.isID(id), let account = try records.account(id),
                organisations?.contains(account.organisation) ?? true
            else { throw CommunityDesk.missing }
            return try statement([account], before, limit, records)
        }
    }

    /// Of a home: what it was billed and what it paid. Money that only went from its advance to its bills is left out.
    public func statement(
        ofHome id: String, before: Int? = nil, limit: Int = 100, _ visitor: Visitor
    ) async throws -> (home: Item, statement: Statement) {
        let organisations = try organisations(CommunityFunction.readMoney, visitor)
        return try await store.readCommunity { records in
            let home = try found(id, of: Estate.space, records)
            guard organisations?.contains(home.head.handler) ?? true else { throw CommunityDesk.missing }
            let accounts = try records.accounts(
                AccountQuery(
                    organisations: [home.head.handler], classes: AccountClass.ofHomes, subject: home.id))
            return (home, try statement(accounts, before, limit, records))
        }
    }

    private func statement(
        _ accounts: [Account], _ before: Int?, _ limit: Int, _ records: any CommunityRecords
    ) throws -> Statement {
        let lines = try records.statement(of: accounts.map(\.id), before: before, limit: limit)
        let items = Set(lines.map(\.item) + accounts.map(\.subject))
        return Statement(
            accounts: accounts, lines: lines, named: try records.items(items).mapValues { Named($0) })
    }

    /// Newest first, with the accounts and items that they name.
    public func transfers(_ query: TransferQuery, _ visitor: Visitor) async throws -> (
        transfers: [Transfer], accounts: [String: Account], named: [String: Named]
    ) {
        var query = query
        query.organisations = try organisations(CommunityFunction.readMoney, visitor)
        let asked = query
        return try await store.readCommunity { records in
            let found = try records.transfers(asked)
            var accounts: [String: Account] = [:]
            for id in Set(found.flatMap { $0.postings.map(\.account) }) { accounts[id] = try records.account(id) }
            return (found, accounts, try records.items(Set(found.map(\.item))).mapValues { Named($0) })
        }
    }

    // MARK: Overview

    /// The books at a glance, of the organisations that the visitor may look at.
    public struct MoneyOverview: Sendable {
        /// Where money lies, what it was earned with and what is held for others; not those of homes one by one.
        public var accounts: [Account]
        public var figures: [BilledFigures]
        public var buildings: [String: Named]
        /// What homes have paid ahead, in fen.
        public var advance: Int
        public var faults: [BookFault]

        public var billed: Int { figures.map(\.billed).reduce(0, +) }
        public var paid: Int { figures.map(\.paid).reduce(0, +) }
    }

    public func moneyOverview(_ visitor: Visitor) async throws -> MoneyOverview {
        let own = try organisations(CommunityFunction.readMoney, visitor)
        return try await store.readCommunity { records in
            let figures = try records.billed(own)
            let general: [AccountClass] = AccountClass.funds + [.income, .expense]
            let buildings = try records.items(Set(figures.compactMap(\.building))).mapValues { Named($0) }
            return MoneyOverview(
                accounts: try records.accounts(AccountQuery(organisations: own, classes: general, limit: 1000)),
                figures: figures, buildings: buildings, advance: -(try records.held(.advance, own)),
                faults: try records.bookFaults(own))
        }
    }

    // MARK: Check

    /// Adds up everything: each transfer to nothing, each account to its postings, each home's account to its bills.
    /// - Returns: what does not fit; nothing: the books are right.
    public func checkBooks(_ visitor: Visitor) async throws -> [BookFault] {
        let own = try organisations(CommunityFunction.readMoney, visitor)
        return try await store.readCommunity { records in
            var owed: [String: Int] = [:]
            var query = ItemQuery(kind: Estate.bill.id, reach: [.all], order: .number, limit: 2000)
            while true {
                let bills = try records.items(query)
                for item in bills where own?.contains(item.head.handler) ?? true {
                    let bill = Bill(item)
                    let isOver = item.state == Bill.cancelled
                    owed[item.place ?? "", default: 0] += isOver ? bill.paid : bill.open
                }
                guard bills.count == query.limit, let last = bills.last else { break }
                query.after = .init(key: last.head.number, id: last.id)
            }
            var asked = AccountQuery(organisations: own, classes: [.receivable], limit: 2000)
            while true {
                let accounts = try records.accounts(asked)
                for account in accounts { owed[account.subject, default: 0] -= account.balance }
                guard accounts.count == asked.limit, let last = accounts.last else { break }
                asked.after = last.id
            }
            return try records.bookFaults(own)
                + owed.filter { $0.value != 0 }.keys.sorted().map { .bills(home: $0) }
        }
    }
}
