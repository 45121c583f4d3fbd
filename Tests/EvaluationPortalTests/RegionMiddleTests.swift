import Testing

@testable import EvaluationPortal

/// Averages, medians and shares: whole numbers, rounded half up.
@Suite struct RegionMiddleTests {
    @Test(
        arguments: [
            ([], nil), ([7], 7), ([1, 2], 2), ([2, 1], 2), ([1, 1], 1), ([3, 1, 2], 2), ([4, 1, 3, 2], 3),
            ([5, 5, 5, 5], 5), ([0, 0, 9], 0), ([10, 20], 15), ([10, 21], 16),
        ] as [([Int], Int?)])
    func median(_ values: [Int], _ expected: Int?) { #expect(Middle.median(values) == expected) }

    @Test(
        arguments: [
            ([], nil), ([7], 7), ([1, 2], 2), ([1, 1, 2], 1), ([1, 2, 2], 2), ([0, 0, 0, 1], 0), ([0, 1], 1),
            ([7345, 7346], 7346),
        ] as [([Int], Int?)])
    func average(_ values: [Int], _ expected: Int?) { #expect(Middle.average(values) == expected) }

    @Test func sharesRoundHalfUpToEitherSideOfNothing() {
        for count in 1...12 {
            for total in -40...40 {
                // The whole number nearest to total / count; of two, the higher.
                let expected = (-50...50).min { left, right in
                    let (one, other) = (abs(left * count - total), abs(right * count - total))
                    return one != other ? one < other : left > right
                }
                #expect(Middle.share(total, of: count) == expected, "\(total) / \(count)")
            }
        }
    }

    @Test func permille() {
        #expect(Middle.permille(1, of: 8) == 125 && Middle.permille(1, of: 3) == 333)
        #expect(Middle.permille(0, of: 5) == 0 && Middle.permille(5, of: 5) == 1000)
        #expect(Middle.permille(0, of: 0) == nil)
        #expect(shownPermille(125) == "12.5%" && shownPermille(nil) == "—" && shownPermille(1000) == "100.0%")
    }

    @Test func hundredthsAndDays() {
        #expect(shownHundredths(7345) == "73.45" && shownHundredths(5) == "0.05" && shownHundredths(nil) == "—")
        #expect(shownDays(0) == "0.0" && shownDays(12) == "0.5" && shownDays(300) == "12.5" && shownDays(1) == "0.0")
    }
}
