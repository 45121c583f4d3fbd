public import Rulebook

/// One item of a rulebook: `linli rulebook show ID --json`.
public struct RulebookItemJSON: Encodable, Sendable {
    struct Entry: Encodable {
        var id: String
        var title: String
    }

    var clause: String
    var title: String
    var category: String
    var rule: String
    var max: JSONNumber
    var requirement: String?
    var official: String?
    var documents: [String]
    var onSite: String?
    var checks: [Entry]
    var kinds: [Entry]
    var readings: [String]

    public init(_ item: Item, official: String?, _ language: Language) {
        func entries(_ named: [Named]) -> [Entry] { named.map { Entry(id: $0.id, title: $0.title[language]) } }
        clause = item.clause
        title = item.title[language]
        category = item.category
        rule = item.rule.kind.rawValue
        max = JSONNumber(item.maximum)
        requirement = item.requirement?[language]
        self.official = official
        documents = item.documents.map { $0[language] }
        onSite = item.onSite?[language]
        checks = entries(item.checks)
        switch item.rule {
        case .count(let rule): kinds = entries(rule.kinds)
        case .list(let rule): kinds = entries(rule.kinds)
        case .deduct(let rule): kinds = entries(rule.kinds)
        default: kinds = []
        }
        readings = item.readings
    }
}
