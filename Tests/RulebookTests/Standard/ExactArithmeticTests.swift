import Testing

@testable import Rulebook

@Suite struct ExactArithmeticTests {
    private func samples(_ seed: Int) -> [(Ratio, Ratio, Ratio)] {
        var random = Seeded(seed)
        func ratio() -> Ratio {
            let range = random.pick([0...0, -3...3, -1000...1000, -1_000_000...1_000_000])
            return Ratio(random.int(range), over: random.int(random.pick([1...1, 1...9, 1...1000])))
        }
        return (0..<1500).map { _ in (ratio(), ratio(), ratio()) }
    }

    @Test func agreesWithFractionsOfWholeNumbers() {
        var wrong = Wrong()
        for (a, b, _) in samples(1) {
            wrong.unless(a.exact + b.exact == (a + b).exact, "\(a) + \(b)")
            wrong.unless(a.exact - b.exact == (a - b).exact, "\(a) - \(b)")
            wrong.unless(a.exact * b.exact == (a * b).exact, "\(a) * \(b)")
            wrong.unless(b == 0 || a.exact / b.exact == (a / b).exact, "\(a) / \(b)")
            wrong.unless((a.exact < b.exact) == (a < b), "\(a) < \(b)")
            wrong.unless((a.exact == b.exact) == (a == b), "\(a) == \(b)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func keepsTheLawsOfArithmetic() {
        var wrong = Wrong()
        for (x, y, z) in samples(2) {
            let (a, b, c) = (x.exact, y.exact, z.exact)
            let laws = [
                a + b == b + a, a * b == b * a, (a + b) + c == a + (b + c), (a * b) * c == a * (b * c),
                a * (b + c) == a * b + a * c, a + .zero == a, a * .one == a, a * .zero == .zero, a - a == .zero,
                (a - b) + b == a, b == .zero || (a / b) * b == a,
            ]
            wrong.unless(!laws.contains(false), "\(x), \(y), \(z): \(laws)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// Equal numbers are equal values, with one hash and in one order.
    @Test func isAlwaysInLowestTerms() {
        var wrong = Wrong()
        for denominator in [-12, -5, -1, 1, 2, 6, 7, 30] {
            for numerator in -40...40 {
                for factor in [-3, -1, 1, 2, 10] {
                    let value = Exact(numerator, over: denominator)
                    let same = Exact(numerator * factor, over: denominator * factor)
                    let isOne =
                        value == same && value.hashValue == same.hashValue && !(value < same) && !(same < value)
                        && value.denominator.signum() == 1
                    wrong.unless(isOne, "\(numerator)/\(denominator) times \(factor)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func ordersLikeTheNumbersItStandsFor() {
        var random = Seeded(3)
        var values: [Ratio] = []
        for denominator in 1...12 {
            for numerator in -15...15 { values.append(Ratio(numerator, over: denominator)) }
        }
        var wrong = Wrong()
        for left in values {
            for right in values.shuffled(using: &random).prefix(60) {
                let isBelow = left.numerator * right.denominator < right.numerator * left.denominator
                wrong.unless((left.exact < right.exact) == isBelow, "\(left) < \(right)")
                wrong.unless((left.exact >= right.exact) == !isBelow, "\(left) >= \(right)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func hasNoLargestNumber() {
        var product = Exact.one
        for _ in 0..<40 { product = product * n("999999999999.999999999") }
        for _ in 0..<40 { product = product / n("999999999999.999999999") }
        #expect(product == .one)
        var tiny = Exact.one
        for _ in 0..<40 { tiny = tiny * n("0.000000001") }
        #expect(tiny > .zero)
        #expect(Exact.one - tiny < .one)
    }

    @Test func sumsExactly() {
        #expect(Array(repeating: n("0.1"), count: 10).sum() == .one)
        #expect(Array(repeating: n("1/3"), count: 300).sum() == n(100))
        #expect([Exact]().sum() == .zero)
        #expect((1...1000).map { Exact($0) }.sum() == n(500_500))
    }

    @Test func ceilingIsTheSmallestWholeNumberNotBelow() {
        var wrong = Wrong()
        for denominator in 1...20 {
            for numerator in -60...60 {
                let value = Exact(numerator, over: denominator)
                let ceiling = Exact(value.ceiling)
                wrong.unless(ceiling >= value && ceiling - .one < value, "\(numerator)/\(denominator)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func wholeNumbersAreTold() {
        var wrong = Wrong()
        for denominator in 1...20 {
            for numerator in -60...60 {
                let whole = Exact(numerator, over: denominator).whole
                let expected = numerator % denominator == 0 ? numerator / denominator : nil
                wrong.unless(whole == expected, "\(numerator)/\(denominator)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
        #expect((n("999999999999") * n("999999999999")).whole == nil, "does not fit")
    }
}
