public import Commons
import Rulebook

/// What somebody owes and has paid for a home that they own or live in.
public struct OwnHome: Sendable {
    public var home: CommunityDesk.Named
    /// To be paid, the one that is due first first.
    public var open: [Item]
    /// Newest first.
    public var paid: [Item]
    /// Payments, newest first.
    public var payments: [Item]
    /// Paid ahead, in fen.
    public var advance: Int

    /// In fen.
    public var owed: Int { open.map { Bill($0).open }.reduce(0, +) }
    /// What is open of a bill, in fen.
    public func rest(of bill: Item) -> Int { Bill(bill).open }
}

extension CommunityDesk {
    /// How many bills and payments of a home are shown that are over.
    public static let mostOwn = 24

    /// The visitor's homes with what is owed for them, by number.
    public func ownHomes(_ visitor: Visitor) async throws -> [OwnHome] {
        let decision = policy().decide(visitor, CommunityFunction.ownBills)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        return try await store.readCommunity { records in
            let homes = try records.items(visitor.homes).values.filter {
                allows(CommunityFunction.ownBills, visitor, $0)
            }
            return try homes.sorted { $0.head.number < $1.head.number }.map { try ownHome($0, records) }
        }
    }

    private func ownHome(_ home: Item, _ records: any CommunityRecords) throws -> OwnHome {
        func items(_ kind: Kind, _ states: [String], _ limit: Int) throws -> [Item] {
            try records.items(
                ItemQuery(kind: kind.id, reach: [.places([home.id])], states: states, at: home.id, limit: limit))
        }
        let account = try records.account(home.head.handler, .advance, home.id)
        return OwnHome(
            home: Named(home), open: try items(Estate.bill, [Bill.issued, Bill.part], 1000).sorted(by: Bill.isBefore),
            paid: try items(Estate.bill, [Bill.paid], CommunityDesk.mostOwn),
            payments: try items(Estate.payment, [], CommunityDesk.mostOwn), advance: account?.amount ?? 0)
    }

    /// A payment with what a receipt says: who took it, and the home with what it lies in.
    public func receipt(_ id: String, _ visitor: Visitor) async throws -> (payment: Opened, taker: String) {
        try await store.readCommunity { records in
            let item = try found(id, of: Estate.payment, records)
            try demand(Estate.payment.function(.read), visitor, item)
            let taker = try records.organisation(item.head.handler)?.name ?? ""
            return (try opened(item, Estate.payment, visitor, records), taker)
        }
    }
}
