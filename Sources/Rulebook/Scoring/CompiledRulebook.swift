import BigInt

/// A rulebook flattened for scoring millions of cases: every finding is a few whole numbers, every rule a table or a
/// line of integers.
///
/// Built by asking the exact rules themselves, so there is one meaning of every rule. `init` gives nil for rulebooks
/// whose points are not whole numbers of one small unit, or whose levels rescale or cap in between; those are scored
/// by `Scorer`.
public struct CompiledRulebook: Sendable {
    /// A value a finding can have, and where it stands in a case.
    public struct Slot: Hashable, Sendable {
        public enum Meaning: Hashable, Sendable {
            /// 1 met or so, 0 not; also the extra fact of a count.
            case flag
            /// 0...1,000,000.
            case number
        }
        public var clause: String
        /// The finding's key: `met`, `count`, `pushed`, `buildings`; for a list `recognised`, `responses`, `satisfied`.
        public var key: String
        /// For a list the entry, 0...; else nil.
        public var entry: Int?
        public var meaning: Meaning
    }

    /// Marks a value that was not given.
    public static let absent: Int32 = -1

    public let rulebook: Rulebook
    public let slots: [Slot]
    /// Whole numbers of Q in which one unit is 1 / `unitsPerPoint`.
    public let unitsPerPoint: Int64
    private let controls: [(slot: Int, good: Int32)]
    private let flags: [FlagOperation]
    private let operations: [Operation]
    private let table: [Int64]
    private let ways: [WayOperation]
    private let categoryCount: Int
    private let base: Int64
    private let maximum: Int64
    private let lines: [(value: Int64, isInclusive: Bool)]

    private struct FlagOperation {
        var slot: Int32
        var category: Int32
        var points: Int64
    }

    private struct Operation {
        enum Kind { case table, share, list }
        var kind: Kind
        var slot: Int32
        /// Slot of the extra fact, or -1.
        var extra: Int32
        var category: Int32
        /// Where its points start in `table`, or its ways in `ways`.
        var start: Int32
        /// Table rows without extra, ways, or entries.
        var count: Int32
    }

    private struct WayOperation {
        var slot: Int32
        var numerator: Int64
        var denominator: Int64
        var isInclusive: Bool
        var points: Int64
    }

    /// Entries that a list may have in a case of this form.
    public static let entriesPerList = 8

    public init?(_ rulebook: Rulebook) {
        guard rulebook.controls.allSatisfy({ $0.rule.kind == .control }), !rulebook.total.baseNeedsControls,
            rulebook.grades.allSatisfy({ $0.minimum == nil && $0.minimums.isEmpty }),
            (rulebook.controls + rulebook.items).allSatisfy({ $0.notApplicable == .refused })
        else { return nil }
        let scorer = Scorer(rulebook)
        let empty = scorer.score(
            Assessment(rulebook: rulebook.id, community: Community(name: ""), appliedOn: nil))
        var denominator = BigInt(1)
        func see(_ value: Exact) { denominator = lcm(denominator, value.denominator) }
        for (item, score) in zip(rulebook.items, empty.items) {
            for points in CompiledRulebook.possiblePoints(item.rule) ?? [] { see(points * score.leverage) }
        }
        see(rulebook.total.base / rulebook.total.divisor)
        for grade in rulebook.grades { grade.range.lower.map { see($0.value) } }
        if let maximum = rulebook.total.maximum { see(maximum) }
        let unit = Exact(denominator, over: 1)
        let most =
            rulebook.total.base + (rulebook.total.maximum ?? .zero)
            + zip(rulebook.items, empty.items).map { $0.maximum * $1.leverage }.sum()
            + (rulebook.grades.compactMap(\.range.lower?.value).max() ?? .zero)
        guard denominator < BigInt(1) << 30, most * unit < Exact(BigInt(1) << 62, over: 1) else { return nil }
        func units(_ value: Exact) -> Int64 { Int64((value * unit).numerator) }
        guard rulebook.categories.allSatisfy({ CompiledRulebook.isFlat($0.level, scorer, empty.items) }) else {
            return nil
        }

        var slots: [Slot] = []
        func slot(_ clause: String, _ key: String, _ meaning: Slot.Meaning, entry: Int? = nil) -> Int32 {
            slots.append(Slot(clause: clause, key: key, entry: entry, meaning: meaning))
            return Int32(slots.count - 1)
        }
        controls = rulebook.controls.map { (Int(slot($0.clause, "met", .flag)), 1) }
        var flags: [FlagOperation] = []
        var operations: [Operation] = []
        var table: [Int64] = []
        var ways: [WayOperation] = []
        let categories = Dictionary(uniqueKeysWithValues: rulebook.categories.enumerated().map { ($1.id, Int32($0)) })
        for (item, score) in zip(rulebook.items, empty.items) {
            guard let category = categories[item.category] else { return nil }
            func points(_ observation: Observation) -> Int64 {
                units((item.rule.judge(observation)?.points ?? .zero) * score.leverage)
            }
            switch item.rule {
            case .all:
                flags.append(
                    FlagOperation(slot: slot(item.clause, "met", .flag), category: category, points: points(.met(true)))
                )
            case .count(let rule):
                let full = max(rule.fullCount, rule.extra?.needs ?? 0)
                guard full <= 10_000 else { return nil }
                let number = slot(item.clause, "count", .number)
                let extra = rule.extra.map { slot(item.clause, $0.key, .flag) } ?? -1
                operations.append(
                    Operation(
                        kind: .table, slot: number, extra: extra, category: category, start: Int32(table.count),
                        count: Int32(full + 1)))
                for hasExtra in extra < 0 ? [false] : [false, true] {
                    table += (0...full).map { points(.count(Observation.Counted(count: $0, extra: hasExtra))) }
                }
            case .deduct(let rule):
                let useful = CountRule(each: rule.each, cap: rule.from, kinds: []).fullCount
                guard useful <= 10_000 else { return nil }
                operations.append(
                    Operation(
                        kind: .table, slot: slot(item.clause, "count", .number), extra: -1, category: category,
                        start: Int32(table.count), count: Int32(useful + 1)))
                table += (0...useful).map { points(.count(Observation.Counted(count: $0))) }
            case .share(let rule):
                guard rule.ways.allSatisfy({ $0.line.favoursMore }) else { return nil }
                let whole = slot(item.clause, rule.whole, .number)
                let parts = Dictionary(uniqueKeysWithValues: rule.parts.map { ($0, slot(item.clause, $0, .number)) })
                operations.append(
                    Operation(
                        kind: .share, slot: whole, extra: -1, category: category, start: Int32(ways.count),
                        count: Int32(rule.ways.count)))
                ways += rule.ways.map { way in
                    WayOperation(
                        slot: parts[way.part]!, numerator: Int64(way.line.value.numerator),
                        denominator: Int64(way.line.value.denominator), isInclusive: way.line.side == .atLeast,
                        points: units(way.points * score.leverage))
                }
            case .list(let rule):
                guard rule.satisfaction.map(\.favoursMore) ?? true else { return nil }
                let line = rule.satisfaction ?? Threshold(.atLeast, .zero)
                operations.append(
                    Operation(
                        kind: .list, slot: Int32(slots.count), extra: Int32(table.count), category: category,
                        start: Int32(ways.count), count: Int32(CompiledRulebook.entriesPerList)))
                table += (0...CompiledRulebook.entriesPerList).map { units(rule.points($0) * score.leverage) }
                ways.append(
                    WayOperation(
                        slot: rule.satisfaction == nil ? -1 : 0, numerator: Int64(line.value.numerator),
                        denominator: Int64(line.value.denominator), isInclusive: line.side == .atLeast, points: 0))
                for entry in 0..<CompiledRulebook.entriesPerList {
                    _ = slot(item.clause, "recognised", .flag, entry: entry)
                    _ = slot(item.clause, "responses", .number, entry: entry)
                    _ = slot(item.clause, "satisfied", .number, entry: entry)
                }
            case .control, .veto, .steps, .linear, .target, .choice, .award: return nil
            }
        }
        self.rulebook = rulebook
        self.slots = slots
        self.flags = flags
        self.operations = operations
        self.table = table
        self.ways = ways
        unitsPerPoint = Int64(denominator)
        categoryCount = rulebook.categories.count
        base = units(rulebook.total.base / rulebook.total.divisor)
        maximum = rulebook.total.maximum.map(units) ?? .max
        lines = rulebook.grades.map { grade in
            grade.range.lower.map { (units($0.value), $0.isInclusive) } ?? (0, true)
        }
    }

    /// Every number of points a rule can give; nil where there are too many to list.
    private static func possiblePoints(_ rule: Rule) -> [Exact]? {
        switch rule {
        case .all(let points): [points]
        case .count(let rule): [rule.each, rule.cap, rule.extra?.points ?? .zero]
        case .deduct(let rule): [rule.from, rule.each, rule.floor]
        case .share(let rule): rule.ways.map(\.points)
        case .list(let rule): [rule.each, rule.cap]
        default: nil
        }
    }

    private static func isFlat(_ level: Level, _ scorer: Scorer, _ items: [ItemScore]) -> Bool {
        !level.rescalesToApplicable && scorer.shape(level, items).cap == nil
            && level.children.allSatisfy {
                if case .level(let below) = $0 { isFlat(below, scorer, items) } else { true }
            }
    }

    /// The outcome of one case.
    public struct Outcome: Hashable, Sendable {
        /// In units of Q, 1 / `unitsPerPoint`.
        public var q: Int64
        /// Every control item met.
        public var controlsAreMet: Bool
        /// Index into the rulebook's grades by Q alone; -1: none. Only valid with `controlsAreMet` and an eligible
        /// community.
        public var grade: Int32
    }

    /// Scores one case: `values` holds a number per slot, `absent` where nothing was given. `weighted`, one place per
    /// category, receives each category's term of Q in units.
    public func score(_ values: UnsafeBufferPointer<Int32>, weighted: UnsafeMutableBufferPointer<Int64>) -> Outcome {
        precondition(values.count == slots.count && weighted.count == categoryCount)
        for index in 0..<categoryCount { weighted[index] = 0 }
        flags.withUnsafeBufferPointer { flags in
            for flag in flags where values[Int(flag.slot)] == 1 { weighted[Int(flag.category)] &+= flag.points }
        }
        operations.withUnsafeBufferPointer { operations in
            table.withUnsafeBufferPointer { table in
                ways.withUnsafeBufferPointer { ways in
                    for operation in operations {
                        weighted[Int(operation.category)] &+= run(operation, values, table, ways)
                    }
                }
            }
        }
        var met = true
        for control in controls where values[control.slot] != control.good { met = false }
        var q = base
        for index in 0..<categoryCount { q &+= weighted[index] }
        q = min(q, maximum)
        var grade: Int32 = -1
        for (index, line) in lines.enumerated() where line.isInclusive ? q >= line.value : q > line.value {
            grade = Int32(index)
        }
        return Outcome(q: q, controlsAreMet: met, grade: grade)
    }

    @inline(__always)
    private func run(
        _ operation: Operation, _ values: UnsafeBufferPointer<Int32>, _ table: UnsafeBufferPointer<Int64>,
        _ ways: UnsafeBufferPointer<WayOperation>
    ) -> Int64 {
        let value = values[Int(operation.slot)]
        switch operation.kind {
        case .table:
            guard value >= 0 else { return 0 }
            let row = min(value, operation.count - 1)
            let hasExtra = operation.extra >= 0 && values[Int(operation.extra)] == 1
            return table[Int(operation.start + row + (hasExtra ? operation.count : 0))]
        case .share:
            guard value > 0 else { return 0 }
            var best: Int64 = 0
            for way in ways[Int(operation.start)..<Int(operation.start + operation.count)] where way.points > best {
                if passes(values[Int(way.slot)], of: value, way) { best = way.points }
            }
            return best
        case .list:
            var counted = 0
            let way = ways[Int(operation.start)]
            for entry in 0..<Int(operation.count) {
                let first = Int(operation.slot) + entry * 3
                guard values[first] == 1 else { continue }
                if way.slot < 0 || values[first + 1] > 0 && passes(values[first + 2], of: values[first + 1], way) {
                    counted += 1
                }
            }
            return table[Int(operation.extra) + counted]
        }
    }

    @inline(__always)
    private func passes(_ part: Int32, of whole: Int32, _ way: WayOperation) -> Bool {
        let left = Int64(max(part, 0)) &* way.denominator
        let right = Int64(whole) &* way.numerator
        return way.isInclusive ? left >= right : left > right
    }

    /// Q or a category's term as an exact number.
    public func exact(_ units: Int64) -> Exact { Exact(Int(units), over: Int(unitsPerPoint)) }
}
