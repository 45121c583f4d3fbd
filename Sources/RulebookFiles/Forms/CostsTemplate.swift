public import Rulebook

/// A commented costs file.
public struct CostsTemplate {
    let rulebook: Rulebook
    let language: Language

    public init(_ rulebook: Rulebook, _ language: Language) {
        self.rulebook = rulebook
        self.language = language
    }

    public var text: String {
        let hints = Phrase(
            zh: """
                # 费用文件：每一条从现在的状态改到位要多少元（最多两位小数）。
                # 没有费用的条款视为无法改进。去掉行首的 # 并填上金额。
                # each: 每增加一种（或一项）
                """,
            en: """
                # Costs in yuan (at most two decimals) of improving each item from today's state.
                # An item without a cost cannot be improved. Take the # away and fill in the amount.
                # each: one more kind, or one more entry
                """)
        var lines = [
            hints[language],
            "rulebook: \(rulebook.id)",
            "costs:",
        ]
        for item in rulebook.controls + rulebook.items {
            let value: String
            switch item.rule.costShape {
            case .whole: value = "10000"
            case .named(let names): value = "{" + names.map { "\($0): 10000" }.joined(separator: ", ") + "}"
            case .targets: value = "{to: {\"\(item.maximum.shortest)\": 10000}}"
            }
            lines.append("  # \(item.yamlKey): \(value)    # \(item.title[language])")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
