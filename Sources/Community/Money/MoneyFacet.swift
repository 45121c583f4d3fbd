/// That acts on things of a kind move money, in the transaction of the act. Once money has moved, the fields that it
/// came from cannot be changed, nor the place.
public struct MoneyFacet: Hashable, Sendable {
    public var transfers: [TransferRule]
    /// After each act, what the home has paid ahead pays its bills; see `CommunityDesk.settle`.
    public var settles: Bool

    public init(_ transfers: [TransferRule], settles: Bool = false) {
        self.transfers = transfers
        self.settles = settles
    }
}

/// What one act moves.
public struct TransferRule: Hashable, Sendable {
    public enum Effect: Hashable, Sendable {
        /// `amount`: the field with the money, of the act's own form or of the kind's; nothing in it moves nothing.
        /// `reference`: the field by which the outside world knows it, which then stands once.
        case move(debit: AccountName, credit: AccountName, amount: String, reference: String?)
        /// Takes back what another act moved.
        case reverse(String)
    }

    /// The id of the act, or `KindAct.create`.
    public var act: String
    public var effect: Effect

    public init(on act: String, debit: AccountName, credit: AccountName, amount: String, reference: String? = nil) {
        self.act = act
        effect = .move(debit: debit, credit: credit, amount: amount, reference: reference)
    }

    public init(on act: String, reversing other: String) {
        self.act = act
        effect = .reverse(other)
    }

    /// What it depends on.
    var fields: Set<String> {
        guard case .move(let debit, let credit, let amount, let reference) = effect else { return [] }
        return Set([debit.field, credit.field, amount, reference].compactMap(\.self))
    }
}

extension Facet {
    /// Whether an act on one may be followed by acts of the program on it.
    var settles: Bool { if case .money(let facet) = self { facet.settles } else { false } }
}
