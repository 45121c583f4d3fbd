import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import RulebookFiles

/// The layers that people write, as they stand in addresses.
enum WrittenLayer: String, CaseIterable {
    case own = "self"
    case review, visit, settled

    /// The act that saves a finding of this layer.
    var act: String {
        switch self {
        case .own: "saveFinding"
        case .review: "saveReview"
        case .visit: "saveVisit"
        case .settled: "settle"
        }
    }

    /// The name under which versions are kept.
    func target(_ clause: String, _ person: String?) -> String {
        switch self {
        case .own: "self/" + clause
        case .review: "review/" + clause
        case .visit: "visit/\(person ?? "")/" + clause
        case .settled: "settled/" + clause
        }
    }

    func act(_ clause: String, _ finding: Finding, reason: String) -> Act {
        let record = FindingRecord(finding)
        return switch self {
        case .own: .saveFinding(clause: clause, finding: record)
        case .review: .saveReview(clause: clause, finding: record, reason: reason)
        case .visit: .saveVisit(clause: clause, finding: record, reason: reason)
        case .settled: .settle(clause: clause, finding: record, reason: reason)
        }
    }
}

/// The form of one finding: the fields follow from the item's rule, and it saves as one types.
struct FindingForm {
    let context: CaseContext
    let item: Item
    let layer: WrittenLayer
    /// What this layer says so far.
    let saved: EvaluationCase.LayerFinding?
    /// What the layer before says, to start from.
    let fallback: EvaluationCase.LayerFinding?

    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var finding: Finding? { (saved ?? fallback)?.record.finding }

    var version: Int {
        context.evaluation.version(of: layer.target(item.clause, context.call.person?.id))
    }

    var card: HTML {
        let title: String
        switch layer {
        case .own: title = say("自评", "Self-assessment")
        case .review: title = say("审查认定", "Review finding")
        case .visit: title = say("现场认定（其他专家看不到）", "Site finding (blind to other experts)")
        case .settled: title = say("合议结果", "Consensus")
        }
        let path = Routes.finding.path(context.id, item.clause, layer.rawValue)
        // The layers above the applicant's are statements: they are sent, not saved in passing.
        let autosave = layer == .own || layer == .visit ? Autosave(path, etag: "\"\(version)\"", method: "POST") : nil
        return HTML.card(
            title,
            HTML.form(
                action: path, id: "finding-\(layer.rawValue)-\(item.clause)", csrf: context.call.csrf,
                autosave: autosave,
                """
                \(HTML.hidden("etag", "\"\(version)\""))\(HTML.hidden("_id", context.call.id))\
                \(each: item.checks, check)\(each: fields, input)\
                \(context.words(
                    item.clause + ".remark", "说明", "Remark", finding?.remark ?? "", rows: 2, isRequired: false))\
                \(reason)\
                \(HTML.formActions([HTML.button(say("保存", "Save"), kind: .primary), onward]))
                """))
    }

    /// Whoever goes through all clauses need not look for the next one each time. What is settled is not gone through.
    private var onward: HTML {
        guard layer != .settled, context.clause(after: item.clause) != nil else { return "" }
        return HTML.button(say("保存，到下一条", "Save and go on"), name: "onward", value: "1")
    }

    /// Where every requirement is ticked, the whole need not be said again.
    private var fields: [FormField] { FormField.fields(of: item) }

    private var reason: HTML? {
        guard layer != .own else { return nil }
        let hint =
            layer == .settled
            ? say("说明专家组如何达成一致", "how the panel agreed")
            : say("与上一层不同时必填", "needed where it differs from the layer before")
        return Input("reason", say("理由", "Reason"), hint: hint, isRequired: layer == .settled)
            .area(saved?.reason ?? "", rows: 2, maxLength: 4000)
    }

    private func check(_ check: Named) -> HTML {
        let holds = finding?.checks.first { $0.id == check.id }?.holds
        return Input(FindingDocument.checkName(item, check), context.say(check.title)).radios(
            truths, value: holds.map(String.init) ?? "", isInline: true)
    }

    private var truths: [Choice] {
        [
            Choice("true", say("是", "yes")), Choice("false", say("否", "no")),
            Choice("", say("未定", "open")),
        ]
    }

    private func input(_ field: FormField) -> HTML {
        let value = FindingDocument.value(of: field, in: finding) ?? ""
        let label = context.say(field.label)
        switch field.kind {
        case .truth: return Input(field.name, label).radios(truths, value: value, isInline: true)
        case .count: return Input(field.name, label).number(value, min: "0", max: "1000000")
        case .number: return Input(field.name, label).number(value, step: "any")
        case .text: return Input(field.name, label).text(value, maxLength: 200)
        case .choice(let options):
            return Input(field.name, label).select(
                options.map { Choice($0.id, context.say($0.title)) }, value: value, prompt: "—")
        case .kinds(let kinds):
            let present = Set(value.split(separator: "、").map(String.init))
            let others = present.filter { $0.hasPrefix("other:") }.sorted()
            return """
                \(Input(field.name, label).checkboxes(
                    kinds.map { Choice($0.id, context.say($0.title)) }, values: present))\
                \(Input(field.name + ".other", say("其他种类（用顿号分开）", "other kinds, separated by commas"))
                    .text(others.map { String($0.dropFirst(6)) }.joined(separator: "、"), maxLength: 400))
                """
        }
    }
}
