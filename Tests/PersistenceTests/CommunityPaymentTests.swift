import Commons
import Community
import Persistence
import Testing

/// Bills paid by a provider's app: whichever way it becomes known, what was paid is booked once.
@Suite struct CommunityPaymentTests {
    private static func opened(
        _ kind: Engines.Kind, _ body: (CommunityScene, TillChannel, Item, PaymentTicket) async throws -> Void
    ) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let (till, bill) = (TillChannel(), try await scene.bill("H1", "30.50"))
            let ticket = try await scene.code(bill, till)
            try await body(scene, till, bill, ticket)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatTheProviderTellsIsBookedOnce(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            #expect(ticket.amount == 3050 && ticket.code == "code:\(ticket.number)" && ticket.state == .waiting)
            let order = try #require(till.orders.first)
            #expect(order.title == "水费" && order.amount == 3050 && order.tellAt == "https://a/payments/wechat")
            for _ in 0..<3 { #expect(try await scene.tell("paid \(ticket.number)", till) == 200) }
            #expect(try await scene.now(bill).state == "paid")
            #expect(try await scene.amount(.wechat) == 3050)
            #expect(try await scene.ticket(ticket).state == .paid)
            let payments = try await scene.items("payment", by: "mia")
            #expect(payments.count == 1 && payments[0].fields["reference"] == .text("at-\(ticket.number)"))
            #expect(try await scene.booksAreRight())
        }
    }

    /// All at once, as a provider does that gets no answer in time.
    @Test(arguments: Engines.Kind.allCases)
    func manyTellingsAtOnceAreOnePayment(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await scene.tell("paid \(ticket.number)", till) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.contains(200) && statuses.allSatisfy { $0 == 200 || $0 == 500 })
            #expect(try await scene.tell("paid \(ticket.number)", till) == 200)
            #expect(try await scene.amount(.wechat) == 3050)
            #expect(try await scene.items("payment", by: "mia").count == 1)
            #expect(try await scene.now(bill).state == "paid")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func forgedOrMeaninglessNewsChangeNothing(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            await #expect(throws: Refusal.self) { try await scene.tell("forged \(ticket.number)", till) }
            #expect(try await scene.tell("closed \(ticket.number)", till) == 200)
            // Another provider's number is not this one's.
            let other = TillChannel(.alipay)
            _ = try await scene.code(bill, other)
            #expect(try await scene.tell("paid \(ticket.number)", other) == 200)
            #expect(try await scene.amount(.wechat) == 0)
            #expect(try await scene.amount(.alipay) == 0)
            #expect(try await scene.now(bill).state == "issued")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatWasPaidIsBookedWhateverBecameOfTheBill(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            try await scene.pay("H1", "30.50", bill: bill)
            #expect(try await scene.now(bill).state == "paid")
            #expect(try await scene.tell("paid \(ticket.number)", till) == 200)
            let home = try #require(bill.place)
            #expect(try await scene.amount(.advance, home) == 3050)
            // Less or more than was asked for: as much as came.
            let next = try await scene.bill("H1", "40")
            #expect(next.state == "part")
            let second = try await scene.code(next, till)
            #expect(second.amount == 950)
            #expect(try await scene.tell("paid \(second.number) 1000", till) == 200)
            #expect(try await scene.now(next).state == "paid")
            #expect(try await scene.amount(.advance, home) == 50)
            #expect(try await scene.booksAreRight())
            // There is nothing left to pay.
            await #expect(throws: Refusal.self) { try await scene.code(next, till) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCodeIsGivenAgainWhileItIsGood(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            #expect(try await scene.code(bill, till).number == ticket.number)
            #expect(till.orders.count == 1)
            try await scene.pay("H1", "10", bill: bill)
            let rest = try await scene.code(bill, till)
            #expect(rest.number != ticket.number && rest.amount == 2050)
            scene.clock.pass(seconds: 900)
            #expect(try await scene.code(bill, till).number != rest.number)
            till.goAway()
            scene.clock.pass(seconds: 900)
            await #expect(throws: Refusal.self) { try await scene.code(bill, till) }
            for stranger in ["dan", "ron", "max"] {
                await #expect(throws: Refusal.self) { try await scene.code(bill, till, by: stranger) }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLostTellingIsAskedFor(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            #expect(try await scene.desk.askProviders([till]) == [:])
            #expect(try await scene.ticket(ticket).state == .waiting)
            till.pay(ticket.number)
            till.goAway()
            let problems = try await scene.desk.askProviders([till])
            #expect(problems.keys.sorted() == [ticket.number])
            till.goAway(false)
            scene.clock.pass(seconds: 3600)
            #expect(try await scene.desk.askProviders([till]) == [:])
            #expect(try await scene.ticket(ticket).state == .paid)
            #expect(try await scene.now(bill).state == "paid")
            #expect(try await scene.tell("paid \(ticket.number)", till) == 200)
            #expect(try await scene.amount(.wechat) == 3050)
            // One that nobody paid is over in the end, and news that come later still count.
            let next = try await scene.bill("H1", "5")
            let second = try await scene.code(next, till)
            scene.clock.pass(seconds: 1000)
            #expect(try await scene.desk.askProviders([till]) == [:])
            #expect(try await scene.ticket(second).state == .waiting)
            scene.clock.pass(seconds: 1000)
            #expect(try await scene.desk.askProviders([till]) == [:])
            #expect(try await scene.ticket(second).state == .lapsed)
            #expect(try await scene.tell("paid \(second.number)", till) == 200)
            #expect(try await scene.ticket(second).state == .paid)
            #expect(try await scene.now(next).state == "paid")
        }
    }

    /// Of a provider that is gone, and of one that does not answer.
    @Test(arguments: Engines.Kind.allCases)
    func codesThatNobodyAnswersForAreOverInTheEnd(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, till, bill, ticket in
            let gone = TillChannel(.alipay)
            let other = try await scene.code(bill, gone)
            till.goAway()
            scene.clock.pass(seconds: 1300)
            #expect(try await scene.desk.askProviders([till]).count == 1)
            #expect(try await scene.ticket(other).state == .lapsed)
            #expect(try await scene.ticket(ticket).state == .waiting)
            scene.clock.pass(seconds: 86_400)
            #expect(try await scene.desk.askProviders([till]).count == 1)
            #expect(try await scene.ticket(ticket).state == .lapsed)
            #expect(try await scene.desk.askProviders([till]).isEmpty)
        }
    }

    /// There are two organisations: what is paid reaches the one whose merchant it is.
    @Test(arguments: Engines.Kind.allCases)
    func aMerchantTakesForItsOwnOrganisation(_ kind: Engines.Kind) async throws {
        try await Self.opened(kind) { scene, _, bill, _ in
            for (organisation, isTheirs) in [("keeper", true), ("other", false), (nil, false)] {
                let till = TillChannel(.alipay, of: organisation)
                let takes = try await scene.desk.takes(till, bill)
                #expect(takes == isTheirs)
                if isTheirs { continue }
                await #expect(throws: Refusal.self) { try await scene.code(bill, till) }
                #expect(till.orders.isEmpty)
            }
        }
    }
}

extension CommunityScene {
    func code(_ bill: Item, _ till: TillChannel, by person: String = "mia") async throws -> PaymentTicket {
        try await desk.openPayment(
            of: bill.id, by: till, tellAt: "https://a/payments/\(till.account.rawValue)", visitor(person))
    }

    /// The status of the answer.
    func tell(_ words: String, _ till: TillChannel) async throws -> Int {
        try await desk.take(PaymentMessage(headers: [:], body: Array(words.utf8)), from: till).status
    }

    func ticket(_ ticket: PaymentTicket) async throws -> PaymentTicket {
        try #require(try await store.readCommunity { try $0.ticket(ticket.number) })
    }
}
