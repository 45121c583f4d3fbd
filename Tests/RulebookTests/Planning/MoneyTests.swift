import Testing

@testable import Rulebook

@Suite struct MoneyTests {
    @Test(arguments: [
        ("0", 0), ("1", 100), ("0.5", 50), ("12.34", 1234), ("20000", 2_000_000), ("0.01", 1), ("8000.00", 800_000),
        ("1000000000000", nil), ("999999999999.99", 99_999_999_999_999), ("12.340", 1234), ("-0", 0),
        ("-1", nil), ("-0.01", nil), ("0.001", nil), ("12.345", nil), ("50%", nil), ("1/2", nil), ("4/2", nil),
        ("", nil), ("1e3", nil), ("1,000", nil), ("￥5", nil), ("5元", nil), ("2000000000000", nil),
    ])
    func readsYuanWithAtMostTwoDecimals(_ text: String, _ fen: Int?) {
        #expect(Money(text).map { Int($0.fen) } == fen, "\(text)")
    }

    @Test func isShownWithTwoDecimals() {
        for fen: Int128 in [0, 1, 9, 10, 99, 100, 101, 12_800_000, 99_999_999_999_999] {
            let digits = "00" + String(fen)
            let expected = "\(fen / 100).\(digits.suffix(2))"
            #expect(Money(fen: fen).shown == expected)
            #expect(Money(Money(fen: fen).shown)?.fen == fen)
        }
    }

    @Test func addsAndCompares() {
        let (a, b) = (Money(fen: 5), Money(fen: 7))
        #expect(a + b == Money(fen: 12) && b - a == Money(fen: 2) && a < b && !(b < a))
        #expect(a * 3 == Money(fen: 15) && Money.zero + a == a)
    }
}
