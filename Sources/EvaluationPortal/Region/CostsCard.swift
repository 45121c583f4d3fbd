import Markup
import PortalKit
import Rulebook
import RulebookFiles

/// What the costs rest on, and the form to upload others.
struct CostsCard {
    var language: PageLanguage
    /// nil: none is set.
    var current: CostsSetting?
    /// Of the setting that an upload changes; 0: it is not there yet.
    var version: Int
    /// How many clauses have costs; nil: the file does not fit the edition on offer.
    var priced: Int?
    var edition: String
    /// Where the form goes.
    var action: String
    var csrf: String
    /// What was wrong with the file just sent.
    var problems: [Diagnostic] = []

    var card: HTML {
        HTML.card(
            language("改造费用", "Costs of improvements"), id: "costs",
            """
            \(errors)\(state)\
            \(HTML.form(
                action: action + "#costs", id: "costs-form", csrf: csrf, isMultipart: true,
                """
                \(HTML.hidden("_version", String(version)))\
                \(Input(
                    "costs", language("费用文件（YAML）", "A costs file (YAML)"),
                    hint: language(
                        "每条一行：条款号和金额（元，最多两位小数）；格式与 linli plan 的 --costs 相同。",
                        "A line a clause: its number and yuan, at most two decimals; as for --costs of linli plan."),
                    isRequired: true
                ).file(accept: ".yaml,.yml", language: language))\
                \(HTML.formActions([HTML.button(language("上传", "Upload"), kind: .primary)]))
                """))
            """)
    }

    private var errors: HTML? {
        let errors = problems.filter { $0.severity == .error }
        guard !errors.isEmpty else { return nil }
        return HTML.formErrors(
            language("费用文件需要修改，仍按原来的费用计算", "The file needs changes; the costs stay what they were"),
            errors.prefix(CostsCard.mostProblems).map { diagnostic in
                (field: "costs", text: diagnostic.rendered(language == .chinese ? .zh : .en))
            })
    }

    static let mostProblems = 50

    private var state: HTML {
        guard let current else {
            return "<p>\(language("还没有费用", "No costs yet"))</p>"
        }
        guard let priced else {
            return HTML.callout(
                .warn, language("现有费用不适用于 \(edition)", "The costs do not fit \(edition)"),
                .text(language("请上传按该版本条款编号的费用文件。", "Upload a file with the clauses of that edition.")))
        }
        return HTML.facts([
            Fact(language("现有费用", "Costs in use"), language("\(priced) 条", "\(priced) clauses")),
            Fact(
                language("版本", "Version"),
                current.name == CostsSetting.name
                    ? language("第 \(current.version) 版（全平台）", "\(current.version) (for all)")
                    : language("第 \(current.version) 版", "\(current.version)")),
        ])
    }
}
