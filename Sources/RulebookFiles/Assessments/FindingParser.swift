import Rulebook

/// Reads findings: which keys one has follows from its item's rule.
struct FindingParser {
    let rulebook: Rulebook
    let diagnostics: Diagnostics

    init(rulebook: Rulebook, diagnostics: Diagnostics) {
        self.rulebook = rulebook
        self.diagnostics = diagnostics
    }

    func findings(_ node: Node) -> [String: Finding] {
        guard let fields = Fields(node, diagnostics, what: Phrase(zh: "findings ", en: "findings")) else { return [:] }
        var findings: [String: Finding] = [:]
        for entry in fields.all {
            guard let item = rulebook.item(entry.key) else {
                unknown(entry.key, at: entry.keyMark)
                continue
            }
            if entry.value.isNull { continue }
            findings[entry.key] = finding(entry.value, item)
        }
        return findings
    }

    private func unknown(_ clause: String, at mark: Mark) {
        if diagnostics.isFull { return }
        let all = (rulebook.controls + rulebook.items).map(\.clause)
        // A section rather than an item: name what stands below it.
        let below = all.filter { $0.hasPrefix(clause + ".") }
        let nearest = below.isEmpty ? Nearest.to(clause, among: all) : below[0]
        let hint = nearest.map { ("，是否指“\($0)”？", "; did you mean '\($0)'?") } ?? ("", "")
        diagnostics.error(
            mark, zh: "没有条款“\(Node.cut(clause))”\(hint.0)", en: "no clause '\(Node.cut(clause))'\(hint.1)")
    }

    private func finding(_ node: Node, _ item: Item) -> Finding? {
        func what() -> Phrase { Phrase(zh: "条款 \(item.clause) 的认定", en: "the finding of \(item.clause)") }
        guard var fields = Fields(node, diagnostics, what: what()) else { return nil }
        var finding = Finding(observation(item.rule, &fields))
        finding.checks = fields.optional("checks").map { checks($0, item) } ?? []
        finding.evidence = fields.optional("evidence").map(evidence) ?? []
        finding.remark = fields.optional("remark")?.text(diagnostics) ?? ""
        if item.notApplicable != .refused || fields.has("notApplicable") {
            let node = fields.optional("notApplicable")
            finding.isNotApplicable = node?.truth(diagnostics) ?? false
            if finding.isNotApplicable, item.notApplicable == .refused, let node {
                node.wrong(
                    diagnostics, zh: "条款 \(item.clause) 不允许“不适用”",
                    en: "\(item.clause) cannot be left out as not applicable")
            }
            if finding.isNotApplicable, finding.observation != nil, let node {
                node.wrong(diagnostics, zh: "“不适用”不能与其他认定同时出现", en: "not applicable excludes any other finding")
            }
        }
        fields.finish(what())
        return finding
    }

    // MARK: By rule

    private func observation(_ rule: Rule, _ fields: inout Fields) -> Observation? {
        switch rule {
        case .control, .all: return fields.optional("met")?.truth(diagnostics).map { .met($0) }
        case .veto: return fields.optional("occurred")?.truth(diagnostics).map { .occurred($0) }
        case .count(let rule): return counted(rule.kinds, extra: rule.extra?.key, &fields)
        case .deduct(let rule): return counted(rule.kinds, extra: nil, &fields)
        case .share(let rule): return parts(rule, &fields)
        case .list(let rule): return entries(rule, &fields)
        case .steps(let rule): return measured(rule.measure, &fields)
        case .linear(let rule): return measured(rule.measure, &fields)
        case .target(let rule): return measured(rule.measure, &fields)
        case .choice(let rule):
            guard let node = fields.optional("choice"), let id = node.text(diagnostics) else { return nil }
            let ids = rule.options.map(\.id)
            if ids.contains(id) { return .choice(id) }
            let hint = Nearest.to(id, among: ids)
            node.wrong(
                diagnostics,
                zh: "没有选项“\(Node.cut(id))”\(hint.map { "，是否指“\($0)”？" } ?? "；可用：\(ids.joined(separator: "、"))")",
                en:
                    "no option '\(Node.cut(id))"
                    + "'\(hint.map { "; did you mean '\($0)'?" } ?? "; known: \(ids.joined(separator: ", "))")"
            )
            return nil
        case .award(let rule):
            guard let node = fields.optional("points"), let points = node.number(diagnostics) else { return nil }
            if rule.allows(points) { return .points(points) }
            node.wrong(
                diagnostics, zh: "应在 0 到 \(rule.maximum.shown) 之间，步长 \(rule.step.shown)",
                en: "must be from 0 to \(rule.maximum.shown) in steps of \(rule.step.shown)")
            return nil
        }
    }

    private func count(_ node: Node) -> Int? { node.whole(0...CountRule.mostCounted, diagnostics) }

    private func counted(_ kinds: [Named], extra: String?, _ fields: inout Fields) -> Observation? {
        let countNode = fields.optional("count")
        let presentNode = fields.optional("present")
        let extraNode = extra.flatMap { fields.optional($0) }
        let number = countNode.flatMap(count)
        let present = presentNode.flatMap { self.present($0, kinds) }
        let hasExtra = extraNode?.truth(diagnostics)
        if let number, let present, number != present.count, let countNode {
            countNode.wrong(
                diagnostics, zh: "count 是 \(number)，present 列了 \(present.count) 类，两者应一致",
                en: "count is \(number), present lists \(present.count): they must agree")
            return nil
        }
        if countNode == nil, presentNode == nil, let extraNode {
            diagnostics.error(extraNode.mark, zh: "缺少 count 或 present", en: "count or present is missing")
        }
        guard let total = number ?? present?.count else { return nil }
        return .count(Observation.Counted(count: total, present: present ?? [], extra: hasExtra ?? false))
    }

    /// Ids of known kinds or `other:NAME`, each once.
    private func present(_ node: Node, _ kinds: [Named]) -> [String]? {
        guard let nodes = node.list(diagnostics) else { return nil }
        var present: [String] = []
        for node in nodes {
            guard let text = node.text(diagnostics) else { continue }
            let isOther = text.hasPrefix("other:") && text.dropFirst(6).contains { !$0.isWhitespace }
            let id = text.hasPrefix("other:") ? "other:" + String(text.dropFirst(6)).trimmed : text
            if !isOther, !kinds.contains(where: { $0.id == id }) {
                let hint = Nearest.to(id, among: kinds.map(\.id))
                node.wrong(
                    diagnostics,
                    zh: "没有种类“\(Node.cut(id))”\(hint.map { "，是否指“\($0)”？" } ?? "")；其他种类写作 other:名称",
                    en: "no kind '\(Node.cut(id))'\(hint.map { "; did you mean '\($0)'?" } ?? ""); "
                        + "others are written other:NAME")
            } else if present.contains(id) {
                node.wrong(diagnostics, zh: "同一种类只列一次", en: "each kind stands once")
            } else {
                present.append(id)
            }
        }
        // With a kind that is wrong, nothing can be said of their number.
        return present.count == nodes.count ? present : nil
    }

    private func parts(_ rule: ShareRule, _ fields: inout Fields) -> Observation? {
        let wholeNode = fields.optional(rule.whole)
        let partNodes = rule.parts.map { ($0, fields.optional($0)) }
        guard wholeNode != nil || partNodes.contains(where: { $0.1 != nil }) else { return nil }
        guard let wholeNode else {
            diagnostics.error(fields.mark, zh: "缺少“\(rule.whole)”", en: "'\(rule.whole)' is missing")
            for (_, node) in partNodes { _ = node.flatMap(count) }
            return nil
        }
        guard let whole = count(wholeNode) else {
            for (_, node) in partNodes { _ = node.flatMap(count) }
            return nil
        }
        if partNodes.allSatisfy({ $0.1 == nil }) {
            diagnostics.error(
                fields.mark, zh: "缺少“\(rule.parts.joined(separator: "”或“"))”",
                en: "'\(rule.parts.joined(separator: "' or '"))' is missing")
            return nil
        }
        var numbers = [rule.whole: whole]
        for (part, node) in partNodes {
            guard let node, let number = count(node) else { continue }
            numbers[part] = number
            if number > whole {
                node.wrong(
                    diagnostics, zh: "\(part)（\(number)）不能多于 \(rule.whole)（\(whole)）",
                    en: "\(part) (\(number)) cannot exceed \(rule.whole) (\(whole))")
            }
        }
        return .parts(numbers)
    }

    private func entries(_ rule: ListRule, _ fields: inout Fields) -> Observation? {
        guard let nodes = fields.optional(rule.key)?.list(diagnostics) else { return nil }
        return .entries(nodes.compactMap { entry($0, rule) })
    }

    private func entry(_ node: Node, _ rule: ListRule) -> Observation.Entry? {
        func what() -> Phrase { Phrase(zh: "\(rule.key) 的一项", en: "an entry of \(rule.key)") }
        guard var fields = Fields(node, diagnostics, what: what()) else { return nil }
        let name = fields.optional("name")?.text(diagnostics) ?? ""
        var kind = ""
        if let node = fields.optional("kind"), let text = node.text(diagnostics) {
            kind = text
            let ids = rule.kinds.map(\.id)
            if !ids.isEmpty, !ids.contains(text) {
                let hint = Nearest.to(text, among: ids)
                node.wrong(
                    diagnostics,
                    zh: "没有种类“\(Node.cut(text))”\(hint.map { "，是否指“\($0)”？" } ?? "；可用：\(ids.joined(separator: "、"))")",
                    en:
                        "no kind '\(Node.cut(text))"
                        + "'\(hint.map { "; did you mean '\($0)'?" } ?? "; known: \(ids.joined(separator: ", "))")"
                )
            }
        }
        let isRecognised = fields.optional("recognised")?.truth(diagnostics) ?? false
        let responsesNode = fields.optional("responses")
        let responses = responsesNode.flatMap(count)
        let satisfiedNode = fields.optional("satisfied")
        let satisfied = satisfiedNode.flatMap(count)
        fields.finish(what())
        if let satisfiedNode, let satisfied, satisfied > responses ?? 0, responses != nil || responsesNode == nil {
            satisfiedNode.wrong(
                diagnostics, zh: "satisfied（\(satisfied)）不能多于 responses（\(responses ?? 0)）",
                en: "satisfied (\(satisfied)) cannot exceed responses (\(responses ?? 0))")
        }
        return Observation.Entry(
            name: name, kind: kind, isRecognised: isRecognised, responses: responses ?? 0, satisfied: satisfied ?? 0)
    }

    private func measured(_ measure: Measure, _ fields: inout Fields) -> Observation? {
        switch measure {
        case .value(let key, _):
            return fields.optional(key)?.number(diagnostics, isShare: true).map { .measure(Measured($0)) }
        case .ratio(let part, let of):
            let (partNode, wholeNode) = (fields.optional(part), fields.optional(of))
            if partNode == nil, wholeNode == nil { return nil }
            guard let partNode, let wholeNode else {
                let missing = partNode == nil ? part : of
                diagnostics.error(fields.mark, zh: "缺少“\(missing)”", en: "'\(missing)' is missing")
                return nil
            }
            let numbers = (count(partNode), count(wholeNode))
            guard let part = numbers.0, let whole = numbers.1 else { return nil }
            return .measure(Measured(part: part, of: whole))
        }
    }

    // MARK: What any finding may carry

    /// `{fibre: true, rooms: false}`, or a list of truth values in the order of the item's checks.
    private func checks(_ node: Node, _ item: Item) -> [Finding.Check] {
        switch node.content {
        case .list(let nodes):
            return nodes.enumerated().compactMap { index, node in
                node.truth(diagnostics).map { holds in
                    let id = index < item.checks.count ? item.checks[index].id : "#\(index + 1)"
                    return Finding.Check(id: id, holds: holds)
                }
            }
        case .map:
            guard let fields = Fields(node, diagnostics, what: Phrase(zh: "checks ", en: "checks")) else { return [] }
            return fields.all.compactMap { entry in
                if !item.checks.isEmpty, !item.checks.contains(where: { $0.id == entry.key }),
                    let nearest = Nearest.to(entry.key, among: item.checks.map(\.id))
                {
                    diagnostics.warning(
                        entry.keyMark, zh: "条款 \(item.clause) 没有要求“\(entry.key)”，是否指“\(nearest)”？",
                        en: "\(item.clause) has no requirement '\(entry.key)'; did you mean '\(nearest)'?")
                }
                if entry.value.isNull { return nil }
                return entry.value.truth(diagnostics).map { Finding.Check(id: entry.key, holds: $0) }
            }
        case .scalar:
            node.wrong(
                diagnostics, zh: "checks 应是“要求: true/false”或列表",
                en: "checks must be 'requirement: true/false' or a list")
            return []
        }
    }

    /// A name, or a list of names or `{name, file}`.
    private func evidence(_ node: Node) -> [Finding.Evidence] {
        switch node.content {
        case .scalar(let text, _): return [Finding.Evidence(name: text)]
        case .list(let nodes): return nodes.flatMap(evidence)
        case .map:
            let what = Phrase(zh: "证据", en: "evidence")
            guard var fields = Fields(node, diagnostics, what: what) else { return [] }
            let name = fields.required("name")?.text(diagnostics)
            let file = fields.optional("file")?.text(diagnostics) ?? ""
            fields.finish(what)
            return name.map { [Finding.Evidence(name: $0, file: file)] } ?? []
        }
    }
}
