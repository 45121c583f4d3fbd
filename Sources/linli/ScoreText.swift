import Reports
import Rulebook

/// A score as people read it on a terminal.
struct ScoreText {
    let score: Score

    init(_ score: Score) {
        self.score = score
    }

    private var colon: String { say(zh: "：", en: ": ") }

    /// Name, grade, Q, categories, what is missing.
    func summary() {
        let name = score.assessment.community.name
        Terminal.print(Terminal.styled(name.isEmpty ? say(zh: "（未命名社区）", en: "(unnamed community)") : name, .bold))
        head()
        for category in score.categories {
            Terminal.print(
                "  " + Terminal.padded(say(category.category.title), to: 34)
                    + Terminal.styled(Terminal.bar((category.score / max(category.maximum, .one)).approximate), .cyan)
                    + " "
                    + Terminal.padded(category.score.shown, to: 6, leading: true) + " / " + category.maximum.shown
                    + Terminal.styled(
                        "  × \(category.category.weight.asWeight) = \(category.weighted.rounded())", .faint))
        }
        if !score.unjudged.isEmpty {
            let shown = score.unjudged.prefix(8).joined(separator: say(zh: "、", en: ", "))
            let more = score.unjudged.count > 8 ? say(zh: " 等", en: ", …") : ""
            Terminal.print(
                "  "
                    + Terminal.styled(
                        say(
                            zh: "未评定 \(score.unjudged.count) 项：\(shown)\(more)",
                            en: "\(score.unjudged.count) not judged: \(shown)\(more)"),
                        .yellow))
        }
        Terminal.print()
    }

    private func head() {
        let grade = Terminal.styled(say(score.grade.title), score.grade.grade == nil ? .red : .green)
        Terminal.print("  \(grade)  Q = \(score.q.rounded())")
        Terminal.print("  " + Terminal.styled(say(score.grade.reason), .faint))
    }

    /// Everything, down to every finding.
    func tree() {
        Terminal.print(Terminal.styled(score.assessment.community.name, .bold))
        head()
        Terminal.print()
        Terminal.print(Terminal.styled(say(zh: "申请条件", en: "Conditions for applying"), .bold))
        for result in score.conditions {
            Terminal.print(
                "  \(mark(result.isMet)) \(result.condition.clause) \(say(result.condition.title))："
                    + "\(say(result.reason))"
            )
        }
        Terminal.print(Terminal.styled(say(zh: "控制项", en: "Control items"), .bold))
        for control in score.controls {
            let sign = control.status == .unjudged ? Terminal.styled("?", .yellow) : mark(control.holds)
            Terminal.print("  \(sign) \(control.item.clause) \(say(control.item.title))\(colon)\(say(control.reason))")
        }
        for category in score.categories {
            Terminal.print()
            Terminal.print(
                Terminal.styled(say(category.category.title), .bold)
                    + "  \(category.score.shown) / \(category.maximum.shown) × \(category.category.weight.asWeight)"
                    + " = \(category.weighted.rounded())"
            )
            for (index, section) in category.sections.enumerated() {
                level(section, indent: "", isLast: index == category.sections.count - 1)
            }
        }
        Terminal.print()
        Terminal.print(Terminal.styled(say(zh: "总分", en: "Total"), .bold))
        Terminal.print("  " + say(score.formula))
        Terminal.print(Terminal.styled(say(zh: "读法", en: "Readings"), .bold))
        for reading in score.readings { Terminal.print("  \(reading.id)  \(say(reading.text))") }
    }

    private func level(_ level: Score.LevelScore, indent: String, isLast: Bool) {
        Terminal.print(
            indent + (isLast ? "└─ " : "├─ ") + Terminal.styled("\(level.level.id) \(say(level.level.title))", .bold)
                + "  \(level.score.shown) / \(level.maximum.shown)")
        let below = indent + (isLast ? "   " : "│  ")
        for (index, child) in level.children.enumerated() {
            let isLastChild = index == level.children.count - 1
            switch child {
            case .level(let next): self.level(next, indent: below, isLast: isLastChild)
            case .item(let index):
                let item = score.items[index]
                let points = "\(item.points.shown)/\(item.item.maximum.shown)"
                let style: Terminal.Style =
                    item.status == .unjudged
                    ? .yellow : item.points == item.item.maximum ? .green : item.points == .zero ? .red : .cyan
                Terminal.print(
                    below + (isLastChild ? "└─ " : "├─ ") + Terminal.styled(Terminal.padded(points, to: 6) + " ", style)
                        + "\(item.item.clause) \(say(item.item.title))\(colon)"
                        + Terminal.styled(say(item.reason), .faint))
            }
        }
    }

    private func mark(_ isGood: Bool) -> String {
        isGood ? Terminal.styled("✓", .green) : Terminal.styled("✗", .red)
    }

    /// One clause with requirement, finding, points and reason.
    func item(_ item: ItemScore) {
        Terminal.print(Terminal.styled("\(item.item.clause) \(say(item.item.title))", .bold))
        func line(_ label: String, _ text: String) {
            if !text.isEmpty { Terminal.print("  " + Terminal.styled(Terminal.padded(label, to: 12), .faint) + text) }
        }
        let points =
            item.item.rule.isControl
            ? (item.holds ? say(zh: "满足", en: "met") : say(zh: "不满足或未评定", en: "not met or not judged"))
            : "\(item.points.shown) / \(item.item.maximum.shown)"
        line(say(zh: "得分", en: "points"), points)
        line(say(zh: "理由", en: "reason"), say(item.reason))
        if !item.item.rule.isControl {
            line(
                say(zh: "对总分", en: "in Q"),
                "\((item.points * item.leverage).rounded()) / \((item.item.maximum * item.leverage).rounded())")
        }
        line(say(zh: "要求", en: "requirement"), item.item.requirement.map { say($0) } ?? "")
        for check in item.item.checks {
            let tick = item.finding?.checks.first { $0.id == check.id }
            let sign = tick.map { mark($0.holds) } ?? Terminal.styled("·", .faint)
            Terminal.print("    \(sign) \(check.id)  \(say(check.title))")
        }
        line(say(zh: "证明材料", en: "documents"), say(item.item.documents.joined()))
        line(say(zh: "现场核查", en: "on site"), item.item.onSite.map { say($0) } ?? "")
        line(
            say(zh: "证据", en: "evidence"),
            (item.finding?.evidence ?? []).map(\.name).joined(separator: say(zh: "、", en: ", ")))
        line(say(zh: "备注", en: "remark"), item.finding?.remark ?? "")
        let touched = score.rulebook.readings.filter { item.item.readings.contains($0.id) }
        for reading in touched { line(reading.id, say(reading.text)) }
        Terminal.print()
    }
}
