public import Rulebook

/// One clause with everything that is known of it: `linli explain FILE CLAUSE --json`.
public struct ItemJSON: Encodable, Sendable {
    struct Reading: Encodable {
        var id: String
        var text: String
    }

    struct Check: Encodable {
        var id: String
        var title: String
        var holds: Bool?
    }

    var clause: String
    var title: String
    var category: String
    var status: String
    var points: JSONNumber
    var max: JSONNumber
    /// For control items.
    var met: Bool?
    var reason: String
    /// Its part of Q.
    var q: String
    var requirement: String?
    var documents: [String]
    var onSite: String?
    var checks: [Check]
    var evidence: [String]
    var remark: String
    var readings: [Reading]

    public init(_ score: ItemScore, _ rulebook: Rulebook, _ language: Language) {
        let item = score.item
        clause = item.clause
        title = item.title[language]
        category = item.category
        status = score.status.id
        points = JSONNumber(score.points)
        max = JSONNumber(item.maximum)
        met = item.rule.isControl ? score.holds : nil
        reason = score.reason[language]
        q = (score.points * score.leverage).rounded()
        requirement = item.requirement?[language]
        documents = item.documents.map { $0[language] }
        onSite = item.onSite?[language]
        checks = item.checks.map { check in
            Check(
                id: check.id, title: check.title[language],
                holds: score.finding?.checks.first { $0.id == check.id }?.holds)
        }
        evidence = (score.finding?.evidence ?? []).map(\.name)
        remark = score.finding?.remark ?? ""
        readings = rulebook.readings.filter { item.readings.contains($0.id) }
            .map { Reading(id: $0.id, text: $0.text[language]) }
    }
}
