import Rulebook
import RulebookFiles

/// What a rule asks an assessor to write down.
enum RuleLabels {
    static func labels(_ rule: Rule) -> [Phrase] {
        let item = Item(clause: "", title: .same(""), rule: rule, category: "")
        return FormField.fields(of: item).map(\.label)
    }
}
