@testable import Rulebook

// Short ways to write what the tests of this target need.

func n(_ value: Int) -> Exact { Exact(value) }

/// A number as a rulebook file writes it.
func n(_ text: String) -> Exact { Exact(text)! }

func kinds(_ ids: String...) -> [Named] { ids.map { Named(id: $0, title: Phrase(zh: "〔\($0)〕", en: "<\($0)>")) } }

func item(
    _ clause: String, _ rule: Rule, in category: String = "a", weight: Exact = .one,
    notApplicable: Item.NotApplicable = .refused, checks: [Named] = [], readings: [String] = []
) -> Item {
    Item(
        clause: clause, title: .same(clause), rule: rule, checks: checks, readings: readings,
        notApplicable: notApplicable, weight: weight, category: category)
}

func level(
    _ id: String, weight: Exact = .one, cap: Exact? = nil, scaleTo: Exact? = nil, rescales: Bool = false,
    _ children: [Level.Child]
) -> Level {
    Level(
        id: id, title: .same(id), weight: weight, cap: cap, scaleTo: scaleTo, rescalesToApplicable: rescales,
        children: children)
}

/// Grades by their lower lines: `(id, line, whether the line belongs to it)`; the lowest without a line.
func grades(_ lowest: String, _ others: (id: String, line: Exact, isInclusive: Bool)...) -> [Grade] {
    var grades = [Grade(id: lowest, title: .same(lowest), range: Grade.Range(lower: nil, upper: nil))]
    for other in others {
        grades[grades.count - 1].range.upper = Grade.Line(other.line, isInclusive: !other.isInclusive)
        let lower = Grade.Line(other.line, isInclusive: other.isInclusive)
        grades.append(Grade(id: other.id, title: .same(other.id), range: Grade.Range(lower: lower, upper: nil)))
    }
    return grades
}

/// A rulebook; without `categories` one category of weight 1 for each that the items name.
func rulebook(
    _ items: [Item], categories: [Category]? = nil, controls: [Item] = [], total: Rulebook.Total = .init(),
    grades: [Grade] = grades("basic"), conditions: [Condition] = [], readings: [Reading] = []
) -> Rulebook {
    var ids: [String] = []
    for item in items where !ids.contains(item.category) { ids.append(item.category) }
    let flat = ids.map { id in
        Category(level: level(id, items.indices.filter { items[$0].category == id }.map { .item($0) }))
    }
    return Rulebook(
        id: "test", edition: "1", title: .same("test"), conditions: conditions, categories: categories ?? flat,
        controls: controls, items: items, total: total, grades: grades, readings: readings)
}

/// A rulebook whose only category is this level.
func rulebook(_ items: [Item], _ top: Level) -> Rulebook {
    rulebook(items, categories: [Category(level: top)])
}

func assessment(_ findings: [String: Finding]) -> Assessment {
    Assessment(
        rulebook: "test",
        community: Community(
            name: "晴川里", kind: "urban", acceptedOn: Day("2023-03-01"), operatingSince: Day("2023-06-01")),
        appliedOn: Day("2026-03-01"), findings: findings)
}

func assessment(_ findings: [String: Observation]) -> Assessment { assessment(findings.mapValues { Finding($0) }) }

extension Rulebook {
    func score(_ findings: [String: Observation] = [:]) -> Score { Scorer(self).score(assessment(findings)) }
    func score(_ findings: [String: Finding]) -> Score { Scorer(self).score(assessment(findings)) }
}

extension Observation {
    static func count(_ count: Int, extra: Bool = false) -> Observation { .count(Counted(count: count, extra: extra)) }
    static func measure(_ value: Exact) -> Observation { .measure(Measured(value)) }
    static func ratio(_ part: Int, of whole: Int) -> Observation { .measure(Measured(part: part, of: whole)) }
}

extension Finding {
    static let notApplicable = Finding(isNotApplicable: true)
}

/// Random numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &self)! }
    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// What a loop over many cases found wrong: one expectation for all of them, which shows the first few.
struct Wrong: CustomStringConvertible {
    private(set) var count = 0
    private var first: [String] = []

    mutating func unless(_ isRight: Bool, _ what: @autoclosure () -> String) {
        guard !isRight else { return }
        count += 1
        if first.count < 5 { first.append(what()) }
    }

    var description: String { "\(count) wrong: \(first.joined(separator: " | "))" }
}
