import Commons
import Rulebook

extension CommunityDesk {
    /// What the program writes on a bill when money comes to it or leaves it.
    public static let settling = "settle"

    /// Moves what an act moves, and protects what has been moved from being written over.
    func keepBooks(_ facet: MoneyFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let act = change.act.act
        if act == CommunityDesk.settling { return }
        if act == KindAct.edit { return try protect(facet, change, records) }
        if facet.settles { try checkSettlement(change, records) }
        for rule in facet.transfers where rule.act == act { try post(rule, change, records) }
        if facet.settles { try settle(change, records) }
    }

    private func protect(_ facet: MoneyFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let touched = Set(change.act.fields.keys).union(change.act.emptied ?? [])
        let booked = facet.transfers.reduce(into: Set<String>()) { $0.formUnion($1.fields) }
        guard change.act.place != nil || !touched.isDisjoint(with: booked) else { return }
        guard try records.transfers(of: change.after.id).isEmpty else {
            throw Refusal(
                .locked, zh: "已经入账，金额、账户和位置不能再改；请撤销后重新登记",
                en: "it is in the books: amount, account and place stay; take it back and enter it anew")
        }
    }

    private func post(_ rule: TransferRule, _ change: Change, _ records: any CommunityRecords) throws {
        let item = change.after
        switch rule.effect {
        case .move(let debit, let credit, let amount, let field):
            func value(_ field: String) -> FormValue? { change.act.answers?[field] ?? item.fields[field] }
            guard let fen = value(amount)?.number else { return }
            guard (1...CommunityLimits.fen).contains(fen) else {
                let (least, most) = (Fen.shown(1), Fen.shown(CommunityLimits.fen))
                throw Refusal(
                    .invalid, zh: "金额应在 \(least) 到 \(most) 之间", en: "an amount is \(least) to \(most)", place: amount)
            }
            let to = try account(debit, item, value, records)
            let from = try account(credit, item, value, records)
            let reference = field.flatMap { value($0)?.text }.map { "\(to.of.rawValue):\($0)" }
            if let reference, let field, let there = try records.transfer(item.head.handler, reference: reference) {
                let number = try records.item(there.item)?.head.number ?? ""
                throw Refusal(
                    .conflict, zh: "这一流水号已经入账：\(number)", en: "this reference is in the books already: \(number)",
                    place: field)
            }
            try book(fen, debit: to, credit: from, change, reference: reference, records)
        case .reverse(let act):
            let all = try records.transfers(of: item.id)
            let reversed = Set(all.compactMap(\.reverses))
            guard let wrong = all.last(where: { $0.act == act && !reversed.contains($0.number) }) else { return }
            let back = try Transfer(
                organisation: wrong.organisation, at: change.at, item: item.id, act: change.act.act,
                entry: change.entry, reverses: wrong.number,
                postings: wrong.postings.map { Posting(account: $0.account, fen: -$0.fen) })
            try book(back, records)
        }
    }

    /// From one account to another.
    func book(
        _ fen: Int, debit: Account, credit: Account, _ change: Change, reference: String? = nil,
        _ records: any CommunityRecords
    ) throws {
        let transfer = try Transfer(
            organisation: debit.organisation, at: change.at, item: change.after.id, act: change.act.act,
            entry: change.entry, reference: reference,
            postings: [Posting(account: debit.id, fen: fen), Posting(account: credit.id, fen: -fen)])
        try book(transfer, records)
    }

    /// The transfer, and what its accounts hold after it.
    private func book(_ transfer: Transfer, _ records: any CommunityRecords) throws {
        _ = try records.add(transfer)
        for posting in transfer.postings {
            guard var account = try records.account(posting.account),
                account.organisation == transfer.organisation
            else { throw CommunityDesk.missing }
            account.balance += posting.fen
            guard abs(account.balance) <= CommunityLimits.balance else {
                throw Refusal(.tooLarge, zh: "账户余额超出上限", en: "an account cannot hold as much")
            }
            try records.put(account)
        }
    }

    /// The account of this name, made if there is none.
    func account(
        _ organisation: String, _ of: AccountClass, _ subject: String, _ records: any CommunityRecords
    ) throws -> Account {
        if let there = try records.account(organisation, of, subject) { return there }
        let new = Account(id: surroundings.newID(), organisation: organisation, of: of, subject: subject)
        try records.put(new)
        return new
    }

    private func account(
        _ name: AccountName, _ item: Item, _ value: (String) -> FormValue?, _ records: any CommunityRecords
    ) throws -> Account {
        let (of, subject): (AccountClass, String)
        switch name {
        case .one(let one): (of, subject) = (one, "")
        case .item(let one): (of, subject) = (one, item.id)
        case .place(let one):
            guard let place = item.place else {
                throw Refusal(.invalid, zh: "请选择位置", en: "say where it is", place: "place")
            }
            (of, subject) = (one, place)
        case .field(let one, let field):
            guard let words = value(field)?.words, words.count == 1 else { throw CommunityDesk.noAccount(field) }
            (of, subject) = (one, words[0])
        case .chosen(let field):
            guard let word = value(field)?.text, let one = AccountClass(rawValue: word) else {
                throw CommunityDesk.noAccount(field)
            }
            (of, subject) = (one, "")
        }
        return try account(item.head.handler, of, subject, records)
    }

    private static func noAccount(_ field: String) -> Refusal {
        Refusal(.invalid, zh: "没有对应的账户", en: "there is no account for it", place: field)
    }
}
