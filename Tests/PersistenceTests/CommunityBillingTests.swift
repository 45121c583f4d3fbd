import Commons
import Community
import Persistence
import Testing

/// Billing runs, and many who post at once.
@Suite struct CommunityBillingTests {
    @Test(arguments: Engines.Kind.allCases)
    func aRunMakesOneBillForEachHome(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            try await scene.tariff()
            let mia = try await scene.visitor("mia")
            let request = BillingRequest(tariff: "T", period: "2025-12")
            let plan = try await scene.desk.planBills(request, by: mia)
            #expect(plan.lines.map(\.home.number) == ["H3", "H4"] && plan.lines.map(\.fen) == [25_024, 28_003])
            #expect(plan.leftOut.map { "\($0.home.number) \($0.reason)" } == ["H1 noArea", "H2 noArea"])
            #expect(try await scene.items("bill", by: "mia").isEmpty)
            // Whoever agreed to another sum has agreed to nothing.
            await #expect(throws: Refusal.self) {
                try await scene.desk.issueBills(request, expected: (2, plan.fen + 1), by: mia)
            }
            let done = try await scene.desk.issueBills(request, expected: (2, plan.fen), by: mia)
            #expect(done.lines == plan.lines && plan.fen == 53_027)
            let bills = try await scene.items("bill", by: "mia")
            #expect(bills.map { $0.fields["amount"] } == [.number(25_024), .number(28_003)])
            #expect(bills.allSatisfy { $0.state == "issued" && $0.fields["due"] == .text("2025-12-25") })
            #expect(bills.allSatisfy { $0.head.title == "物业费 2025-12" && $0.head.handler == "keeper" })
            let again = try await scene.desk.issueBills(request, expected: (2, plan.fen), by: mia)
            #expect(again.lines.isEmpty && again.reasons.map(\.reason) == [.billed, .noArea])
            #expect(try await scene.items("bill", by: "mia").count == 2)
            #expect(try await scene.amount(.income, "property") == 53_027)
            // Another month is another bill, and a cancelled one is made anew.
            try await scene.act("cancel", bills[0], ["reason": "面积有误"], by: "mia")
            let anew = try await scene.desk.issueBills(request, by: mia)
            #expect(anew.lines.map(\.home.number) == ["H3"])
            let next = BillingRequest(tariff: "T", period: "2026-01", within: "H4")
            #expect(try await scene.desk.issueBills(next, by: mia).lines.map(\.home.number) == ["H4"])
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRunSaysWhatIsWrong(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            let mia = try await scene.visitor("mia")
            try await scene.tariff("T", price: "2.8", ["from": "2025-03-15", "until": "2025-06-30"])
            func place(_ tariff: String, _ period: String, _ within: String? = nil) async -> String? {
                do {
                    _ = try await scene.desk.planBills(
                        BillingRequest(tariff: tariff, period: period, within: within), by: mia)
                    return nil
                } catch { return (error as? Refusal)?.place }
            }
            #expect(await place("T", "2025-04") == nil)
            #expect(await place("T", "2025-06") == nil)
            #expect(await place("T", "2025-03") == "period")
            #expect(await place("T", "2025-07") == "period")
            #expect(await place("T", "2025-3") == "period")
            #expect(await place("U", "2025-04") == "tariff")
            #expect(await place("T", "2025-04", "nowhere") == "within")
            #expect(await place("T", "2025-04", "X") == "within")
            let building = try await scene.desk.planBills(
                BillingRequest(tariff: "T", period: "2025-04", within: "B2"), by: mia)
            #expect(building.lines.map(\.home.number) == ["H3", "H4"] && building.leftOut.isEmpty)
            // Less than half a fen is no bill; a home that is closed is none.
            try await scene.tariff("small", price: "0.0001")
            try await scene.act("close", try #require(homes["H4"]), by: "mia")
            let small = try await scene.desk.planBills(BillingRequest(tariff: "small", period: "2025-04"), by: mia)
            #expect(small.lines.map(\.home.number) == ["H3"] && small.fen == 1)
            let closed = try #require(try await scene.items("tariff", by: "mia").first)
            try await scene.act("close", closed, by: "mia")
            #expect(await place("T", "2025-04") == "period")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoPaysAtOncePaysOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            let home = try #require(homes["H1"]?.id)
            let bill = try await scene.bill("H1", "100")
            let mia = try await scene.visitor("mia")
            let done = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        // Half of them are the same notice of the same payment.
                        let reference = index % 2 == 0 ? "same" : "own-\(index)"
                        let draft = CommunityDesk.Draft(
                            ["amount": ["60"], "way": ["alipay"], "reference": [reference]], place: "H1")
                        return
                            (try? await scene.desk.create(
                                Estate.payment, draft, id: "pay-\(index)", by: mia)) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 5)
            #expect(try await scene.amount(.alipay) == 30_000)
            #expect(try await scene.amount(.advance, home) == 20_000)
            #expect(try await scene.now(bill).fields["paid"] == .number(10_000))
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func runsAtOnceMakeEachBillOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            try await scene.tariff()
            let mia = try await scene.visitor("mia")
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await scene.desk.issueBills(BillingRequest(tariff: "T", period: "2025-12"), by: mia)
                            .lines.count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(made == 2)
            #expect(try await scene.items("bill", by: "mia").count == 2)
            #expect(try await scene.booksAreRight())
        }
    }

    /// Whatever is done in whatever order, and twice: the books balance to the fen after each step.
    @Test(arguments: Engines.Kind.allCases, [1, 2, 3] as [UInt64])
    func theBooksBalanceAfterEachStep(_ kind: Engines.Kind, _ seed: UInt64) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            var dice = Dice(state: seed)
            let mia = try await scene.visitor("mia")
            var (bills, payments) = ([Item](), [Item]())
            var (funds, income) = (0, 0)
            func amount() -> Int { [1, 2, 99, 100, 12_345, 999_999_999_999][dice.next(6)] }
            func fen(_ item: Item) -> Int { item.fields["amount"]?.number ?? 0 }
            for step in 0..<60 {
                let (home, sum, id) = (["H1", "H2"][dice.next(2)], amount(), "step-\(step)")
                let times = dice.next(4) == 0 ? 2 : 1
                func create(_ kind: Kind, _ texts: [String: String]) async throws -> Item {
                    let draft = CommunityDesk.Draft(
                        texts.merging(["amount": Fen.digits(sum)]) { $1 }.mapValues { [$0] }, place: home)
                    var made = try await scene.desk.create(kind, draft, id: id, by: mia).item
                    if times == 2 { made = try await scene.desk.create(kind, draft, id: id, by: mia).item }
                    return made
                }
                func act(_ act: String, _ item: Item) async throws {
                    let (kind, now) = (try scene.desk.kind(item.head.kind), try await scene.now(item))
                    let declared = try #require(kind.act(act))
                    for _ in 0..<times {
                        _ = try await scene.desk.perform(
                            declared, on: item.id, of: kind, .init(["reason": ["r"]]), entry: id,
                            expected: now.head.sequence, by: mia)
                    }
                }
                switch dice.next(10) {
                case 0..<4:
                    bills.append(
                        try await create(
                            Estate.bill,
                            ["title": "b", "charge": "water", "due": "2026-0\(1 + dice.next(9))-01"]))
                    income += sum
                case 4..<7:
                    payments.append(try await create(Estate.payment, ["way": "cash", "reference": id]))
                    funds += sum
                case 7 where !bills.isEmpty:
                    let bill = bills.remove(at: dice.next(bills.count))
                    try await act("cancel", bill)
                    income -= fen(bill)
                case 8..<10 where !payments.isEmpty:
                    let payment = payments.remove(at: dice.next(payments.count))
                    try await act("refund", payment)
                    funds -= fen(payment)
                default: continue
                }
                try await #require(scene.booksAreRight(), "step \(step)")
                var (advance, owed, paid, open) = (0, 0, 0, 0)
                for home in ["H1", "H2"].compactMap({ homes[$0]?.id }) {
                    let there = try await scene.amount(.advance, home)
                    let lacking = try await scene.amount(.receivable, home)
                    // Nobody owes while they have something left.
                    try #require(there >= 0 && lacking >= 0 && (there == 0 || lacking == 0), "step \(step)")
                    (advance, owed) = (advance + there, owed + lacking)
                }
                let all = try await scene.items("bill", by: "mia") { $0.limit = 1000 }
                for bill in all where bill.state != "cancelled" {
                    paid += bill.fields["paid"]?.number ?? 0
                    open += fen(bill) - (bill.fields["paid"]?.number ?? 0)
                }
                let books = [try await scene.amount(.cash), try await scene.amount(.income, "water"), owed]
                try #require(books == [funds, income, open] && advance + paid == funds, "step \(step)")
            }
        }
    }

    /// The same numbers on every machine.
    private struct Dice {
        var state: UInt64

        mutating func next(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }
}
