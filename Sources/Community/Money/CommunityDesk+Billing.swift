public import Commons
import Rulebook

extension CommunityDesk {
    /// What a billing run would do now.
    public func planBills(_ request: BillingRequest, by visitor: Visitor) async throws -> BillingPlan {
        let now = surroundings.now()
        return try await store.readCommunity { try plan(request, visitor, at: now, $0).plan }
    }

    /// Makes one bill for each home in reach, all of them or none; a home that has one of this tariff and period gets
    /// no other.
    ///
    /// `expected`: how many and how much in fen somebody has agreed to; where it has become another sum since, nothing
    /// is done.
    /// - Returns: what was done.
    public func issueBills(
        _ request: BillingRequest, expected: (count: Int, fen: Int)? = nil, by visitor: Visitor
    ) async throws -> BillingPlan {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let (plan, tariff) = try plan(request, visitor, at: now, records)
            if plan.lines.isEmpty { return plan }
            if let expected, expected != (plan.lines.count, plan.fen) {
                throw Refusal(
                    .conflict, zh: "核对之后数据有变化，请重新核对", en: "something has changed since you looked: look again")
            }
            let form = try forms.current(Estate.bill, records)
            let mass = Mass(form: form, edition: try forms.edition(Estate.bill, records))
            let homes = try records.items(Set(plan.lines.map(\.home.id)))
            for line in plan.lines {
                guard let home = homes[line.home.id] else { throw CommunityDesk.missing }
                let values: [String: FormValue] = [
                    "title": .text("\(tariff.head.title) \(plan.month.text)"),
                    "charge": tariff.fields["charge"] ?? .text("other"), "period": .text(plan.month.text),
                    "tariff": .text(tariff.id), "quantity": .number(line.quantity),
                    "price": tariff.fields["price"] ?? .number(0), "amount": .number(line.fen),
                    "due": .text(plan.due.description),
                ]
                let id = surroundings.newID()
                _ = try enter(
                    Estate.bill, values, place: home.id, home: self.home(of: home), id: id, entry: id,
                    by: visitor.person?.id, at: now, records, mass: mass)
            }
            try records.announce("\(Estate.bill.id)/\(tariff.id)", on: CommunityDesk.channel)
            return plan
        }
    }

    private func plan(
        _ request: BillingRequest, _ visitor: Visitor, at now: Instant, _ records: any CommunityRecords
    ) throws -> (plan: BillingPlan, tariff: Item) {
        var book = NameBook()
        guard let item = try book.item(request.tariff, of: Estate.tariff.id, records),
            allows(CommunityFunction.postMoney, visitor, item), let tariff = Tariff(item)
        else {
            throw Refusal(.invalid, zh: "没有这一收费标准", en: "there is no such tariff", place: "tariff")
        }
        guard let month = BillingMonth(request.period) else {
            throw Refusal(.invalid, zh: "账期应写作 2026-03", en: "a period is a month such as 2026-03", place: "period")
        }
        let isValid = tariff.from <= month.first && month.last <= tariff.until ?? month.last
        guard isValid, Estate.tariff.openStates.contains(item.state) else {
            throw Refusal(
                .invalid, zh: "这一收费标准在该账期内无效", en: "the tariff does not hold for all of this month",
                place: "period")
        }
        let homes = try homes(tariff.level, of: item.head.handler, request.within, records)
        let states = [Bill.issued, Bill.part, Bill.paid]
        let bills = try records.items(
            ItemQuery(
                kind: Estate.bill.id, reach: [.all], states: states,
                values: [.init("tariff", item.id), .init("period", month.text)], order: .number, limit: 200_000))
        let billed = Set(bills.compactMap(\.place))
        var plan = BillingPlan(tariff: Named(item), month: month, due: now.day.adding(days: tariff.days))
        for home in homes {
            let quantity = tariff.basis == .area ? home.fields["area"]?.number ?? 0 : 100
            let fen = Tariff.fen(price: tariff.price, quantity: quantity)
            let reason: BillingPlan.Reason? =
                billed.contains(home.id)
                ? .billed : quantity == 0 ? .noArea : fen == nil ? .tooMuch : fen == 0 ? .nothing : nil
            if let reason {
                plan.leftOut.append(.init(home: Named(home), reason: reason))
            } else if let fen {
                plan.lines.append(.init(home: Named(home), quantity: quantity, fen: fen))
            }
        }
        return (plan, item)
    }

    /// Homes in use that an organisation keeps, by number.
    private func homes(
        _ level: String, of organisation: String, _ within: String?, _ records: any CommunityRecords
    ) throws -> [Item] {
        var query = ItemQuery(
            kind: Estate.space.id, reach: [.organisation(organisation)], states: ["current"],
            values: [.init("level", level)], order: .number, limit: CommunityLimits.bills + 1)
        if let within {
            var book = NameBook()
            guard let space = try book.item(within, of: Estate.space.id, records),
                space.head.handler == organisation
            else {
                throw Refusal(.invalid, zh: "没有这一位置", en: "there is no such place", place: "within")
            }
            // A home does not lie within itself.
            if space.fields["level"]?.text == level { return space.state == "current" ? [space] : [] }
            query.within = space.id
        }
        let homes = try records.items(query).filter { $0.head.handler == organisation }
        guard homes.count <= CommunityLimits.bills else {
            throw Refusal(
                .tooLarge, zh: "一次最多 \(CommunityLimits.bills) 户，请选择较小的范围",
                en: "at most \(CommunityLimits.bills) at once: choose a part", place: "within")
        }
        return homes
    }
}
