import Commons
import Community
import Database
import Persistence
import Testing

extension CommunityScene {
    /// With two homes of 89.37 and 100.01 m² and one whose area nobody knows.
    static func withMoney<T: Sendable>(
        _ kind: Engines.Kind, _ body: (CommunityScene, [String: Item]) async throws -> T
    ) async throws -> T {
        try await with(kind, domain: Estate.money) { scene in
            for (code, area) in [("H3", "89.37"), ("H4", "100.01")] {
                try await scene.create(
                    "space", ["name": code, "code": code, "level": "home", "area": area], place: "B2", by: "mia")
            }
            let spaces = try await scene.items("space", by: "mia")
            return try await body(scene, Dictionary(uniqueKeysWithValues: spaces.map { ($0.head.number, $0) }))
        }
    }

    @discardableResult
    func tariff(_ code: String = "T", price: String = "2.8", _ more: [String: String] = [:]) async throws -> Item {
        let texts = [
            "name": "物业费", "code": code, "charge": "property", "basis": "area", "price": price, "level": "home",
            "from": "2025-01-01", "days": "30",
        ]
        return try await create("tariff", texts.merging(more) { $1 }, by: "mia")
    }

    func bill(_ home: String, _ yuan: String, due: String = "2025-12-31") async throws -> Item {
        try await create(
            "bill", ["title": "水费", "charge": "water", "amount": yuan, "due": due], place: home, by: "mia")
    }

    @discardableResult
    func pay(_ home: String, _ yuan: String, bill: Item? = nil, _ more: [String: String] = [:]) async throws -> Item {
        var texts = ["amount": yuan, "way": "cash"]
        texts["bill"] = bill?.head.number
        return try await create("payment", texts.merging(more) { $1 }, place: home, by: "mia")
    }

    func now(_ item: Item) async throws -> Item { try #require(try await store.readCommunity { try $0.item(item.id) }) }

    /// What an account holds in fen, as people say it.
    func amount(_ of: AccountClass, _ subject: String = "") async throws -> Int {
        try await store.readCommunity { try $0.account("keeper", of, subject)?.amount ?? 0 }
    }

    func booksAreRight() async throws -> Bool { try await desk.checkBooks(visitor("mia")).isEmpty }
}

/// What bills and payments do to the books.
@Suite struct CommunityMoneyTests {
    @Test(arguments: Engines.Kind.allCases)
    func paymentsPayWhatIsDueFirstAndWhatIsLeftStays(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            let home = try #require(homes["H1"]?.id)
            let late = try await scene.bill("H1", "30", due: "2026-02-01")
            let early = try await scene.bill("H1", "20", due: "2026-01-01")
            #expect(try await scene.amount(.receivable, home) == 5000)
            #expect(try await scene.amount(.income, "water") == 5000)
            try await scene.pay("H1", "15")
            #expect(try await scene.now(early).state == "part")
            #expect(try await scene.now(early).fields["paid"] == .number(1500))
            #expect(try await scene.now(late).state == "issued")
            // The one that is named comes first, whatever else is due.
            let named = try await scene.pay("H1", "30", bill: late)
            #expect(try await scene.now(late).state == "paid")
            try await scene.pay("H1", "100")
            #expect(try await scene.now(early).state == "paid")
            #expect(try await scene.amount(.advance, home) == 9500)
            #expect(try await scene.amount(.receivable, home) == 0)
            #expect(try await scene.amount(.cash) == 14_500)
            // The next bill is paid from what was left.
            let next = try await scene.bill("H1", "60")
            #expect(next.state == "paid" && next.fields["paid"] == .number(6000))
            // Giving back more than is left opens bills again, the one that the payment named before others.
            try await scene.act("refund", try await scene.now(named), ["reason": "多收"], by: "mia")
            #expect(try await scene.amount(.advance, home) == 500)
            #expect(try await scene.amount(.cash) == 11_500)
            try await scene.pay("H1", "5")
            let other = try await scene.pay("H1", "12", bill: try await scene.bill("H1", "12"))
            #expect(try await scene.amount(.advance, home) == 1000)
            try await scene.act("refund", other, ["reason": "多收"], by: "mia")
            #expect(try await scene.amount(.advance, home) == 0)
            #expect(try await scene.amount(.receivable, home) == 200)
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCancelledBillGivesBackWhatWasPaid(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            let home = try #require(homes["H1"]?.id)
            let bill = try await scene.bill("H1", "40")
            try await scene.pay("H1", "25")
            let after = try await scene.act(
                "cancel", try await scene.now(bill), ["reason": "出错"], by: "mia")
            #expect(after.state == "cancelled" && after.fields["paid"] == .number(0))
            #expect(try await scene.amount(.receivable, home) == 0)
            #expect(try await scene.amount(.income, "water") == 0)
            #expect(try await scene.amount(.advance, home) == 2500)
            // It is reversed by a transfer that names it, and what was there stays.
            let transfers = try await scene.store.readCommunity { try $0.transfers(of: bill.id) }
            #expect(transfers.map(\.act) == ["create", "settle", "cancel", "settle"])
            #expect(transfers[2].reverses == transfers[0].number)
            await #expect(throws: Refusal.self) {
                try await scene.act("cancel", after, ["reason": "再来"], by: "mia")
            }
            // What was given back pays what is open.
            let next = try await scene.bill("H1", "25")
            #expect(next.state == "paid")
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aReferenceIsBookedOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let first = try await scene.pay("H1", "5", ["way": "wechat", "reference": "4200001"])
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.pay("H2", "7", ["way": "wechat", "reference": "4200001"])
            }
            #expect(refusal?.kind == .conflict && refusal?.place == "reference")
            #expect(refusal.map { "\($0.reason)".contains(first.head.number) } == true)
            // Not even once it has been given back; but another way has other numbers.
            try await scene.act("refund", first, ["reason": "退"], by: "mia")
            await #expect(throws: Refusal.self) {
                try await scene.pay("H1", "5", ["way": "wechat", "reference": "4200001"])
            }
            try await scene.pay("H1", "5", ["way": "bank", "reference": "4200001"])
            #expect(try await scene.items("payment", by: "mia").count == 2)
            #expect(try await scene.amount(.wechat) == 0)
            #expect(try await scene.amount(.bank) == 500)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func amountsAreOneFenToTenBillionYuan(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            for yuan in ["0", "-1", "10000000000.01"] {
                let refusal = await #expect(throws: Refusal.self) { try await scene.bill("H1", yuan) }
                #expect(refusal?.place == "amount")
            }
            for yuan in ["0.01", "10000000000"] {
                #expect(try await scene.bill("H1", yuan).state == "issued")
                try await scene.pay("H1", yuan)
            }
            #expect(try await scene.amount(.cash) == 1_000_000_000_001)
            #expect(try await scene.amount(.receivable, homes["H1"]?.id ?? "") == 0)
            #expect(try await scene.items("bill", by: "mia").map(\.state) == ["paid", "paid"])
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsInTheBooksStays(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let bill = try await scene.bill("H1", "40")
            func edit(_ texts: [String: String], place: String? = nil) async throws -> Item {
                try await scene.desk.edit(
                    bill.id, of: Estate.bill, .init(texts.mapValues { [$0] }, place: place), entry: scene.clock.id(),
                    expected: scene.now(bill).head.sequence, by: scene.visitor("mia")
                ).item
            }
            for wrong in [["amount": "4"], ["charge": "power"]] {
                let refusal = await #expect(throws: Refusal.self) { try await edit(wrong) }
                #expect(refusal?.kind == .locked)
            }
            await #expect(throws: Refusal.self) { try await edit([:], place: "H2") }
            #expect(try await edit(["due": "2026-05-01", "paid": "40"]).fields["due"] == .text("2026-05-01"))
            #expect(try await scene.now(bill).fields["paid"] == nil)
            #expect(try await scene.booksAreRight())
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aPaymentIsForABillOfItsHome(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let bill = try await scene.bill("H1", "40")
            let refusal = await #expect(throws: Refusal.self) { try await scene.pay("H2", "40", bill: bill) }
            #expect(refusal?.place == "bill")
            try await scene.pay("H1", "40", bill: bill)
            await #expect(throws: Refusal.self) { try await scene.pay("H1", "40", bill: bill) }
            #expect(try await scene.amount(.cash) == 4000)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDepositIsHeldAndGivenBack(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            func deposit() async throws -> Item {
                try await scene.create(
                    "deposit", ["title": "装修押金", "amount": "2000", "way": "bank"], place: "H1", by: "mia")
            }
            let (one, two) = (try await deposit(), try await deposit())
            #expect(try await scene.amount(.deposit, one.id) == 200_000)
            #expect(try await scene.amount(.bank) == 400_000)
            try await scene.act("return", one, ["reason": "完工"], by: "mia")
            try await scene.act("keep", two, ["reason": "破坏承重墙"], by: "mia")
            #expect(try await scene.amount(.deposit, one.id) == 0)
            #expect(try await scene.amount(.deposit, two.id) == 0)
            #expect(try await scene.amount(.bank) == 200_000)
            #expect(try await scene.amount(.income) == 200_000)
            // It is nobody's payment.
            #expect(try await scene.amount(.advance, homes["H1"]?.id ?? "") == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func othersSeeNothingOfTheBooks(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            try await scene.tariff()
            let bill = try await scene.bill("H1", "40")
            try await scene.pay("H1", "10")
            let home = try #require(homes["H1"]?.id)
            let account = try #require(
                try await scene.store.readCommunity { try $0.account("keeper", .cash, "") })
            let (mia, max, desk) = (try await scene.visitor("mia"), try await scene.visitor("max"), scene.desk)
            let all = AccountQuery(organisations: nil)
            #expect(try await desk.accounts(all, mia).count == 4)
            #expect(try await desk.accounts(all, max).isEmpty)
            #expect(try await desk.transfers(TransferQuery(organisations: nil), max).transfers.isEmpty)
            #expect(try await desk.moneyOverview(max).figures.isEmpty)
            await #expect(throws: Refusal.self) { try await desk.statement(ofAccount: account.id, max) }
            await #expect(throws: Refusal.self) { try await desk.statement(ofHome: home, max) }
            for request in [BillingRequest(tariff: "T", period: "2025-12")] {
                await #expect(throws: Refusal.self) { try await desk.planBills(request, by: max) }
                await #expect(throws: Refusal.self) { try await desk.issueBills(request, by: max) }
            }
            for person in ["dan", "wes", "ron", "reg", "gus"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self) { try await desk.accounts(all, visitor) }
                await #expect(throws: Refusal.self) { try await desk.checkBooks(visitor) }
                await #expect(throws: Refusal.self) { try await desk.open(bill.id, of: Estate.bill, visitor) }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func statementsAddUp(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            let mia = try await scene.visitor("mia")
            let home = try #require(homes["H1"]?.id)
            _ = try await scene.bill("H1", "40")
            try await scene.pay("H1", "25")
            _ = try await scene.bill("H2", "1")
            let last = try await scene.pay("H1", "25", ["way": "bank", "reference": "B7"])
            let all = try await scene.desk.statement(ofHome: home, mia).statement
            #expect(all.lines.map(\.fen) == [-2500, -2500, 4000])
            #expect(all.lines.map(\.balance) == [-1000, 1500, 4000] && all.balance == -1000)
            #expect(all.lines[0].reference == "bank:B7" && all.named[all.lines[0].item]?.number == last.head.number)
            // Page by page it is the same.
            var (paged, before) = ([StatementLine](), Int?.none)
            repeat {
                let page = try await scene.desk.statement(ofHome: home, before: before, limit: 1, mia).statement.lines
                paged += page
                before = page.last?.number
            } while before != nil
            #expect(paged == all.lines)
            let receivable = try #require(all.accounts.first { $0.of == .receivable })
            let own = try await scene.desk.statement(ofAccount: receivable.id, mia)
            #expect(own.lines.map(\.balance) == [0, 1500, 4000] && own.balance == 0)
            let overview = try await scene.desk.moneyOverview(mia)
            #expect(overview.billed == 4100 && overview.paid == 4000 && overview.advance == 1000)
            #expect(overview.figures.map { $0.building.flatMap { overview.buildings[$0]?.number } } == ["B1"])
        }
    }

    /// What somebody changes behind the server's back is found.
    @Test(arguments: Engines.Kind.allCases)
    func theCheckFindsWhatDoesNotFit(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let bill = try await scene.bill("H1", "40")
            let mia = try await scene.visitor("mia")
            func faults(_ statement: String, _ undo: String) async throws -> [BookFault] {
                try await scene.store.database.write { _ = try $0.execute(statement) }
                let found = try await scene.desk.checkBooks(mia)
                try await scene.store.database.write { _ = try $0.execute(undo) }
                return found
            }
            let home = bill.place ?? ""
            #expect(
                try await faults(
                    "UPDATE account SET balance = balance + 1 WHERE class = 'income'",
                    "UPDATE account SET balance = balance - 1 WHERE class = 'income'"
                ).count == 1)
            let changed = try await faults(
                "UPDATE posting SET fen = fen + 1 WHERE fen > 0", "UPDATE posting SET fen = fen - 1 WHERE fen > 0")
            #expect(changed.count == 2 && changed.contains { if case .unbalanced = $0 { true } else { false } })
            #expect(
                try await faults(
                    "UPDATE account SET subject = 'x' WHERE class = 'receivable'",
                    "UPDATE account SET subject = '\(home)' WHERE class = 'receivable'")
                    == [.bills(home: home), .bills(home: "x")].sorted { "\($0)" < "\($1)" })
            #expect(try await scene.booksAreRight())
        }
    }
}
