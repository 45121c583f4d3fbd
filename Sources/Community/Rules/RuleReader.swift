import Commons
import Rulebook

/// Reads what somebody wrote as a rule, with everything that makes no sense in it.
struct RuleReader {
    let fields: [String: FormValue]
    let catalog: Catalog
    /// The rule says where.
    let isPlaced: Bool
    var details: [Refusal.Detail] = []

    init(fields: [String: FormValue], catalog: Catalog, isPlaced: Bool) {
        self.fields = fields
        self.catalog = catalog
        self.isPlaced = isPlaced
    }

    var waiting: Estate.Waiting? { text("trigger").flatMap(Estate.Waiting.init(rawValue:)) }
    func text(_ field: String) -> String? { fields[field]?.text }
    private func title(_ field: String) -> Phrase { Estate.rule.form[field]?.title ?? .same(field) }

    mutating func wrong(_ field: String, _ zh: String, _ en: String) {
        let title = title(field)
        details.append(.init(field, Phrase(zh: "“\(title.zh)”\(zh)", en: "'\(title.en)' \(en)")))
    }

    /// What has to be there; nil: it is told that it is not.
    mutating func needed(_ field: String) -> String? {
        if let text = text(field) { return text }
        wrong(field, "必填", "is missing")
        return nil
    }

    /// `smoke.temperature` is a model and one of its properties.
    static func parts(_ text: String) -> (String, String)? {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
}
