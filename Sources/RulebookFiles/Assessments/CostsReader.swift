public import Rulebook

/// Reads a costs file: what improving each item would cost from today's state.
public struct CostsReader {
    /// The costs, if nothing is wrong with them, and what was found.
    public static func read(_ file: SourceFile, for rulebook: Rulebook) -> (costs: Costs?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(file: file.name)
        guard let root = file.document(diagnostics) else { return (nil, diagnostics.all) }
        let costs = read(root, rulebook, diagnostics)
        return (diagnostics.hasErrors ? nil : costs, diagnostics.all)
    }

    private static func read(_ root: Node, _ rulebook: Rulebook, _ diagnostics: Diagnostics) -> Costs {
        let what = Phrase(zh: "费用文件", en: "the costs file")
        guard var fields = Fields(root, diagnostics, what: what) else { return Costs() }
        if let node = fields.optional("rulebook"), let id = node.text(diagnostics), id != rulebook.id {
            node.wrong(
                diagnostics, zh: "费用文件用于“\(id)”，评价文件用的是“\(rulebook.id)”",
                en: "the costs are for '\(id)', the assessment uses '\(rulebook.id)'")
        }
        let node = fields.has("costs") ? fields.optional("costs") : fields.required("costs")
        fields.finish(what)
        var costs = Costs()
        guard let node, let each = Fields(node, diagnostics, what: what) else { return costs }
        for entry in each.all {
            guard let item = rulebook.item(entry.key) else {
                let nearest = Nearest.to(entry.key, among: (rulebook.controls + rulebook.items).map(\.clause))
                diagnostics.error(
                    entry.keyMark, zh: "没有条款“\(Node.cut(entry.key))”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                    en: "no clause '\(Node.cut(entry.key))'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
                continue
            }
            if entry.value.isNull { continue }
            costs.items[entry.key] = cost(entry.value, item, diagnostics)
        }
        return costs
    }

    private static func cost(_ node: Node, _ item: Item, _ diagnostics: Diagnostics) -> ItemCosts? {
        let what = Phrase(zh: "条款 \(item.clause) 的费用", en: "the costs of \(item.clause)")
        switch item.rule.costShape {
        case .whole: return node.money(diagnostics).map { ItemCosts(whole: $0) }
        case .named(let names):
            guard var fields = Fields(node, diagnostics, what: what) else { return nil }
            var costs = ItemCosts()
            for name in names { costs.named[name] = fields.optional(name)?.money(diagnostics) }
            fields.finish(what)
            return costs
        case .targets:
            guard var fields = Fields(node, diagnostics, what: what) else { return nil }
            var costs = ItemCosts()
            if let node = fields.required("to"), let targets = Fields(node, diagnostics, what: what) {
                for entry in targets.all {
                    guard let value = Exact(entry.key) else {
                        diagnostics.error(entry.keyMark, zh: "应是要达到的数值", en: "must be the value to reach")
                        continue
                    }
                    if case .award(let rule) = item.rule, !rule.allows(value) {
                        diagnostics.error(
                            entry.keyMark, zh: "应在 0 到 \(rule.maximum.shown) 之间，步长 \(rule.step.shown)",
                            en: "must be from 0 to \(rule.maximum.shown) in steps of \(rule.step.shown)")
                    }
                    if let money = entry.value.money(diagnostics) {
                        costs.targets.append(ItemCosts.Target(value: value, cost: money))
                    }
                }
            }
            fields.finish(what)
            return costs
        }
    }
}

extension Node {
    /// Yuan with at most two decimals, quoted or not.
    fileprivate func money(_ diagnostics: Diagnostics) -> Money? {
        if case .scalar(let text, _) = content, let money = Money(text) { return money }
        wrong(
            diagnostics, zh: "应是金额（元，最多两位小数，不为负）", en: "must be an amount in yuan, at most two decimals, not negative")
        return nil
    }
}
