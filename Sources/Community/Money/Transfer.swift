public import Commons
import Rulebook

/// Part of a transfer: what one account gets or gives.
public struct Posting: Hashable, Sendable {
    /// The id of the account.
    public var account: String
    /// Debits are positive; never 0.
    public var fen: Int

    public init(account: String, fen: Int) {
        self.account = account
        self.fen = fen
    }
}

/// Money that went from accounts to others. It never changes: a mistake is reversed by another that names it.
public struct Transfer: Hashable, Sendable {
    /// Given by the books, later ones higher; 0: not yet.
    public var number: Int
    public var organisation: String
    public var at: Instant
    /// The item, and which act on it.
    public var item: String
    public var act: String
    /// The act's id in the item's journal.
    public var entry: String
    /// The number of the one that it takes back.
    public var reverses: Int?
    /// By which the outside world knows it; once in an organisation.
    public var reference: String?
    public private(set) var postings: [Posting]

    /// - Throws: A `Refusal` where the postings do not add up to 0, are fewer than two, name an account twice or move
    ///   nothing or too much.
    public init(
        number: Int = 0, organisation: String, at: Instant, item: String, act: String, entry: String,
        reverses: Int? = nil, reference: String? = nil, postings: [Posting]
    ) throws(Refusal) {
        try Transfer.check(postings)
        self.number = number
        self.organisation = organisation
        self.at = at
        self.item = item
        self.act = act
        self.entry = entry
        self.reverses = reverses
        self.reference = reference
        self.postings = postings
    }

    private static func check(_ postings: [Posting]) throws(Refusal) {
        guard postings.count >= 2, Set(postings.map(\.account)).count == postings.count,
            postings.allSatisfy({
                $0.fen != 0 && (-CommunityLimits.fen...CommunityLimits.fen).contains($0.fen)
            }),
            postings.map(\.fen).reduce(0, +) == 0
        else {
            throw Refusal(
                .invalid, zh: "借贷不平：一笔账至少涉及两个账户，各不相同，合计为零",
                en: "a transfer has two accounts or more, each once, and adds up to nothing")
        }
    }
}

extension CommunityLimits {
    /// What one posting moves at most, in fen: ten billion yuan.
    public static let fen = 1_000_000_000_000
    /// What an account holds at most.
    static let balance = 1_000_000_000_000_000_000
    /// Homes of one billing run.
    public static let bills = 20_000
    /// Lines of a statement as a file.
    public static let lines = 100_000
}

/// Fen in words.
public enum Fen {
    private static let field = Field("fen", zh: "金额", en: "Amount", .money)

    /// `¥12.30`; `-¥0.05`.
    public static func shown(_ fen: Int) -> String {
        fen < 0 ? "-" + field.shown(.number(-fen), .zh) : field.shown(.number(fen), .zh)
    }

    /// `12.30`, for machines and spreadsheets.
    public static func digits(_ fen: Int) -> String { field.texts(.number(fen)).joined() }
}
