public import Rulebook

/// `linli score --json`: points are numbers, Q, weights and money are strings with two decimals.
public struct ScoreJSON: Encodable, Sendable {
    public struct Category: Encodable, Sendable {
        var id: String
        var title: String
        var score: JSONNumber
        var max: JSONNumber
        var weight: String
        var weighted: String
    }

    public struct Item: Encodable, Sendable {
        var clause: String
        var title: String
        var category: String
        var status: String
        var points: JSONNumber
        var max: JSONNumber
        var reason: String
    }

    public struct Control: Encodable, Sendable {
        var clause: String
        var title: String
        var status: String
        var met: Bool
        var reason: String
    }

    public struct Condition: Encodable, Sendable {
        var clause: String
        var title: String
        var met: Bool
        var reason: String
    }

    var rulebook: String
    var edition: String
    var community: String
    var appliedOn: String?
    var grade: String
    var gradeTitle: String
    var gradeReason: String
    var q: String
    var eligible: Bool
    var eligibility: [Condition]
    var controlsMet: Bool
    var controls: [Control]
    var categories: [Category]
    var items: [Item]
    var unjudged: [String]
    var readings: [String]

    public init(_ score: Score, _ language: Language) {
        rulebook = score.rulebook.id
        edition = score.rulebook.edition
        community = score.assessment.community.name
        appliedOn = score.assessment.appliedOn?.description
        grade = score.grade.grade?.id ?? "none"
        gradeTitle = score.grade.title[language]
        gradeReason = score.grade.reason[language]
        q = score.q.rounded()
        eligible = score.isEligible
        eligibility = score.conditions.map {
            Condition(
                clause: $0.condition.clause, title: $0.condition.title[language], met: $0.isMet,
                reason: $0.reason[language])
        }
        controlsMet = score.controlsAreMet
        controls = score.controls.map {
            Control(
                clause: $0.item.clause, title: $0.item.title[language], status: $0.status.id, met: $0.holds,
                reason: $0.reason[language])
        }
        categories = score.categories.map {
            Category(
                id: $0.category.id, title: $0.category.title[language], score: JSONNumber($0.score),
                max: JSONNumber($0.maximum), weight: $0.category.weight.asWeight, weighted: $0.weighted.rounded())
        }
        items = score.items.map {
            Item(
                clause: $0.item.clause, title: $0.item.title[language], category: $0.item.category,
                status: $0.status.id,
                points: JSONNumber($0.points), max: JSONNumber($0.item.maximum), reason: $0.reason[language])
        }
        unjudged = score.unjudged
        readings = score.readings.map(\.id)
    }
}

extension Grade? {
    /// 二星级, or that there is no grade.
    public var shownTitle: Phrase { self?.title ?? Phrase(zh: "不予评级", en: "No grade") }
}

extension Score.GradeResult {
    public var title: Phrase { grade.shownTitle }
}

extension ItemScore.Status {
    var id: String {
        switch self {
        case .judged: "judged"
        case .unjudged: "unjudged"
        case .notApplicable: "not-applicable"
        }
    }
}
