import Rulebook

/// Reads one rule: a kind of the closed set and its numbers.
struct RuleParser {
    let diagnostics: Diagnostics
    private let what = Phrase(zh: "规则", en: "a rule")

    init(diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
    }

    func rule(_ node: Node) -> Rule? {
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        guard let kindNode = fields.required("kind"), let text = kindNode.text(diagnostics) else { return nil }
        guard let kind = Rule.Kind(rawValue: text) else {
            let nearest = Nearest.to(text, among: Rule.Kind.allCases.map(\.rawValue))
            kindNode.wrong(
                diagnostics, zh: "没有这种规则\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                en: "there is no such rule\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
            return nil
        }
        let rule = rule(kind, &fields)
        fields.finish(Phrase(zh: "规则 \(text) ", en: "the rule \(text)"))
        return rule
    }

    private func rule(_ kind: Rule.Kind, _ fields: inout Fields) -> Rule? {
        switch kind {
        case .control: return .control
        case .veto: return .veto(limit: fields.optional("limit")?.text(diagnostics))
        case .all: return fields.required("points")?.positive(diagnostics).map { .all(points: $0) }
        case .count: return count(&fields)
        case .share: return share(&fields)
        case .list: return list(&fields)
        case .steps: return steps(&fields)
        case .linear: return linear(&fields)
        case .target:
            let measure = measure(&fields)
            let target = fields.required("target")?.positive(diagnostics, isShare: true)
            let points = fields.required("points")?.positive(diagnostics)
            guard let target, let points, let measure else { return nil }
            return .target(TargetRule(measure: measure, target: target, points: points))
        case .deduct:
            let from = fields.required("from")?.positive(diagnostics)
            let each = fields.required("each")?.positive(diagnostics)
            let floorNode = fields.optional("floor")
            let floor = floorNode?.notNegative(diagnostics) ?? .zero
            let kinds = fields.optional("kinds")?.named(diagnostics) ?? []
            guard let from, let each else { return nil }
            if floor >= from {
                floorNode?.wrong(diagnostics, zh: "floor 应小于 from", en: "floor must be below from")
            }
            return .deduct(DeductRule(from: from, each: each, floor: floor, kinds: kinds))
        case .choice: return choice(&fields)
        case .award:
            let maximum = fields.required("max")?.positive(diagnostics)
            let stepNode = fields.optional("step")
            let step = stepNode?.positive(diagnostics) ?? .one
            guard let maximum else { return nil }
            if (maximum / step).whole == nil {
                (stepNode ?? fields.required("max"))?.wrong(
                    diagnostics, zh: "max 应是 step 的整倍数", en: "max must be a multiple of step")
            }
            return .award(AwardRule(maximum: maximum, step: step))
        }
    }

    private func count(_ fields: inout Fields) -> Rule? {
        let each = fields.required("each")?.positive(diagnostics)
        let cap = fields.required("max")?.positive(diagnostics)
        let kinds = fields.optional("kinds")?.named(diagnostics) ?? []
        var extra: CountRule.Extra?
        let extraWhat = Phrase(zh: "extra ", en: "extra")
        if let node = fields.optional("extra"), var extraFields = Fields(node, diagnostics, what: extraWhat) {
            let key = findingKey(extraFields.required("key"))
            let title = extraFields.optional("title")?.phrase(diagnostics)
            let points = extraFields.required("points")?.positive(diagnostics)
            let needs = extraFields.optional("needs")?.whole(0...1000, diagnostics) ?? 0
            extraFields.finish(extraWhat)
            if let key, ["count", "present", "each", "met"].contains(key) {
                diagnostics.error(node.mark, zh: "extra 的 key 不能是 \(key)", en: "the key of extra cannot be \(key)")
            }
            if let key, let points {
                extra = CountRule.Extra(key: key, title: title ?? .same(key), points: points, needs: needs)
            }
        }
        guard let each, let cap else { return nil }
        checkCap(each, cap, &fields)
        return .count(CountRule(each: each, cap: cap, kinds: kinds, extra: extra))
    }

    /// Only where the list is there; that it is missing has been told.
    private func checkNotEmpty(_ nodes: [Node], _ key: String, _ fields: inout Fields) {
        if nodes.isEmpty, let node = fields.optional(key), case .list = node.content {
            diagnostics.error(node.mark, zh: "\(key) 是空的", en: "\(key) is empty")
        }
    }

    private func checkShare(_ line: Threshold?, at mark: Mark) {
        guard let line else { return }
        if line.value > .one || line.value < .zero || (line.value == .one && line.side == .moreThan) {
            diagnostics.error(mark, zh: "占比应在 0 到 1 之间，而且能达到", en: "a share lies between 0 and 1 and can be reached")
        }
    }

    /// A key of a finding that the rule names itself: none that every finding has.
    private func findingKey(_ node: Node?) -> String? {
        guard let node, let key = node.identifier(diagnostics) else { return nil }
        if ["evidence", "remark", "checks", "notApplicable"].contains(key) {
            node.wrong(diagnostics, zh: "每条认定都有这个键，请换一个", en: "every finding has this key; choose another")
        }
        return key
    }

    private func checkCap(_ each: Exact, _ cap: Exact, _ fields: inout Fields) {
        let node = fields.required("max")
        if cap < each { node?.wrong(diagnostics, zh: "max 不能小于 each", en: "max cannot be below each") }
        if cap > each * Exact(CountRule.mostCounted) {
            node?.wrong(
                diagnostics, zh: "max 不能大于 each 的 \(CountRule.mostCounted) 倍",
                en: "max cannot be more than \(CountRule.mostCounted) times each")
        }
    }

    private func share(_ fields: inout Fields) -> Rule? {
        let whole = findingKey(fields.required("of"))
        var ways: [ShareRule.Way] = []
        let wayWhat = Phrase(zh: "way ", en: "a way")
        let nodes = fields.required("ways")?.list(diagnostics) ?? []
        for node in nodes {
            guard var wayFields = Fields(node, diagnostics, what: wayWhat) else { continue }
            let part = findingKey(wayFields.required("part"))
            let line = threshold(&wayFields, [.atLeast, .moreThan])
            let points = wayFields.required("points")?.positive(diagnostics)
            let cost = wayFields.optional("cost")?.identifier(diagnostics)
            wayFields.finish(wayWhat)
            checkShare(line, at: node.mark)
            if let part, let line, let points {
                ways.append(ShareRule.Way(part: part, line: line, points: points, cost: cost ?? part))
            }
        }
        var labels: [String: Phrase] = [:]
        if let node = fields.optional("labels"), let each = Fields(node, diagnostics, what: what) {
            for entry in each.all { labels[entry.key] = entry.value.phrase(diagnostics) }
        }
        checkNotEmpty(nodes, "ways", &fields)
        guard let whole, !ways.isEmpty, ways.count == nodes.count else { return nil }
        if Set(ways.map(\.cost)).count != ways.count {
            diagnostics.error(fields.mark(of: "ways"), zh: "各 way 的 cost 应各不相同", en: "each way needs its own cost name")
        }
        if ways.contains(where: { $0.part == whole }) {
            diagnostics.error(fields.mark(of: "of"), zh: "part 不能与 of 相同", en: "a part cannot be the whole itself")
        }
        let known = Set(ways.map(\.part) + [whole])
        for key in labels.keys.sorted() where !known.contains(key) {
            diagnostics.error(
                fields.mark(of: "labels"), zh: "labels 中的“\(key)”没有用到", en: "'\(key)' in labels is used nowhere")
        }
        return .share(ShareRule(whole: whole, ways: ways, labels: labels))
    }

    private func list(_ fields: inout Fields) -> Rule? {
        let key = findingKey(fields.required("list"))
        let each = fields.required("each")?.positive(diagnostics)
        let cap = fields.required("max")?.positive(diagnostics)
        let kinds = fields.optional("kinds")?.named(diagnostics) ?? []
        var line: Threshold?
        if let node = fields.optional("satisfaction"), var lineFields = Fields(node, diagnostics, what: what) {
            // The keys are fixed; a rulebook may spell them out.
            for (name, value) in [("of", "responses"), ("part", "satisfied")] {
                if let node = lineFields.optional(name), let text = node.text(diagnostics), text != value {
                    node.wrong(diagnostics, zh: "\(name) 应是 \(value)", en: "\(name) must be \(value)")
                }
            }
            line = threshold(&lineFields, [.atLeast, .moreThan])
            lineFields.finish(what)
            checkShare(line, at: node.mark)
        }
        guard let key, let each, let cap else { return nil }
        checkCap(each, cap, &fields)
        return .list(ListRule(key: key, each: each, cap: cap, kinds: kinds, satisfaction: line))
    }

    private func steps(_ fields: inout Fields) -> Rule? {
        let measure = measure(&fields)
        let nodes = fields.required("steps")?.list(diagnostics) ?? []
        var steps: [StepsRule.Step] = []
        for node in nodes {
            guard var stepFields = Fields(node, diagnostics, what: what) else { continue }
            let line = threshold(&stepFields, Threshold.Side.allCases)
            let points = stepFields.required("points")?.positive(diagnostics)
            stepFields.finish(what)
            guard let line, let points else { continue }
            if let last = steps.last {
                let isHarder = line.favoursMore ? line.value > last.line.value : line.value < last.line.value
                if line.favoursMore != last.line.favoursMore || !isHarder || points <= last.points {
                    diagnostics.error(
                        node.mark, zh: "各档应从易到难，分数递增", en: "steps go from easy to hard, with more points each")
                }
            }
            steps.append(StepsRule.Step(line, points: points))
        }
        checkNotEmpty(nodes, "steps", &fields)
        guard let measure, !steps.isEmpty, steps.count == nodes.count else { return nil }
        return .steps(StepsRule(measure: measure, steps: steps))
    }

    private func linear(_ fields: inout Fields) -> Rule? {
        let measure = measure(&fields)
        func point(_ key: String, _ fields: inout Fields) -> LinearRule.Point? {
            guard let node = fields.required(key), var point = Fields(node, diagnostics, what: what) else { return nil }
            let value = point.required("value")?.number(diagnostics, isShare: true)
            let points = point.required("points")?.notNegative(diagnostics)
            point.finish(what)
            guard let value, let points else { return nil }
            return LinearRule.Point(value: value, points: points)
        }
        let from = point("from", &fields)
        let to = point("to", &fields)
        guard let measure, let from, let to else { return nil }
        guard from.value != to.value, from.points != to.points else {
            diagnostics.error(
                fields.mark(of: "to"), zh: "from 与 to 的 value 和 points 都应不同",
                en: "from and to must differ in value and in points")
            return nil
        }
        return .linear(LinearRule(measure: measure, from: from, to: to))
    }

    private func choice(_ fields: inout Fields) -> Rule? {
        let nodes = fields.required("options")?.list(diagnostics) ?? []
        var options: [ChoiceRule.Option] = []
        for node in nodes {
            guard var option = Fields(node, diagnostics, what: what) else { continue }
            let idNode = option.required("id")
            let id = idNode?.identifier(diagnostics)
            let points = option.required("points")?.notNegative(diagnostics)
            let title = option.phrase()
            option.finish(Phrase(zh: "选项", en: "an option"))
            guard let id, let points, let title else { continue }
            if options.contains(where: { $0.id == id }) {
                idNode?.wrong(diagnostics, zh: "选项重复", en: "an option stands twice")
            }
            options.append(ChoiceRule.Option(id: id, title: title, points: points))
        }
        guard options.count == nodes.count else { return nil }
        guard options.contains(where: { $0.points > .zero }) else {
            diagnostics.error(fields.mark(of: "options"), zh: "至少一个选项要得分", en: "at least one option must give points")
            return nil
        }
        return .choice(ChoiceRule(options: options))
    }

    private func measure(_ fields: inout Fields) -> Measure? {
        guard let node = fields.optional("measure") else { return .value(key: "value", unit: nil) }
        let what = Phrase(zh: "measure ", en: "measure")
        guard var measure = Fields(node, diagnostics, what: what) else { return nil }
        defer { measure.finish(what) }
        if measure.has("part") || measure.has("of") {
            let part = findingKey(measure.required("part"))
            let whole = findingKey(measure.required("of"))
            guard let part, let whole else { return nil }
            return .ratio(part: part, of: whole)
        }
        let key = findingKey(measure.optional("key")) ?? "value"
        return .value(key: key, unit: measure.optional("unit")?.phrase(diagnostics))
    }

    private func threshold(_ fields: inout Fields, _ sides: [Threshold.Side]) -> Threshold? {
        var found: [Threshold] = []
        for side in sides {
            if let value = fields.optional(side.rawValue)?.number(diagnostics, isShare: true) {
                found.append(Threshold(side, value))
            }
        }
        if found.count == 1 { return found[0] }
        let names = sides.map(\.rawValue)
        diagnostics.error(
            fields.mark, zh: "需要且只需要一条线：\(names.joined(separator: "、"))",
            en: "exactly one line is needed: \(names.joined(separator: ", "))")
        return nil
    }
}
