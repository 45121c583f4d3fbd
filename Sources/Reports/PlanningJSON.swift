public import Rulebook

/// `linli plan --json`.
public struct PlanJSON: Encodable, Sendable {
    struct Action: Encodable {
        var clause: String
        var title: String
        var from: JSONNumber
        var to: JSONNumber
        var gain: String
        var cost: String
    }

    var feasible: Bool
    var reason: String
    var cost: String
    var q: String
    var grade: String
    var actions: [Action]

    public init(_ plan: Planner.Plan, _ language: Language) {
        feasible = plan.isFeasible
        reason = plan.reason[language]
        cost = plan.cost.shown
        q = plan.q.rounded()
        grade = plan.grade?.id ?? "none"
        actions = plan.actions.map {
            Action(
                clause: $0.clause, title: $0.title[language], from: JSONNumber($0.from), to: JSONNumber($0.to),
                gain: $0.gain.rounded(), cost: $0.cost.shown)
        }
    }
}

/// `linli margin --json`.
public struct MarginJSON: Encodable, Sendable {
    struct Side: Encodable {
        var grade: String
        var line: String
        var distance: String
        var lineIsEnough: Bool
        var fewest: [String]?
        var alone: [String]
    }

    struct Reading: Encodable {
        var id: String
        var text: String
        var q: String
        var grade: String
        var changesGrade: Bool
    }

    var grade: String
    var q: String
    var down: Side?
    var up: Side?
    var readings: [Reading]

    public init(_ margin: Margin, _ language: Language) {
        func side(_ side: Margin.Side) -> Side {
            Side(
                grade: side.grade?.id ?? "none", line: side.line.rounded(), distance: side.distance.rounded(),
                lineIsEnough: side.lineIsEnough, fewest: side.fewest, alone: side.alone)
        }
        grade = margin.score.grade.grade?.id ?? "none"
        q = margin.score.q.rounded()
        down = margin.down.map(side)
        up = margin.up.map(side)
        readings = margin.readings.map {
            Reading(
                id: $0.reading.id, text: $0.alternative.text[language], q: $0.q.rounded(),
                grade: $0.grade?.id ?? "none",
                changesGrade: $0.changesGrade)
        }
    }
}

/// `linli compare --json`.
public struct ComparisonJSON: Encodable, Sendable {
    struct Change: Encodable {
        var clause: String
        var title: String
        var from: JSONNumber
        var to: JSONNumber
        var gain: String
        var before: String
        var after: String
    }

    struct Category: Encodable {
        var id: String
        var from: JSONNumber
        var to: JSONNumber
        var gain: String
    }

    var qBefore: String
    var qAfter: String
    var gain: String
    var gradeBefore: String
    var gradeAfter: String
    var categories: [Category]
    var changes: [Change]

    public init(_ comparison: Comparison, _ language: Language) {
        qBefore = comparison.before.q.rounded()
        qAfter = comparison.after.q.rounded()
        gain = comparison.gain.rounded()
        gradeBefore = comparison.before.grade.grade?.id ?? "none"
        gradeAfter = comparison.after.grade.grade?.id ?? "none"
        categories = comparison.categories.map {
            Category(id: $0.category.id, from: JSONNumber($0.before), to: JSONNumber($0.after), gain: $0.gain.rounded())
        }
        changes = comparison.changes.map {
            Change(
                clause: $0.after.item.clause, title: $0.after.item.title[language], from: JSONNumber($0.before.points),
                to: JSONNumber($0.after.points), gain: $0.gain.rounded(), before: $0.before.reason[language],
                after: $0.after.reason[language])
        }
    }
}
