import Commons
import Community
import Foundation
import Persistence
import Testing

/// Thousands of bills and payments, with all that goes wrong on the way: the books balance to the fen.
///
/// `LINLI_DRILL=10000` does as many; without it there are fewer, so that a run of all tests stays short.
@Suite struct CommunityMoneyDrillTests {
    private static let most = ProcessInfo.processInfo.environment["LINLI_DRILL"].flatMap(Int.init)

    /// What should be in the books, by a count of its own that knows nothing of accounts.
    private struct Expected {
        var billed = 0
        var paid = 0
        var refunded = 0
        var payments = 0
    }

    @Test(arguments: Engines.Kind.allCases)
    func theBooksBalanceWhateverComes(_ kind: Engines.Kind) async throws {
        let count = Self.most ?? (kind == .sqlite ? 600 : 200)
        try await CommunityScene.withMoney(kind) { scene, _ in
            var (chance, expected) = (Dice(20_251_125), Expected())
            let places = try await settle(max(4, count / 20), scene)
            let bills = try await issue(count, places, scene, &chance, &expected)
            let till = TillChannel()
            for bill in bills { try await pay(bill, scene, till, &chance, &expected) }
            let funds = try await scene.amount(.wechat) + (try await scene.amount(.cash))
            #expect(funds == expected.paid - expected.refunded)
            let homes = try await scene.items("space", by: "mia") {
                $0.values = [.init("level", "home")]
                $0.limit = 100_000
            }
            #expect(homes.count == places.count)
            var (owed, ahead) = (0, 0)
            for home in homes {
                owed += try await scene.amount(.receivable, home.id)
                ahead += try await scene.amount(.advance, home.id)
            }
            #expect(owed >= 0 && ahead >= 0)
            #expect(owed - ahead == expected.billed - expected.paid + expected.refunded)
            let payments = try await scene.items("payment", by: "mia") { $0.limit = 100_000 }
            #expect(payments.count == expected.payments)
            #expect(try await scene.booksAreRight())
        }
    }

    /// So many homes, with those that are there already.
    /// - Returns: their numbers.
    private func settle(_ count: Int, _ scene: CommunityScene) async throws -> [String] {
        let numbers = (1...count).map { "H\($0)" }
        let drafts = numbers.dropFirst(4).map { number in
            CommunityDesk.Draft(["name": [number], "code": [number], "level": ["home"]], place: "B2")
        }
        guard !drafts.isEmpty else { return numbers }
        let mia = try await scene.visitor("mia")
        try await scene.desk.importItems(try scene.desk.kind("space"), drafts, id: "homes", by: mia)
        return numbers
    }

    /// In one import, which is sent twice.
    private func issue(
        _ count: Int, _ places: [String], _ scene: CommunityScene, _ chance: inout Dice, _ expected: inout Expected
    ) async throws -> [Item] {
        var drafts: [CommunityDesk.Draft] = []
        for index in 0..<count {
            let fen = 1 + chance.below(500_000)
            expected.billed += fen
            let texts = ["title": "账单 \(index)", "charge": "property", "amount": Fen.digits(fen), "due": "2025-12-31"]
            drafts.append(.init(texts.mapValues { [$0] }, place: places[index % places.count]))
        }
        let mia = try await scene.visitor("mia")
        for entered in [count, 0] {
            #expect(try await scene.desk.importItems(Estate.bill, drafts, id: "bills", by: mia) == entered)
        }
        return try await scene.items("bill", by: "mia") { $0.limit = 100_000 }
    }

    /// By a provider's app or at the counter, told once or many times, at once or late, and given back now and then.
    private func pay(
        _ bill: Item, _ scene: CommunityScene, _ till: TillChannel, _ chance: inout Dice,
        _ expected: inout Expected
    ) async throws {
        let way = chance.below(10)
        if way == 0 { return }
        if way < 4 {
            let fen = 1 + chance.below(300_000)
            try await atTheCounter(bill, fen, scene, isGivenBack: chance.below(5) == 0, &expected)
            return
        }
        // What was paid ahead may have settled it.
        guard Estate.bill.openStates.contains(try await scene.now(bill).state) else { return }
        let ticket = try await scene.code(bill, till)
        await #expect(throws: Refusal.self) { try await scene.tell("forged \(ticket.number)", till) }
        if way == 9 { scene.clock.pass(seconds: 40_000) }
        if way == 8 {
            // The telling was lost.
            till.pay(ticket.number)
            _ = try await scene.desk.ask(ticket, till)
        }
        for _ in 0...chance.below(3) { #expect(try await scene.tell("paid \(ticket.number)", till) == 200) }
        expected.paid += ticket.amount
        expected.payments += 1
        if chance.below(20) == 0 {
            let payment = try #require(
                try await scene.items("payment", by: "mia") {
                    $0.order = .changed; $0.limit = 200
                }.first { $0.fields["reference"] == .text("at-\(ticket.number)") })
            try await scene.act("refund", payment, ["reason": "退"], by: "mia")
            expected.refunded += ticket.amount
            // Told once more, it stays given back.
            #expect(try await scene.tell("paid \(ticket.number)", till) == 200)
        }
    }

    /// The form is sent twice, as by a double click.
    private func atTheCounter(
        _ bill: Item, _ fen: Int, _ scene: CommunityScene, isGivenBack: Bool, _ expected: inout Expected
    ) async throws {
        let id = scene.clock.id()
        let home = try #require(bill.place)
        let draft = CommunityDesk.Draft(["amount": [Fen.digits(fen)], "way": ["cash"]], place: home)
        let mia = try await scene.visitor("mia")
        var made: Item?
        for _ in 0..<2 { made = try await scene.desk.create(Estate.payment, draft, id: id, by: mia).item }
        expected.paid += fen
        expected.payments += 1
        guard isGivenBack, let payment = made else { return }
        try await scene.act("refund", payment, ["reason": "多收"], by: "mia")
        expected.refunded += fen
    }
}
