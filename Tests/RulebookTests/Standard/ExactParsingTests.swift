import Testing

@testable import Rulebook

@Suite struct ExactParsingTests {
    @Test(arguments: [
        ("0", 0, 1), ("7", 7, 1), ("0012", 12, 1), ("0.25", 1, 4), ("-0.25", -1, 4), ("-0", 0, 1), ("1.50", 3, 2),
        ("85%", 17, 20), ("0.5%", 1, 200), ("100%", 1, 1), ("-50%", -1, 2), ("120%", 6, 5),
        ("2/3", 2, 3), ("4/6", 2, 3), ("-2/3", -2, 3), ("0.5/0.25", 2, 1), ("0/5", 0, 1),
    ])
    func readsWhatPeopleWrite(_ text: String, _ numerator: Int, _ denominator: Int) throws {
        let value = try #require(Exact(text))
        #expect(Int(value.numerator) == numerator)
        #expect(Int(value.denominator) == denominator)
    }

    @Test(arguments: [
        "", " ", "-", ".", "%", "/", "1.", ".5", "+1", "--1", "1-", " 1", "1 ", "1e3", "1E3", "0x10", "1,000", "1_000",
        "1.2.3", "1..2", "1/0", "1/-2", "1/0.0", "1/2/3", "50%/2", "1/50%", "50%%", "%50", "/2", "1/", "nan", "inf",
        "１２", "٣", "1\u{301}", "十", "1\n", "½", "−1", "~", "null", "true",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(Exact(text) == nil)
    }

    /// 12 digits before the point and 9 after it.
    @Test func takesAsManyDigitsAsItSays() {
        var wrong = Wrong()
        for whole in 1...14 {
            for fraction in 0...11 {
                let text =
                    String(repeating: "9", count: whole)
                    + (fraction > 0 ? "." + String(repeating: "3", count: fraction) : "")
                for shape in [text, "-" + text, text + "%", text + "/7", "7/" + text] {
                    wrong.unless((Exact(shape) != nil) == (whole <= 12 && fraction <= 9), shape)
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func readsEveryHundredthExactly() {
        var wrong = Wrong()
        for hundredths in 0...12_000 {
            let text = "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
            wrong.unless(Exact(text) == Exact(hundredths, over: 100), text)
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func readsEveryShare() {
        var wrong = Wrong()
        for denominator in 1...60 {
            for numerator in 0...60 {
                let value = Exact("\(numerator)/\(denominator)")
                wrong.unless(value == Exact(numerator, over: denominator), "\(numerator)/\(denominator)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }
}
