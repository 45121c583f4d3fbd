import Spreadsheet
import Testing

@Suite struct DecimalTextTests {
    @Test(
        arguments: [
            ("8.6999999999999993", "8.7"), ("8.699999999999999", "8.7"), ("8.70", "8.7"), ("1E3", "1000"), ("-0", "0"),
            ("0.000", "0"), ("1e-07", "0.0000001"), ("1E-007", "0.0000001"), ("+5", "5"), (".5", "0.5"), ("5.", "5"),
            ("999999999999999.9", "1000000000000000"), ("123456789012345678", "123456789012346000"),
            ("-1.23456789012345678", "-1.23456789012346"), ("1E400", nil), ("00012", "12"),
            ("9.99999999999999999e-3", "0.01"),
            ("1E99999999999999999999", nil), ("1", "1"), ("", nil), ("-", nil), (".", nil), ("1e", nil), ("1e+", nil),
            ("1.2.3", nil), ("0x1", nil), ("1 ", nil), ("nan", nil), ("1,5", nil), ("٣", nil), ("1e5.0", nil),
            ("--1", nil),
        ] as [(String, String?)])
    func normalizes(_ text: String, to expected: String?) {
        #expect(DecimalText.normalized(text) == expected)
    }

    /// Any decimal of 15 digits survives the way through a double and its 16 or 17 digits.
    @Test func fifteenDigitsSurviveDoubles() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let digits = String(UInt64.random(in: 100_000_000_000_000...999_999_999_999_999, using: &random))
            let point = Int.random(in: 1...15, using: &random)
            let text = String(digits.prefix(point)) + (point < 15 ? "." + digits.dropFirst(point) : "")
            let expected = DecimalText.normalized(text)
            guard let double = Double(text) else { continue }
            #expect(DecimalText.normalized(double.description) == expected, "\(text)")
        }
    }

    @Test func isNumberAgreesWithNormalized() {
        for text in ["1", "-1.5", "1e5", "1E+5", "+.5", "", "+", ".", "e5", "1e", "1-", "1+1", "1..", "5."] {
            #expect(DecimalText.isNumber(text) == (DecimalText.normalized(text) != nil), "\(text)")
        }
    }
}
