@testable import Rulebook

/// What random rulebooks may have besides items of every scored kind and nested levels with weights.
struct RandomShape {
    var items = 2...5
    var caps = true
    var scales = true
    var rescales = true
    var minimums = true
    /// A higher grade asks at least what the lower ones ask.
    var minimumsGrow = true
    var baseNeedsControls = false
    /// Vetoes with a limit.
    var limits = false
    /// Categories whose items stand between those of another one, as with two chapters of one category.
    var interleaves = false
    /// Numbers that often meet, so that ties are frequent.
    var ties = false
}

/// A small sound rulebook with findings and costs, the same for the same seed.
struct RandomRulebook {
    private(set) var book = rulebook([])
    private(set) var findings: [String: Finding] = [:]
    private(set) var costs = Costs()
    private var random: Seeded
    private let shape: RandomShape

    init(_ seed: Int, _ shape: RandomShape) {
        random = Seeded(seed)
        self.shape = shape
        build()
    }

    var assessment: Assessment { RulebookTests.assessment(findings) }
    var score: Score { Scorer(book).score(assessment) }
    var oracle: Oracle { Oracle(book: book, findings: findings) }

    // MARK: Rulebook

    private mutating func build() {
        let count = random.int(shape.items)
        for index in 0..<count {
            let policy: Item.NotApplicable =
                shape.rescales && random.chance(0.3) ? random.pick([.excluded, .full]) : .refused
            let weight = random.chance(0.8) ? Exact.one : random.pick([n("1/2"), n(2)])
            book.items.append(item("\(index + 1)", rule(), weight: weight, notApplicable: policy))
        }
        let limits = [nil] + (shape.limits ? ["g0", "g1"] : [])
        for index in 0..<random.int(0...2) {
            book.controls.append(item("c\(index)", random.chance(0.6) ? .control : .veto(limit: random.pick(limits))))
        }
        buildCategories()
        book.total = Rulebook.Total(
            base: random.chance(shape.baseNeedsControls ? 0.8 : 0.3) ? random.pick([n(3), n(5)]) : .zero,
            baseNeedsControls: shape.baseNeedsControls,
            divisor: random.pick([n(1), n(1), n(2), n("1/3")]))
        if shape.caps, random.chance(0.2) { book.total.maximum = book.highestQ * random.pick([n("0.75"), n("1/2")]) }
        buildGrades()
        for index in book.controls.indices where book.controls[index].rule == .veto(limit: "g1") {
            if book.grade("g1") == nil { book.controls[index].rule = .veto(limit: "g0") }
        }
        for item in book.controls + book.items { judge(item) }
    }

    private mutating func buildCategories() {
        let indices = Array(book.items.indices)
        let cut = random.int(1...indices.count)
        var groups = [Array(indices[..<cut]), Array(indices[cut...])].filter { !$0.isEmpty }
        if shape.interleaves, indices.count > 2 {
            groups = [indices.filter { $0 % 2 == 0 }, indices.filter { $0 % 2 == 1 }]
        }
        book.categories = groups.enumerated().map { number, group in
            let id = ["a", "b"][number]
            for index in group { book.items[index].category = id }
            let level = level(id, group, depth: 0)
            return Category(level: level, isAddition: number == 1 && random.chance(0.3))
        }
    }

    private mutating func level(_ id: String, _ indices: [Int], depth: Int) -> Level {
        var children: [Level.Child] = []
        var rest = indices[...]
        while !rest.isEmpty {
            if depth < 2, random.chance(0.35) {
                let size = random.int(1...rest.count)
                children.append(.level(level("\(id).\(children.count)", Array(rest.prefix(size)), depth: depth + 1)))
                rest = rest.dropFirst(size)
            } else {
                children.append(.item(rest.removeFirst()))
            }
        }
        let weight = random.pick([n(1), n(1), n(2), n("1/2")])
        var level = RulebookTests.level(id, weight: weight, children)
        level.rescalesToApplicable = shape.rescales && random.chance(0.4)
        if shape.caps, random.chance(0.35) {
            level.cap = Exact(max(1, level.rawMaximum(book.items).ceiling - random.int(1...5)))
        }
        if shape.scales, random.chance(0.25) { level.scaleTo = random.pick([n(4), n(6), n(10)]) }
        return level
    }

    private mutating func buildGrades() {
        let lines = [n("0.3"), n("0.6"), n("0.8")].prefix(random.int(1...3))
        book.grades = RulebookTests.grades("g0")
        for (index, share) in lines.enumerated() {
            let line = Exact((book.highestQ * share).ceiling)
            let isInclusive = random.chance(0.5)
            guard line > book.grades[index].range.lower?.value ?? .zero, line < book.highestQ else { break }
            book.grades[index].range.upper = Grade.Line(line, isInclusive: !isInclusive)
            let range = Grade.Range(lower: Grade.Line(line, isInclusive: isInclusive), upper: nil)
            var grade = Grade(id: "g\(index + 1)", title: .same("g\(index + 1)"), range: range)
            if shape.minimums, random.chance(0.5) { grade.minimum = random.pick([n("20%"), n("1/3"), n("50%")]) }
            if shape.minimums, random.chance(0.3) { grade.minimums = ["a": random.pick([n("0"), n("40%"), n("60%")])] }
            if shape.minimumsGrow { grow(&grade, from: book.grades[index]) }
            book.grades.append(grade)
        }
    }

    private func grow(_ grade: inout Grade, from lower: Grade) {
        let minimum = [lower.minimum, grade.minimum].compactMap { $0 }.max()
        var minimums = lower.minimums.merging(grade.minimums) { max($0, $1) }
        for (id, share) in minimums { minimums[id] = max(share, minimum ?? .zero) }
        grade.minimum = minimum
        grade.minimums = minimums
    }

    private mutating func rule() -> Rule {
        func points() -> Exact { shape.ties ? n(2) : random.pick([n(1), n(2), n(3), n(5)]) }
        let value = Measure.value(key: "value", unit: nil)
        switch random.int(0...11) {
        case 0, 1, 2: return .all(points: points())
        case 3:
            let extra = CountRule.Extra(key: "pushed", title: .same("push"), points: points(), needs: random.int(0...3))
            let each = points()
            return .count(
                CountRule(
                    each: each, cap: each * Exact(random.int(1...2)), kinds: [], extra: random.chance(0.5) ? extra : nil
                ))
        case 4:
            let ways = [("good", "1/2", n(2)), ("good", "4/5", n(4)), ("best", "1/2", n(3))].prefix(random.int(1...3))
            return .share(
                ShareRule(
                    whole: "all",
                    ways: ways.enumerated().map { index, way in
                        ShareRule.Way(
                            part: way.0, line: Threshold(random.pick([.atLeast, .moreThan]), n(way.1)), points: way.2,
                            cost: "w\(index)")
                    }))
        case 5:
            return .list(
                ListRule(
                    key: "entries", each: points(), cap: n(5), kinds: [],
                    satisfaction: random.chance(0.5) ? Threshold(.moreThan, n("60%")) : nil))
        case 6:
            let steps =
                random.chance(0.5)
                ? [(Threshold.Side.atLeast, 3, 1), (.moreThan, 7, 4)]
                : [(Threshold.Side.atMost, 7, 1), (.lessThan, 3, 4)]
            return .steps(
                StepsRule(
                    measure: value, steps: steps.map { StepsRule.Step(Threshold($0.0, n($0.1)), points: n($0.2)) }))
        case 7:
            let ends = random.pick([(0, 10), (10, 0)])
            return .linear(
                LinearRule(
                    measure: value, from: LinearRule.Point(value: n(ends.0), points: n(1)),
                    to: LinearRule.Point(value: n(ends.1), points: n(4))))
        case 8: return .target(TargetRule(measure: value, target: n(8), points: n(4)))
        case 9: return .deduct(DeductRule(from: n(5), each: points(), floor: random.pick([n(0), n(1)])))
        case 10:
            let options = [("none", n(0)), ("half", points()), ("all", n(4))]
            return .choice(
                ChoiceRule(options: options.map { ChoiceRule.Option(id: $0.0, title: .same($0.0), points: $0.1) }))
        default: return .award(AwardRule(maximum: n(4), step: n("1/2")))
        }
    }

    // MARK: Findings and costs

    private mutating func judge(_ item: Item) {
        if item.notApplicable != .refused, random.chance(0.3) {
            findings[item.clause] = .notApplicable
        } else if random.chance(item.rule.isControl ? 0.9 : 0.8) {
            findings[item.clause] = Finding(observation(item.rule))
        }
        if random.chance(0.85) { costs.items[item.clause] = cost(item.rule) }
    }

    mutating func observation(_ rule: Rule) -> Observation {
        switch rule {
        case .control: return .met(random.chance(0.7))
        case .veto: return .occurred(random.chance(0.4))
        case .all: return .met(random.chance(0.4))
        case .count: return .count(random.int(0...3), extra: random.chance(0.4))
        case .deduct: return .count(random.int(0...6))
        case .share(let rule):
            let all = random.pick([0, 2, 5, 10])
            var numbers = ["all": all]
            for part in rule.parts { numbers[part] = random.int(0...all) }
            return .parts(numbers)
        case .list:
            return .entries(
                (0..<random.int(0...3)).map { _ in
                    let responses = random.pick([0, 5, 100])
                    return Observation.Entry(
                        name: "", kind: "", isRecognised: random.chance(0.7), responses: responses,
                        satisfied: random.int(0...responses))
                })
        case .steps, .linear, .target: return .measure(n(random.int(-1...11)))
        case .choice(let rule): return .choice(random.pick(rule.options).id)
        case .award: return .points(Exact(random.int(0...8), over: 2))
        }
    }

    private mutating func money() -> Money { Money(fen: shape.ties ? 100 : Int128(random.int(0...9)) * 100) }

    private mutating func cost(_ rule: Rule) -> ItemCosts {
        switch rule.costShape {
        case .whole: return ItemCosts(whole: money())
        case .named(let names):
            var named: [String: Money] = [:]
            for name in names where random.chance(0.8) { named[name] = money() }
            return ItemCosts(named: named)
        case .targets:
            let targets = [n(2), n("3.5"), n(0), n(8)].prefix(random.int(1...4)).map { value in
                ItemCosts.Target(value: value, cost: money())
            }
            return ItemCosts(targets: targets)
        }
    }
}
