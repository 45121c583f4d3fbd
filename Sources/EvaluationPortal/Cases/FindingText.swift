import Commons
import Evaluation
import Rulebook
import RulebookFiles

/// A finding in words, for tables that compare layers.
enum FindingText {
    static func short(_ record: FindingRecord?, _ item: Item) -> Phrase? {
        guard let record, record.isJudged else { return nil }
        let finding = record.finding
        if finding.isNotApplicable { return Phrase(zh: "不适用", en: "not applicable") }
        guard let observation = finding.decided(for: item) else { return Phrase(zh: "部分勾选", en: "ticked in part") }
        switch observation {
        case .met(let met): return met ? Phrase(zh: "满足", en: "met") : Phrase(zh: "不满足", en: "not met")
        case .occurred(let yes): return yes ? Phrase(zh: "发生", en: "occurred") : Phrase(zh: "未发生", en: "did not occur")
        case .count(let seen): return Phrase(zh: "\(seen.count) 类", en: "\(seen.count) kinds")
        case .entries(let entries): return Phrase(zh: "\(entries.count) 项", en: "\(entries.count) entries")
        case .measure(let measured): return .same(measured.shown)
        case .choice, .parts, .points:
            let texts = FormField.fields(of: item).compactMap { field in
                FindingDocument.value(of: field, in: finding).map { (field.label, $0) }
            }
            return Phrase(
                zh: texts.map { "\($0.0.zh) \($0.1)" }.joined(separator: "，"),
                en: texts.map { "\($0.0.en) \($0.1)" }.joined(separator: ", "))
        }
    }

    /// Points that a finding gives for its item; nil for control items and where nothing is judged.
    static func points(_ record: FindingRecord?, _ item: Item) -> String? {
        guard let record, !item.rule.isControl, let observation = record.finding.decided(for: item) else { return nil }
        return item.rule.judge(observation).map { $0.points.shown }
    }
}

extension Rule {
    /// Meets or fails, without points.
    var isControl: Bool { kind == .control || kind == .veto }
}
