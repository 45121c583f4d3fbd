public import Commons

/// An order at a provider, by whose code somebody pays a bill.
public struct PaymentTicket: Hashable, Sendable {
    public enum State: String, Hashable, Sendable {
        case waiting, paid
        /// Its time is over, and the provider knows of no payment.
        case lapsed
    }

    /// `PaymentOrder.number`.
    public var number: String
    /// The provider, by where its money comes to.
    public var way: AccountClass
    public var organisation: String
    /// The id of the bill.
    public var bill: String
    /// In fen.
    public var amount: Int
    /// What the code says.
    public var code: String
    public var openedAt: Instant
    public var until: Instant
    public var state: State

    public init(
        number: String, way: AccountClass, organisation: String, bill: String, amount: Int, code: String,
        openedAt: Instant, until: Instant, state: State = .waiting
    ) {
        self.number = number
        self.way = way
        self.organisation = organisation
        self.bill = bill
        self.amount = amount
        self.code = code
        self.openedAt = openedAt
        self.until = until
        self.state = state
    }
}

/// Orders at providers, within one transaction.
public protocol PaymentRecords {
    func ticket(_ number: String) throws -> PaymentTicket?
    /// Newest first.
    func tickets(of bill: String) throws -> [PaymentTicket]
    /// Those that wait, newest first.
    func waitingTickets(limit: Int) throws -> [PaymentTicket]
    /// Adds it, or puts its state in the place of what there is.
    func put(_ ticket: PaymentTicket) throws
}
