import Commons
import Community
import Rulebook
import Testing

@Suite struct MoneyTests {
    /// Half a fen up, at every place of the last digit that decides.
    @Test func billsAreRoundedHalfUpToTheFen() {
        for remainder in 0..<10_000 {
            // A price of one ten-thousandth, so that the quantity is millionths of a yuan.
            let fen = Tariff.fen(price: 1, quantity: 70_000 + remainder)
            #expect(fen == (remainder < 5_000 ? 7 : 8), "\(remainder)")
        }
        #expect(Tariff.fen(price: 28_000, quantity: 8_937) == 25_024)  // 2.80 × 89.37 = 250.236
        #expect(Tariff.fen(price: 18_500, quantity: 9_999) == 18_498)  // 1.85 × 99.99 = 184.9815
        #expect(Tariff.fen(price: 15_000, quantity: 10_001) == 15_002)  // 1.50 × 100.01 = 150.015: half a fen
        #expect(Tariff.fen(price: 1, quantity: 1) == 0 && Tariff.fen(price: 0, quantity: 1_000_000_000) == 0)
    }

    @Test func whatCannotBeBookedIsNoAmount() {
        #expect(Tariff.fen(price: 1_000_000_000, quantity: 10_000_000) == 1_000_000_000_000)
        #expect(Tariff.fen(price: 1_000_000_000, quantity: 10_000_001) == nil)
        #expect(Tariff.fen(price: 1_000_000_000, quantity: 1_000_000_000) == nil)
        #expect(Tariff.fen(price: .max, quantity: 2) == nil && Tariff.fen(price: -1, quantity: 1) == nil)
    }

    @Test func aTransferAddsUpToNothing() throws {
        func transfer(_ postings: (String, Int)...) throws -> Transfer {
            try Transfer(
                organisation: "o", at: Instant(milliseconds: 0), item: "i", act: "create", entry: "e",
                postings: postings.map { Posting(account: $0.0, fen: $0.1) })
        }
        for fen in [1, 99, 1_000_000_000_000] {
            #expect(try transfer(("a", fen), ("b", -fen)).postings.count == 2)
            #expect(throws: Refusal.self) { try transfer(("a", fen), ("b", 1 - fen)) }
            #expect(throws: Refusal.self) { try transfer(("a", fen), ("a", -fen)) }
        }
        #expect(try transfer(("a", 100), ("b", -99), ("c", -1)).postings.count == 3)
        #expect(throws: Refusal.self) { try transfer(("a", 0), ("b", 0)) }
        #expect(throws: Refusal.self) { try transfer(("a", 0)) }
        #expect(throws: Refusal.self) { try transfer() }
        #expect(throws: Refusal.self) { try transfer(("a", 1_000_000_000_001), ("b", -1_000_000_000_001)) }
        #expect(throws: Refusal.self) { try transfer(("a", .min), ("b", .min)) }
    }

    @Test func aPeriodIsAMonth() {
        #expect(BillingMonth("2028-02")?.last == Day("2028-02-29"))
        #expect(BillingMonth("2026-12")?.last == Day("2026-12-31"))
        #expect(Day("2026-03-17").map { BillingMonth($0).text } == "2026-03")
        for wrong in ["", "2026-13", "2026-3", "2026-03-01", "０００１-01", "2026/03"] {
            #expect(BillingMonth(wrong) == nil)
        }
    }

    @Test func fenAreShownInFull() {
        #expect(Fen.shown(5) == "¥0.05" && Fen.shown(-120) == "-¥1.20" && Fen.digits(100_000_000) == "1000000.00")
    }

    @Test func fenAreWrittenInCapitals() {
        let written = [
            0: "零元整", 3: "叁分", 50: "伍角整", 105: "壹元零伍分", 1234: "壹拾贰元叁角肆分", 100_000: "壹仟元整",
            10_050_30: "壹万零伍拾元叁角整", 100_000_000: "壹佰万元整", 101_000_000: "壹佰零壹万元整",
            100_000_000_500: "壹拾亿零伍元整", 12_345_678_901: "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分",
        ]
        for (fen, words) in written { #expect(Fen.capital(fen) == words, "\(fen)") }
    }

    /// What the program writes is never taken from people, and nobody is asked for it.
    @Test func nobodyWritesWhatTheProgramDoes() throws {
        let form = Estate.bill.form
        #expect(!form.asked.contains { ["paid", "tariff", "quantity", "price"].contains($0.id) })
        let texts = ["title": "甲", "charge": "water", "amount": "5", "due": "2026-03-01", "paid": "5"]
        let values = try form.read { texts[$0.id].map { [$0] } ?? [] }
        #expect(values["paid"] == nil && values["amount"] == .number(500))
        #expect(try form.read(before: ["paid": .number(3)]) { texts[$0.id].map { [$0] } ?? [] }["paid"] == .number(3))
    }
}
