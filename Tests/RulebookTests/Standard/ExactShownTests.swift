import Testing

@testable import Rulebook

@Suite struct ExactShownTests {
    @Test(arguments: [
        ("0", "0.00"), ("1", "1.00"), ("73.45", "73.45"), ("0.005", "0.01"), ("0.0049", "0.00"), ("2/3", "0.67"),
        ("1/3", "0.33"), ("59.995", "60.00"), ("59.994999999", "59.99"), ("84.995", "85.00"), ("0.995", "1.00"),
        ("-0.005", "-0.01"), ("-0.004", "0.00"), ("-1.005", "-1.01"), ("999999999999.995", "1000000000000.00"),
    ])
    func roundsHalfAwayFromZero(_ text: String, _ shown: String) {
        #expect(n(text).rounded() == shown)
    }

    /// Every thousandth from -2 to 2, at 0 to 4 decimals, against whole numbers.
    @Test func roundsEveryThousandth() {
        var wrong = Wrong()
        for thousandths in -2000...2000 {
            for (decimals, unit) in [(0, 1000), (1, 100), (2, 10), (3, 1)] {
                let units = (abs(thousandths) * 2 + unit) / (unit * 2)
                let power = 1000 / unit
                let sign = thousandths < 0 && units > 0 ? "-" : ""
                var fraction = String(units % power)
                fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
                let expected = sign + String(units / power) + (decimals > 0 ? "." + fraction : "")
                let value = Exact(thousandths, over: 1000)
                wrong.unless(value.rounded(decimals: decimals) == expected, "\(thousandths) at \(decimals)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test(arguments: [
        ("10", "10"), ("10.50", "10.5"), ("0.256", "0.26"), ("0.001", "0"), ("-0.001", "0"), ("100", "100"),
        ("2/3", "0.67"), ("-2.5", "-2.5"), ("1000", "1000"), ("0", "0"),
    ])
    func pointsAreShownWithoutIdleZeros(_ text: String, _ shown: String) {
        #expect(n(text).shown == shown)
    }

    @Test(arguments: [
        ("85%", "85%"), ("2/3", "2/3"), ("0.5", "50%"), ("0.125", "12.5%"), ("0", "0%"), ("1", "100%"), ("1/7", "1/7"),
        ("0.000000001", "0.0000001%"),
    ])
    func sharesAreShownAsPeopleWriteThem(_ text: String, _ shown: String) {
        #expect(n(text).percent == shown)
    }

    @Test func shortestAndPercentReadBackAsTheSameNumber() {
        var wrong = Wrong()
        for denominator in Array(1...21) + [25, 32, 40, 64, 99, 100, 125, 128, 1000] {
            for numerator in -33...33 {
                let value = Exact(numerator, over: denominator)
                wrong.unless(Exact(value.shortest) == value, value.shortest)
                wrong.unless(Exact(value.percent) == value, value.percent)
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
        for text in ["0.000000001", "999999999999.999999999", "0.1", "1/3", "12.5%"] {
            #expect(Exact(n(text).shortest) == n(text))
        }
    }

    @Test func shortestIsShortest() {
        #expect(n("10.000").shortest == "10")
        #expect(n("0.250").shortest == "0.25")
        #expect(n("4/6").shortest == "2/3")
        #expect(n("85%").shortest == "0.85")
        #expect(n("-4/6").shortest == "-2/3")
    }
}
