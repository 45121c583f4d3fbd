import Rulebook

/// Reads what standard.yaml says of categories, total and grades.
struct LevelParser {
    let diagnostics: Diagnostics

    func shape(
        _ fields: inout Fields
    ) -> (weight: Exact, total: Exact?, cap: Exact?, scaleTo: Exact?, rescales: Bool) {
        let weight = fields.optional("weight")?.positive(diagnostics) ?? .one
        let total = fields.optional("total")?.positive(diagnostics)
        let cap = fields.optional("cap")?.positive(diagnostics)
        let scaleTo = fields.optional("scaleTo")?.positive(diagnostics)
        var rescales = false
        if let node = fields.optional("rescale"), let text = node.text(diagnostics) {
            rescales = text == "applicable"
            if !rescales { node.wrong(diagnostics, zh: "rescale 只能是 applicable", en: "rescale can only be applicable") }
        }
        return (weight, total, cap, scaleTo, rescales)
    }

    func category(_ node: Node) -> Category? {
        let what = Phrase(zh: "类别", en: "a category")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let id = fields.required("id")?.identifier(diagnostics)
        let title = fields.required("title")?.phrase(diagnostics)
        let shape = shape(&fields)
        let isAddition = fields.optional("addition")?.truth(diagnostics) ?? false
        fields.finish(what)
        guard let id, let title else { return nil }
        let level = Level(
            id: id, title: title, weight: shape.weight, total: shape.total, cap: shape.cap, scaleTo: shape.scaleTo,
            rescalesToApplicable: shape.rescales)
        return Category(level: level, isAddition: isAddition)
    }

    func total(_ node: Node?) -> Rulebook.Total {
        let what = Phrase(zh: "总分", en: "the score")
        guard let node, var fields = Fields(node, diagnostics, what: what) else { return Rulebook.Total() }
        var total = Rulebook.Total()
        if let base = fields.optional("base"), var baseFields = Fields(base, diagnostics, what: what) {
            total.base = baseFields.required("points")?.positive(diagnostics) ?? .zero
            total.baseNeedsControls = baseFields.optional("needsControls")?.truth(diagnostics) ?? false
            baseFields.finish(what)
        }
        total.divisor = fields.optional("divisor")?.positive(diagnostics) ?? .one
        total.maximum = fields.optional("max")?.positive(diagnostics)
        fields.finish(what)
        return total
    }

    func grade(_ node: Node) -> Grade? {
        let what = Phrase(zh: "等级", en: "a grade")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let id = fields.required("id")?.identifier(diagnostics)
        let title = fields.required("title")?.phrase(diagnostics)
        let range = fields.required("q").flatMap(range)
        let minimum = fields.optional("minimum")?.share(diagnostics)
        var minimums: [String: Exact] = [:]
        if let node = fields.optional("minimums"), let each = Fields(node, diagnostics, what: what) {
            for entry in each.all { minimums[entry.key] = entry.value.share(diagnostics) }
        }
        fields.finish(what)
        guard let id, let title, let range else { return nil }
        return Grade(id: id, title: title, range: range, minimum: minimum, minimums: minimums)
    }

    private func range(_ node: Node) -> Grade.Range? {
        let what = Phrase(zh: "分数区间", en: "the interval of q")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        func line(_ key: String, _ isInclusive: Bool, _ fields: inout Fields) -> Grade.Line? {
            fields.optional(key)?.number(diagnostics).map { Grade.Line($0, isInclusive: isInclusive) }
        }
        let exactly = line("exactly", true, &fields)
        let lower = [line("above", false, &fields), line("atLeast", true, &fields)].compactMap { $0 }
        let upper = [line("below", false, &fields), line("atMost", true, &fields)].compactMap { $0 }
        fields.finish(what)
        if let exactly, lower.isEmpty, upper.isEmpty { return Grade.Range(lower: exactly, upper: exactly) }
        guard exactly == nil, lower.count <= 1, upper.count <= 1 else {
            diagnostics.error(
                node.mark, zh: "区间只能有一个下限和一个上限，或只有 exactly",
                en: "an interval has one lower and one upper line at most, or exactly alone")
            return nil
        }
        return Grade.Range(lower: lower.first, upper: upper.first)
    }
}

/// Reads one reading and its alternatives.
struct ReadingParser {
    let diagnostics: Diagnostics
    let items: [Item]

    func reading(_ node: Node) -> Reading? {
        let what = Phrase(zh: "读法", en: "a reading")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let id = fields.required("id")?.identifier(diagnostics)
        let place = fields.optional("where")?.text(diagnostics) ?? ""
        let text = fields.required("text")?.phrase(diagnostics)
        let scope = fields.optional("touches").map(scope) ?? .cited
        let alternatives = fields.optional("alternatives")?.list(diagnostics)?.compactMap(alternative) ?? []
        fields.finish(what)
        guard let id, let text, let scope else { return nil }
        return Reading(id: id, place: place, text: text, scope: scope, alternatives: alternatives)
    }

    private func scope(_ node: Node) -> Reading.Scope? {
        if case .scalar("always", _) = node.content { return .always }
        let what = Phrase(zh: "touches", en: "touches")
        if case .map = node.content, var fields = Fields(node, diagnostics, what: what) {
            defer { fields.finish(what) }
            guard let rule = fields.required("rule"), let text = rule.text(diagnostics) else { return nil }
            if let kind = Rule.Kind(rawValue: text) { return .rule(kind) }
            rule.wrong(diagnostics, zh: "没有这种规则", en: "there is no such rule")
            return nil
        }
        node.wrong(diagnostics, zh: "touches 应是 always 或 {rule: 规则}", en: "touches must be always or {rule: KIND}")
        return nil
    }

    private func alternative(_ node: Node) -> Reading.Alternative? {
        let what = Phrase(zh: "另一种读法", en: "an alternative")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let text = fields.required("text")?.phrase(diagnostics)
        let change = fields.required("change")
        fields.finish(what)
        guard let text, let change, var changes = Fields(change, diagnostics, what: what) else { return nil }
        var alternative = Reading.Alternative(text: text)
        if let weights = changes.optional("weights").flatMap({ Fields($0, diagnostics, what: what) }) {
            for entry in weights.all { alternative.weights[entry.key] = entry.value.positive(diagnostics) }
        }
        if let grades = changes.optional("grades")?.list(diagnostics) {
            alternative.grades = grades.compactMap { LevelParser(diagnostics: diagnostics).grade($0) }
        }
        if let rules = changes.optional("rules").flatMap({ Fields($0, diagnostics, what: what) }) {
            for entry in rules.all {
                guard let rule = RuleParser(diagnostics: diagnostics).rule(entry.value) else { continue }
                alternative.rules[entry.key] = rule
                guard let item = items.first(where: { $0.clause == entry.key }) else {
                    let nearest = Nearest.to(entry.key, among: items.map(\.clause))
                    diagnostics.error(
                        entry.keyMark, zh: "没有条款“\(entry.key)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                        en: "no clause '\(entry.key)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
                    continue
                }
                var other = item
                other.rule = rule
                let hasSameKeys = FormField.fields(of: item).map(\.path) == FormField.fields(of: other).map(\.path)
                if !hasSameKeys || item.rule.isControl != rule.isControl {
                    diagnostics.error(
                        entry.keyMark, zh: "另一种读法应能用同样的认定（键与现在的规则相同）",
                        en: "an alternative has to work on the same findings (the same keys as the rule)")
                }
            }
        }
        changes.finish(what)
        return alternative
    }
}
