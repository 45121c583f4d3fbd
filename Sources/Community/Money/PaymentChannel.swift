public import Commons

/// A provider by whose app people pay. It is asked for a code, which they scan, and tells later what was paid.
public protocol PaymentChannel: Sendable {
    /// Where its money comes to; `wechat` or `alipay`. The raw value stands in the address that it tells to.
    var account: AccountClass { get }
    /// Whose merchant it is, by id or name; nil: that of the only organisation there is.
    var organisation: String? { get }
    /// Asks for an order.
    /// - Returns: what the code to scan says: an address of the provider's.
    /// - Throws: A `Refusal` of kind `unavailable` that names the provider and its own reason where it cannot be
    ///   reached or refuses.
    func open(_ order: PaymentOrder) async throws -> String
    /// Asks what became of an order, for where its telling was lost.
    /// - Returns: nil: not paid so far.
    func news(of order: String) async throws -> PaymentNews?
    /// Reads what somebody says is from the provider.
    /// - Returns: nil: it is from the provider, and not that something was paid.
    /// - Throws: A `Refusal` of kind `forbidden` for what the provider has not signed, `invalid` for what cannot be
    ///   read.
    func read(_ message: PaymentMessage, at now: Instant) throws -> PaymentNews?
    /// What the provider wants to hear: that it need not tell again, or that it should.
    func answer(isTaken: Bool) -> PaymentAnswer
}

/// What somebody is about to pay.
public struct PaymentOrder: Hashable, Sendable {
    /// Ours, 6 to 32 letters and digits; once for each order.
    public var number: String
    /// In words, as the payer reads it; cut to what the provider takes.
    public var title: String
    /// In fen, 1 or more.
    public var amount: Int
    /// Comes back with the news: the id of the bill.
    public var bill: String
    /// Where the provider tells what was paid: an address that it can reach.
    public var tellAt: String
    /// When it can be paid no longer.
    public var until: Instant

    public init(number: String, title: String, amount: Int, bill: String, tellAt: String, until: Instant) {
        self.number = number
        self.title = title
        self.amount = amount
        self.bill = bill
        self.tellAt = tellAt
        self.until = until
    }
}

/// That something was paid.
public struct PaymentNews: Hashable, Sendable {
    /// The provider's own number of the payment: it is booked once.
    public var reference: String
    /// `PaymentOrder.number`.
    public var order: String
    /// `PaymentOrder.bill`; empty where the provider does not say it.
    public var bill: String
    /// In fen: what the payer paid.
    public var amount: Int
    public var at: Instant

    public init(reference: String, order: String, bill: String, amount: Int, at: Instant) {
        self.reference = reference
        self.order = order
        self.bill = bill
        self.amount = amount
        self.at = at
    }
}

/// What came in by HTTP.
public struct PaymentMessage: Sendable {
    /// By their names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(headers: [String: String], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }
}

public struct PaymentAnswer: Hashable, Sendable {
    /// Of HTTP.
    public var status: Int
    /// Its media type.
    public var type: String
    public var body: [UInt8]

    public init(status: Int, type: String, body: [UInt8]) {
        self.status = status
        self.type = type
        self.body = body
    }
}
