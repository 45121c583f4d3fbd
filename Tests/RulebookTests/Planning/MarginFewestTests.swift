import Testing

@testable import Rulebook

/// The fewest findings that would have to be overturned, against trying every set of findings.
@Suite struct MarginFewestTests {
    /// Sets of judged items by size, with the grade once they are overturned.
    private struct Overturned {
        let book: Rulebook
        let oracle: Oracle
        let points: [Ratio]
        let flips: [Int]
        let flipped: [Ratio]
        let controlsMet: Bool

        init(_ random: RandomRulebook, down: Bool) {
            let (book, oracle) = (random.book, random.oracle)
            let points = book.items.map { oracle.points($0) ?? 0 }
            let flipped = book.items.map { down ? 0 : Ratio($0.rule.maximum) }
            self.book = book
            self.oracle = oracle
            self.points = points
            self.flipped = flipped
            flips = book.items.indices.filter { index in
                let finding = random.findings[book.items[index].clause]
                return finding?.observation != nil && points[index] != flipped[index]
            }
            controlsMet = !oracle.held.contains { $0 != true }
        }

        func grade(_ set: [Int]) -> Int? {
            var points = points
            for index in set { points[index] = flipped[index] }
            return oracle.grade(oracle.q(points, controlsMet: controlsMet), points, held: oracle.held)
        }

        /// The size of the smallest set that does; nil: none.
        func fewest(_ does: (Int?) -> Bool) -> Int? {
            var best: Int?
            for code in 0..<(1 << flips.count) {
                let set = flips.indices.filter { code >> $0 & 1 == 1 }.map { flips[$0] }
                if set.count < best ?? .max, does(grade(set)) { best = set.count }
            }
            return best
        }
    }

    private func compare(_ seeds: Range<Int>, _ shape: RandomShape) -> (wrong: Wrong, asked: Int) {
        var (wrong, asked) = (Wrong(), 0)
        for seed in seeds {
            let random = RandomRulebook(seed, shape)
            let margin = Margin(random.score)
            guard let today = Overturned(random, down: true).grade([]) else {
                wrong.unless(margin.up == nil && margin.down == nil, "\(seed): no grade, but a margin")
                continue
            }
            for (side, isDown) in [(margin.down, true), (margin.up, false)] {
                guard let side else { continue }
                let all = Overturned(random, down: isDown)
                func does(_ grade: Int?) -> Bool { isDown ? grade != today : (grade ?? -1) > today }
                let clauses = random.book.items.map(\.clause)
                let fewest = all.fewest(does)
                let what = "\(seed) \(isDown ? "down" : "up")"
                wrong.unless(
                    side.fewest?.count == fewest, "\(what): \(String(describing: side.fewest)), not \(fewest ?? -1)")
                if let set = side.fewest {
                    let indices = set.map { clauses.firstIndex(of: $0)! }
                    wrong.unless(does(all.grade(indices)), "\(what): \(set) does not do it")
                    if set.count > 1 { asked += 1 }
                }
                let alone = all.flips.filter { does(all.grade([$0])) }.map { clauses[$0] }
                wrong.unless(side.alone == alone, "\(what): alone \(side.alone), not \(alone)")
            }
        }
        return (wrong, asked)
    }

    @Test func withoutMinimums() {
        let (wrong, asked) = compare(0..<220, RandomShape(items: 3...7, minimums: false))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(asked > 12, "the cases must ask something: \(asked)")
    }

    @Test func withTies() {
        let (wrong, _) = compare(500..<580, RandomShape(items: 3...7, minimums: false, ties: true))
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// Was a bug: upwards `Flip.fewest` only tries, for each number of findings, the set that moves Q most; a smaller
    /// set that meets the minimums is not found.
    @Test func withMinimums() {
        let (wrong, asked) = compare(1000..<1200, RandomShape(items: 3...7, minimumsGrow: false))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(asked > 12, "the cases must ask something: \(asked)")
    }

    @Test func withVetoesThatLimit() {
        let (wrong, _) = compare(2000..<2080, RandomShape(items: 3...6, limits: true))
        #expect(wrong.count == 0, "\(wrong)")
    }
}
