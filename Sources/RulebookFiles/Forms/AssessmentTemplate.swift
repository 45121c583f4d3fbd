public import Rulebook

/// A commented assessment file with nothing judged yet.
public struct AssessmentTemplate {
    let rulebook: Rulebook
    let language: Language

    public init(_ rulebook: Rulebook, _ language: Language) {
        self.rulebook = rulebook
        self.language = language
    }

    private func text(_ zh: String, _ en: String) -> String { Phrase(zh: zh, en: en)[language] }

    public var text: String {
        var lines = [
            "# \(rulebook.title[language])",
            text(
                "# 填好一条，去掉行首的 #。空着就是未评定，计 0 分。证据和备注可写在任何一条里：",
                "# Fill a line in and take the # away. Left out means not judged, 0 points. Any line may carry "
                    + "evidence and a remark:"
            ),
            "#   6.1.1: {met: true, evidence: [\(text("竣工验收报告", "acceptance report"))], remark: "
                + "\(text("已看现场", "seen on site"))}",
            "rulebook: \(rulebook.id)",
            "community:",
            "  name: \(text("我的社区", "My community"))",
            "  kind: urban                 # \(rulebook.communityKinds.joined(separator: " | "))",
            "  # address: \(text("某市某区某路 1 号", "1 Some Road"))",
            "  # acceptedOn: 2023-03-01    # \(text("竣工验收日期", "accepted on completion"))",
            "  # operatingSince: 2023-06-01  # \(text("投入运行日期", "in operation since"))",
            "# appliedOn: 2026-03-01        # \(text("申请日期", "date of application"))",
            "# applicant: \(text("某物业服务有限公司", "Some Property Company"))",
            "# evaluationBody: \(text("某评价机构", "Some Evaluation Body"))",
            "findings:",
            "",
            "  # == \(text("控制项：必须全部满足", "Control items: all must be met")) ==",
        ]
        for item in rulebook.controls { lines += describe(item) }
        for category in rulebook.categories {
            lines += ["", "  # == \(category.title[language])（\(category.level.maximum(rulebook.items).shown)） =="]
            for item in rulebook.items where item.category == category.id { lines += describe(item) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func describe(_ item: Item) -> [String] {
        let points =
            item.rule.isControl ? "" : text("，最多 \(item.maximum.shown) 分", ", up to \(item.maximum.shown) points")
        var lines = ["  # \(item.title[language])\(points)"]
        if let requirement = item.requirement { lines[0] += text("：", ": ") + requirement[language] }
        if !item.checks.isEmpty {
            let checks = item.checks.map { "\($0.id)=\($0.title[language])" }.joined(separator: text("，", ", "))
            lines.append("  #   \(text("也可逐项打勾", "or tick each")) checks: {\(item.checks[0].id): true, …} (\(checks))")
        }
        if case .count(let rule) = item.rule, !rule.kinds.isEmpty {
            let kinds = rule.kinds.map { "\($0.id)=\($0.title[language])" }.joined(separator: text("，", ", "))
            lines.append(
                "  #   \(text("也可写", "or")) present: [\(rule.kinds[0].id), other:\(text("名称", "NAME"))] (\(kinds))")
        }
        if case .choice(let rule) = item.rule {
            lines.append(
                "  #   " + rule.options.map { "\($0.id)=\($0.title[language])" }.joined(separator: text("，", ", ")))
        }
        lines.append("  # \(item.yamlKey): \(example(item.rule))")
        return lines
    }

    private func example(_ rule: Rule) -> String {
        func values(_ measure: Measure) -> String {
            switch measure {
            case .value(let key, _): "{\(key): 0}"
            case .ratio(let part, let whole): "{\(whole): 100, \(part): 50}"
            }
        }
        switch rule {
        case .control, .all: return "{met: true}"
        case .veto: return "{occurred: false}"
        case .count(let rule): return "{count: 1\(rule.extra.map { ", \($0.key): false" } ?? "")}"
        case .deduct: return "{count: 0}"
        case .share(let rule):
            return "{" + ([rule.whole] + rule.parts).map { "\($0): 0" }.joined(separator: ", ") + "}"
        case .list(let rule):
            let kind = rule.kinds.first.map { "kind: \($0.id), " } ?? ""
            return
                "{\(rule.key): [{name: \(text("名称", "name")), \(kind)recognised: true, responses: 100, satisfied: 80}]}"
        case .steps(let rule): return values(rule.measure)
        case .linear(let rule): return values(rule.measure)
        case .target(let rule): return values(rule.measure)
        case .choice(let rule): return "{choice: \(rule.options[0].id)}"
        case .award: return "{points: 0}"
        }
    }
}

extension Item {
    /// The clause as a key that YAML does not take for a number.
    var yamlKey: String { Exact(clause) == nil ? clause : "\"\(clause)\"" }
}
