public import Rulebook

/// Reads what each clause of a rulebook asks of which metric: a folder with a file a chapter. Everything that is wrong
/// is told at once, with file, line and column.
public struct BindingsReader {
    private let rulebook: Rulebook
    private let metrics: Set<String>?
    private var bindings: Bindings
    private var places: [String: (file: String, mark: Mark)] = [:]

    /// The bindings, if nothing is wrong with them, and what was found. `metrics`: those that there are; nil: any.
    public static func read(
        _ folder: RulebookFolder, for rulebook: Rulebook, metrics: Set<String>? = nil
    ) -> (bindings: Bindings?, diagnostics: [Diagnostic]) {
        var reader = BindingsReader(
            rulebook: rulebook, metrics: metrics, bindings: Bindings(rulebook: rulebook.id))
        var found: [Diagnostic] = []
        for (_, file) in folder.files.sorted(by: { $0.key < $1.key }) {
            let diagnostics = Diagnostics(file: file.name)
            if let root = file.document(diagnostics) { reader.read(root, diagnostics) }
            found += diagnostics.all
        }
        return (found.contains { $0.severity == .error } ? nil : reader.bindings, found)
    }

    private mutating func read(_ root: Node, _ diagnostics: Diagnostics) {
        let what = Phrase(zh: "取证规则", en: "bindings")
        guard var fields = Fields(root, diagnostics, what: what) else { return }
        let id = fields.required("rulebook")
        let clauses = fields.required("clauses")
        fields.finish(what)
        if let id, let text = id.text(diagnostics), text != rulebook.id {
            id.wrong(
                diagnostics, zh: "应是所在文件夹的评价依据“\(rulebook.id)”", en: "must be the rulebook '\(rulebook.id)'")
        }
        guard let clauses, let each = Fields(clauses, diagnostics, what: what) else { return }
        for entry in each.all {
            if let first = places[entry.key] {
                diagnostics.error(
                    entry.keyMark, zh: "条款 \(entry.key) 重复，已在 \(first.file):\(first.mark.line)",
                    en: "clause \(entry.key) stands twice, first at \(first.file):\(first.mark.line)")
            }
            places[entry.key] = (diagnostics.file, entry.keyMark)
            guard let item = rulebook.item(entry.key) else {
                let nearest = Nearest.to(entry.key, among: (rulebook.controls + rulebook.items).map(\.clause))
                diagnostics.error(
                    entry.keyMark, zh: "没有条款“\(entry.key)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                    en: "no clause '\(entry.key)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
                continue
            }
            bindings.clauses[entry.key] =
                BindingParser(item: item, metrics: metrics, diagnostics: diagnostics).binding(entry.value)
        }
    }
}

/// Reads the binding of one clause.
struct BindingParser {
    let item: Item
    let metrics: Set<String>?
    let diagnostics: Diagnostics

    func binding(_ node: Node) -> Binding? {
        let what = Phrase(zh: "条款 \(item.clause)", en: "clause \(item.clause)")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let (all, checks, kinds) = (fields.optional("all"), fields.optional("checks"), fields.optional("kinds"))
        let extra = fields.optional("extra")
        let rest = fields.optional("person")?.phrase(diagnostics)
        fields.finish(what)
        guard [all, checks, kinds].compactMap(\.self).count == 1 else {
            diagnostics.error(
                node.mark, zh: "all、checks、kinds 三者只写一个", en: "exactly one of all, checks, kinds is given")
            return nil
        }
        if let all {
            guard demandRule([.all, .control], all) else { return nil }
            return demands(all).map { Binding(.whole($0), rest: rest) }
        }
        if let checks {
            guard demandRule([.all, .control], checks), let parts = parts(checks, item.checks) else { return nil }
            return Binding(.checks(parts), rest: rest)
        }
        guard let kinds, demandRule([.count], kinds), case .count(let rule) = item.rule else { return nil }
        guard let parts = parts(kinds, rule.kinds, takesOthers: true) else { return nil }
        return Binding(.kinds(parts, extra: extra.flatMap(demands) ?? []), rest: rest)
    }

    private func demandRule(_ kinds: [Rule.Kind], _ node: Node) -> Bool {
        if kinds.contains(item.rule.kind) { return true }
        diagnostics.error(
            node.mark, zh: "条款 \(item.clause) 的评分方式是 \(item.rule.kind.rawValue)，不能这样取证",
            en: "clause \(item.clause) is judged by '\(item.rule.kind.rawValue)', which is not shown this way")
        return false
    }

    /// By the ids of checks or kinds; of kinds also `other:NAME`.
    private func parts(_ node: Node, _ known: [Named], takesOthers: Bool = false) -> [String: [Demand]]? {
        let what = Phrase(zh: "取证项", en: "the parts")
        guard let fields = Fields(node, diagnostics, what: what) else { return nil }
        var parts: [String: [Demand]] = [:]
        for entry in fields.all {
            guard known.contains(where: { $0.id == entry.key }) || takesOthers && entry.key.hasPrefix("other:") else {
                let nearest = Nearest.to(entry.key, among: known.map(\.id))
                diagnostics.error(
                    entry.keyMark,
                    zh: "条款 \(item.clause) 没有“\(entry.key)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                    en: "clause \(item.clause) has no '\(entry.key)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
                continue
            }
            parts[entry.key] = demands(entry.value)
        }
        if parts.isEmpty, !diagnostics.hasErrors {
            diagnostics.error(node.mark, zh: "没有取证项", en: "there are no parts")
        }
        return parts
    }

    private func demands(_ node: Node) -> [Demand]? {
        guard let nodes = node.list(diagnostics) else { return nil }
        if nodes.isEmpty { diagnostics.error(node.mark, zh: "没有取证条件", en: "nothing is asked") }
        return nodes.compactMap(demand)
    }

    /// `{metric: entry.kept, atLeast: 180}`.
    private func demand(_ node: Node) -> Demand? {
        let what = Phrase(zh: "取证条件", en: "what is asked")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let name = fields.required("metric")
        let metric = name?.text(diagnostics)
        let lines = Threshold.Side.allCases.compactMap { side -> Threshold? in
            fields.optional(side.rawValue)?.number(diagnostics, isShare: true).map { Threshold(side, $0) }
        }
        fields.finish(what)
        guard let name, let metric else { return nil }
        if let metrics, !metrics.contains(metric) {
            let nearest = Nearest.to(metric, among: metrics.sorted())
            diagnostics.error(
                name.mark, zh: "没有指标“\(metric)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                en: "no metric '\(metric)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
            return nil
        }
        guard lines.count == 1 else {
            diagnostics.error(
                node.mark, zh: "atLeast、moreThan、atMost、lessThan 只写一个",
                en: "exactly one of atLeast, moreThan, atMost, lessThan is given")
            return nil
        }
        return Demand(metric, lines[0])
    }
}
