import Commons
import Rulebook

/// How bills are paid. Whatever a home pays comes to its advance account first. From there it goes to its open bills,
/// the one that the payment names first, then those that are due first; what is left pays the next bill. What
/// is refunded is taken from there too; where that is not enough, bills that had been paid last are open again.
extension CommunityDesk {
    /// A payment names a bill of its own place that is still open.
    func checkSettlement(_ change: Change, _ records: any CommunityRecords) throws {
        guard change.before == nil, let id = change.after.fields["bill"]?.text else { return }
        guard let bill = try records.item(id), bill.head.kind == Estate.bill.id, bill.place == change.after.place else {
            throw Refusal(.invalid, zh: "账单不属于这一房屋", en: "the bill is not of this home", place: "bill")
        }
        guard Estate.bill.openStates.contains(bill.state) else {
            throw Refusal(.invalid, zh: "账单已经结清或取消", en: "the bill is paid or cancelled", place: "bill")
        }
    }

    func settle(_ change: Change, _ records: any CommunityRecords) throws {
        let item = change.after
        guard let home = item.place else { return }
        if item.head.kind == Estate.bill.id, item.state == Bill.cancelled {
            try pay(-Bill(item).paid, item, change, records)
        }
        guard let advance = try records.account(item.head.handler, .advance, home), advance.balance != 0 else {
            return
        }
        var free = advance.amount
        let states = free > 0 ? [Bill.issued, Bill.part] : [Bill.part, Bill.paid]
        let bills = try records.items(
            ItemQuery(
                kind: Estate.bill.id, reach: [.all], states: states, at: home, order: .number, limit: 100_000)
        ).filter { $0.head.handler == item.head.handler }
        let first = item.fields["bill"]?.text
        let inTurn = bills.sorted { Bill.isBefore($0, $1) }
        let turned = free > 0 ? inTurn : inTurn.reversed()
        for bill in turned.filter({ $0.id == first }) + turned.filter({ $0.id != first }) where free != 0 {
            let part = free > 0 ? min(free, Bill(bill).open) : max(free, -Bill(bill).paid)
            try pay(part, bill, change, records)
            free -= part
        }
        guard free >= 0 else {
            throw Refusal(.locked, zh: "预收余额不足，不能退款", en: "there is not enough left to give back")
        }
    }

    /// Moves money from the home's advance to a bill; less than nothing: back.
    private func pay(_ fen: Int, _ item: Item, _ change: Change, _ records: any CommunityRecords) throws {
        guard fen != 0, let home = item.place else { return }
        // What has just been done to a bill is not its last act any more.
        guard let bill = try records.item(item.id) else { throw CommunityDesk.missing }
        let paid = Bill(bill).paid + fen
        let act = ItemEntry(
            act: CommunityDesk.settling, edition: bill.edition, fields: ["paid": .number(paid)],
            state: Bill(bill).state(paid: paid))
        let entry = surroundings.newID()
        let after = try append(
            act, to: bill, Estate.bill, id: entry, by: change.person, at: change.at, records)
        let settled = Change(
            kind: Estate.bill, form: change.form, before: bill, after: after, act: act, entry: entry,
            person: change.person, at: change.at)
        let owed = try account(bill.head.handler, .receivable, home, records)
        let advance = try account(bill.head.handler, .advance, home, records)
        try book(abs(fen), debit: fen > 0 ? advance : owed, credit: fen > 0 ? owed : advance, settled, records)
    }
}

/// A bill as the books see it.
struct Bill {
    static let (issued, part, paid, cancelled) = ("issued", "part", "paid", "cancelled")

    var amount: Int
    var paid: Int
    private var now: String

    init(_ item: Item) {
        amount = item.fields["amount"]?.number ?? 0
        paid = item.fields["paid"]?.number ?? 0
        now = item.state
    }

    var open: Int { amount - paid }

    func state(paid: Int) -> String {
        if now == Bill.cancelled { return now }
        return paid == 0 ? Bill.issued : paid < amount ? Bill.part : Bill.paid
    }

    /// What is due first is paid first.
    static func isBefore(_ one: Item, _ other: Item) -> Bool {
        func key(_ item: Item) -> (String, String) { (item.fields["due"]?.text ?? "", item.head.number) }
        return key(one) < key(other)
    }
}
