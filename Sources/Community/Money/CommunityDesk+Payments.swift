public import Commons
import Rulebook

/// Bills paid by a provider's app. What is opened at a provider is kept, so that a payment is found whether the
/// provider manages to tell of it or not; whichever way it becomes known, its reference is booked once.
extension CommunityDesk {
    /// For how long a code can be paid, in seconds.
    static let codeLasts: Int64 = 900
    /// How long after that a provider is still asked.
    private static let grace: Int64 = 300
    /// How long after that a provider is asked that does not answer.
    private static let longGrace: Int64 = 86_400
    private static let mostFailures = 3

    /// Opens an order at a provider for what is open of a bill. Asking again gives the same one while it is good.
    /// `tellAt`: where the provider tells what was paid.
    public func openPayment(
        of bill: String, by channel: any PaymentChannel, tellAt: String, _ visitor: Visitor
    ) async throws -> PaymentTicket {
        let now = surroundings.now()
        let (item, known) = try await store.readCommunity { records in
            let item = try found(bill, of: Estate.bill, records)
            try demand(CommunityFunction.payBills, visitor, item)
            if let obstacle = try obstacle(channel, item, records) { throw obstacle }
            return (item, try records.tickets(of: bill))
        }
        let amount = Bill(item).open
        guard Estate.bill.openStates.contains(item.state), amount > 0 else {
            throw Refusal(.locked, zh: "账单已经结清或取消", en: "the bill is paid or cancelled")
        }
        let isGood = { (ticket: PaymentTicket) in
            ticket.state == .waiting && ticket.way == channel.account && ticket.amount == amount
                && ticket.until > now.adding(seconds: 60)
        }
        if let same = known.first(where: isGood) { return same }
        var ticket = PaymentTicket(
            number: surroundings.newID(), way: channel.account, organisation: item.head.handler, bill: item.id,
            amount: amount, code: "", openedAt: now, until: now.adding(seconds: CommunityDesk.codeLasts))
        ticket.code = try await channel.open(
            PaymentOrder(
                number: ticket.number, title: item.head.title, amount: amount, bill: item.id, tellAt: tellAt,
                until: ticket.until))
        let opened = ticket
        try await store.writeCommunity { try $0.put(opened) }
        return opened
    }

    /// Throws for whoever may not pay this bill, nor have it paid.
    public func demandPayment(of bill: String, _ visitor: Visitor) async throws {
        try await store.readCommunity { records in
            try demand(CommunityFunction.payBills, visitor, try found(bill, of: Estate.bill, records))
        }
    }

    /// Whether a visitor may pay a bill by a code, or have it paid.
    public func mayPay(_ bill: Item, _ visitor: Visitor) -> Bool {
        Estate.bill.openStates.contains(bill.state) && allows(CommunityFunction.payBills, visitor, bill)
    }

    /// Whether what is paid for this bill reaches whom it is owed.
    public func takes(_ channel: any PaymentChannel, _ bill: Item) async throws -> Bool {
        try await store.readCommunity { try obstacle(channel, bill, $0) == nil }
    }

    private func obstacle(
        _ channel: any PaymentChannel, _ bill: Item, _ records: any CommunityRecords
    ) throws -> Refusal? {
        let house = bill.head.handler
        guard let named = channel.organisation else {
            let isAlone = try records.keepers().allSatisfy { $0.organisation == house }
            return isAlone
                ? nil
                : Refusal(
                    .locked, zh: "本系统有多家单位：请管理员在支付设置的 organisation 中写明商户是哪一家的",
                    en:
                        "there are several organisations: the settings of payments have to say by `organisation` whose "
                        + "merchant it is")
        }
        let isTheirs = try named == house || records.organisation(house)?.name == named
        return isTheirs
            ? nil : Refusal(.locked, zh: "这一支付方式的商户不是本单位", en: "the merchant is another organisation")
    }

    public func ticket(_ number: String, of bill: String, _ visitor: Visitor) async throws -> (
        ticket: PaymentTicket, bill: Opened
    ) {
        try await store.readCommunity { records in
            let item = try found(bill, of: Estate.bill, records)
            try demand(CommunityFunction.payBills, visitor, item)
            guard let ticket = try records.ticket(number), ticket.bill == bill else { throw CommunityDesk.missing }
            return (ticket, try opened(item, Estate.bill, visitor, records))
        }
    }

    /// Takes what somebody says is a provider's news. When it answers, what was paid is booked.
    /// - Throws: A `Refusal` where it is not the provider's, or cannot be read.
    public func take(_ message: PaymentMessage, from channel: any PaymentChannel) async throws -> PaymentAnswer {
        guard let news = try channel.read(message, at: surroundings.now()) else {
            return channel.answer(isTaken: true)
        }
        do {
            try await book(news, from: channel.account)
            return channel.answer(isTaken: true)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            // The same news twice at one moment: by the next telling it is there.
            return channel.answer(isTaken: false)
        }
    }

    /// Asks the provider whether a code was paid.
    public func ask(_ ticket: PaymentTicket, _ channel: any PaymentChannel) async throws {
        guard ticket.state == .waiting else { return }
        if let news = try await channel.news(of: ticket.number) { return try await book(news, from: channel.account) }
        if isOver(ticket, since: CommunityDesk.grace) { try await lapse(ticket) }
    }

    private func isOver(_ ticket: PaymentTicket, since seconds: Int64) -> Bool {
        ticket.until.adding(seconds: seconds) < surroundings.now()
    }

    private func lapse(_ ticket: PaymentTicket) async throws {
        try await store.writeCommunity { records in
            guard var lapsed = try records.ticket(ticket.number), lapsed.state == .waiting else { return }
            lapsed.state = .lapsed
            try records.put(lapsed)
        }
    }

    /// Asks for every code that waits, the newest first, whatever became of the provider's own telling. A provider that
    /// fails again and again is left alone until the next run, so that nothing else waits for it.
    /// - Returns: what kept it from asking, by the numbers of the codes.
    public func askProviders(_ channels: [any PaymentChannel], limit: Int = 200) async throws -> [String: Refusal] {
        var problems: [String: Refusal] = [:]
        var failures: [AccountClass: Int] = [:]
        for ticket in try await store.readCommunity({ try $0.waitingTickets(limit: limit) }) {
            let channel = channels.first { $0.account == ticket.way }
            guard failures[ticket.way, default: 0] < CommunityDesk.mostFailures else { continue }
            do {
                if let channel {
                    try await ask(ticket, channel)
                } else if isOver(ticket, since: CommunityDesk.grace) {
                    try await lapse(ticket)
                }
            } catch let refusal as Refusal {
                problems[ticket.number] = refusal
                failures[ticket.way, default: 0] += 1
                if isOver(ticket, since: CommunityDesk.longGrace) { try await lapse(ticket) }
            }
        }
        return problems
    }

    /// Books what was paid: on the bill if it is still open, else as the home's advance. What is booked already changes
    /// nothing.
    func book(_ news: PaymentNews, from way: AccountClass) async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            var ticket = try records.ticket(news.order)
            guard let bill = try records.item(ticket?.bill ?? news.bill), bill.head.kind == Estate.bill.id,
                ticket == nil || ticket?.way == way
            else { throw CommunityDesk.missing }
            let reference = "\(way.rawValue):\(news.reference)"
            if try records.transfer(bill.head.handler, reference: reference) == nil {
                var values: [String: FormValue] = [
                    "amount": .number(news.amount), "way": .text(way.rawValue), "reference": .text(news.reference),
                ]
                if Estate.bill.openStates.contains(bill.state) { values["bill"] = .text(bill.id) }
                let id = surroundings.newID()
                let payment = try enter(
                    Estate.payment, values, place: bill.place, home: home(of: bill), id: id, entry: id, by: nil,
                    at: now,
                    records)
                var chain = RuleChain(start: now, isDrill: false)
                try signal(.state(payment), &chain, records)
            }
            guard ticket?.state != .paid else { return }
            ticket?.state = .paid
            try ticket.map(records.put)
        }
    }
}
