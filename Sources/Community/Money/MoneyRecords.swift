public import Commons

/// The books, within one transaction.
public protocol MoneyRecords: Records {
    func account(_ id: String) throws -> Account?
    func account(_ organisation: String, _ of: AccountClass, _ subject: String) throws -> Account?
    /// In the order of their ids.
    func accounts(_ query: AccountQuery) throws -> [Account]
    func put(_ account: Account) throws
    /// Its number. Throws a `Refusal` if the reference is there already, or the one that it reverses is reversed.
    func add(_ transfer: Transfer) throws -> Int
    /// Of an item, oldest first.
    func transfers(of item: String) throws -> [Transfer]
    func transfer(_ organisation: String, reference: String) throws -> Transfer?
    /// Newest first.
    func transfers(_ query: TransferQuery) throws -> [Transfer]
    /// What these accounts got and gave together, by transfer, newest first, each with what they held after it.
    /// Transfers between them alone are left out.
    func statement(of accounts: [String], before: Int?, limit: Int) throws -> [StatementLine]
    /// What all accounts of a class hold together, in fen; debits are positive.
    func held(_ of: AccountClass, _ organisations: [String]?) throws -> Int
    /// What was billed and what of it was paid, by building.
    func billed(_ organisations: [String]?) throws -> [BilledFigures]
    /// What does not fit, as the books themselves can tell.
    func bookFaults(_ organisations: [String]?) throws -> [BookFault]
}

public struct AccountQuery: Hashable, Sendable {
    /// nil: of all.
    public var organisations: [String]?
    public var classes: [AccountClass]
    public var subject: String?
    /// The id of the last one of the page before.
    public var after: String?
    public var limit: Int

    public init(
        organisations: [String]?, classes: [AccountClass] = AccountClass.allCases, subject: String? = nil,
        after: String? = nil, limit: Int = 100
    ) {
        self.organisations = organisations
        self.classes = classes
        self.subject = subject
        self.after = after
        self.limit = limit
    }
}

public struct TransferQuery: Hashable, Sendable {
    public var organisations: [String]?
    public var before: Int?
    public var limit: Int

    public init(organisations: [String]?, before: Int? = nil, limit: Int = 100) {
        self.organisations = organisations
        self.before = before
        self.limit = limit
    }
}

/// A line of a statement.
public struct StatementLine: Hashable, Sendable {
    /// The transfer.
    public var number: Int
    public var at: Instant
    public var item: String
    public var act: String
    public var reverses: Int?
    public var reference: String?
    /// In fen; debits are positive.
    public var fen: Int
    public var balance: Int

    public init(
        number: Int, at: Instant, item: String, act: String, reverses: Int?, reference: String?, fen: Int,
        balance: Int
    ) {
        self.number = number
        self.at = at
        self.item = item
        self.act = act
        self.reverses = reverses
        self.reference = reference
        self.fen = fen
        self.balance = balance
    }
}

/// How much of the bills of a building has been paid, in fen; bills that were cancelled do not count.
public struct BilledFigures: Hashable, Sendable {
    /// The id of the space; nil: of what lies in none.
    public var building: String?
    public var billed: Int
    public var paid: Int

    public init(building: String?, billed: Int, paid: Int) {
        self.building = building
        self.billed = billed
        self.paid = paid
    }
}

/// Something in the books that cannot be.
public enum BookFault: Hashable, Sendable {
    /// A transfer whose postings do not add up to nothing, or are fewer than two.
    case unbalanced(transfer: Int)
    /// An account that holds something else than its postings add up to.
    case balance(account: String)
    /// A home whose account says something else than its bills.
    case bills(home: String)
}
