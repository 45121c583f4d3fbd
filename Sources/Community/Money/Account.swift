public import Rulebook

/// What an account of a community's books is for. Its raw value stands in what is kept and never changes.
public enum AccountClass: String, Hashable, Sendable, CaseIterable {
    case cash, bank, wechat, alipay
    /// Other means of payment.
    case other
    /// What a home has been billed and has not paid.
    case receivable
    /// What a home has paid and no bill has used.
    case advance
    /// What has been left as security and is given back.
    case deposit
    case income, expense

    /// Which side of the books it grows on.
    public enum Side: Hashable, Sendable { case debit, credit }

    public var side: Side {
        switch self {
        case .cash, .bank, .wechat, .alipay, .other, .receivable, .expense: .debit
        case .advance, .deposit, .income: .credit
        }
    }

    /// Where money lies.
    public static let funds: [AccountClass] = [.cash, .bank, .wechat, .alipay, .other]
    /// What a home owes and what it has paid ahead.
    public static let ofHomes: [AccountClass] = [.receivable, .advance]

    public var title: Phrase {
        switch self {
        case .cash: Phrase(zh: "现金", en: "Cash")
        case .bank: Phrase(zh: "银行存款", en: "Bank")
        case .wechat: Phrase(zh: "微信支付", en: "WeChat Pay")
        case .alipay: Phrase(zh: "支付宝", en: "Alipay")
        case .other: Phrase(zh: "其他收款方式", en: "Other means")
        case .receivable: Phrase(zh: "应收账款", en: "Receivable")
        case .advance: Phrase(zh: "预收账款", en: "Paid in advance")
        case .deposit: Phrase(zh: "押金", en: "Deposits")
        case .income: Phrase(zh: "收入", en: "Income")
        case .expense: Phrase(zh: "支出", en: "Expense")
        }
    }
}

/// An account of an organisation's books. What it holds is the sum of its postings, kept with them in one transaction.
public struct Account: Hashable, Sendable {
    public var id: String
    public var organisation: String
    public var of: AccountClass
    /// Whose it is, or what for: the id of a home or another item, a word; empty: there is one of its class.
    public var subject: String
    /// In fen; debits are positive.
    public var balance: Int

    public init(id: String, organisation: String, of: AccountClass, subject: String = "", balance: Int = 0) {
        self.id = id
        self.organisation = organisation
        self.of = of
        self.subject = subject
        self.balance = balance
    }

    /// As people say it: positive on the side that it grows on.
    public var amount: Int { of.side == .debit ? balance : -balance }
}

/// Which account an act means, for whatever item it is done to.
public enum AccountName: Hashable, Sendable {
    /// The one of its class.
    case one(AccountClass)
    /// That of the place that the item is in.
    case place(AccountClass)
    /// The item's own.
    case item(AccountClass)
    /// That of what stands in a field.
    case field(AccountClass, String)
    /// The one whose class a choice names by its id.
    case chosen(String)

    /// The field that it depends on.
    var field: String? {
        switch self {
        case .field(_, let field), .chosen(let field): field
        case .one, .place, .item: nil
        }
    }
}
