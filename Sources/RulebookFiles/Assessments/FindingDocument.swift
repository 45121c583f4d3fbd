public import Rulebook

/// One finding by itself, as a form or a request brings it, checked by the same code as those in a file.
public enum FindingDocument {
    /// A JSON object with the keys that the item's rule asks for, such as `{"met": true}`; nil with at least one error
    /// told if something is wrong.
    public static func read(
        json bytes: [UInt8], clause: String, _ rulebook: Rulebook
    ) -> (finding: Finding?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(file: clause)
        guard let node = SourceFile(name: clause + ".json", bytes: bytes).document(diagnostics) else {
            return (nil, diagnostics.all)
        }
        return read(node.withPlainMeasure(rulebook.item(clause)?.rule), clause, rulebook, diagnostics)
    }

    /// The finding as `read(json:)` takes it, on one line: keys by the item's rule. What the rule cannot judge is left
    /// out, and so is evidence, which hangs on the case.
    public static func json(_ finding: Finding, _ item: Item) -> String {
        var members = finding.observation.map { FindingJSON.members($0, item.rule) } ?? []
        if finding.isNotApplicable { members.append(("notApplicable", "true")) }
        if !finding.checks.isEmpty {
            // A key stands once: of two ticks for one requirement, the one that fails decides.
            var ids: [String] = []
            for check in finding.checks where !ids.contains(check.id) { ids.append(check.id) }
            let ticks = ids.map { id in
                (id, String(finding.checks.allSatisfy { $0.id != id || $0.holds }))
            }
            members.append(("checks", FindingJSON.object(ticks)))
        }
        if !finding.remark.isEmpty { members.append(("remark", FindingJSON.quoted(finding.remark))) }
        return FindingJSON.object(members)
    }

    /// The values of a form by the names of its fields (`FormField.name`), with a tick for each of the item's checks
    /// (`CLAUSE.check.ID`: `true` or `false`) and a remark (`CLAUSE.remark`). Empty values say nothing.
    public static func read(
        form values: [String: String], _ item: Item, _ rulebook: Rulebook
    ) -> (finding: Finding?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(file: item.clause)
        let mark = Mark(line: 1, column: 1)
        var nodes = FindingNodes()
        for field in FormField.fields(of: item) {
            let text = (values[field.name] ?? "").trimmed
            // A box that is not ticked is no statement that something does not apply.
            if text.isEmpty || (field.path == ["notApplicable"] && text == "false") { continue }
            nodes.set(field, text, at: mark)
        }
        for check in item.checks {
            guard let text = values[checkName(item, check)]?.trimmed, !text.isEmpty else { continue }
            nodes.setCheck(item.clause, check.id, text, at: mark)
        }
        if let remark = values[item.clause + ".remark"]?.trimmed, !remark.isEmpty {
            nodes.set(item.clause, "remark", [remark], at: mark)
        }
        guard case .map(let entries) = nodes.node().content, let entry = entries.first else {
            return (Finding(), diagnostics.all)
        }
        return read(entry.value, item.clause, rulebook, diagnostics)
    }

    /// The name of the form field that ticks one of an item's checks.
    public static func checkName(_ item: Item, _ check: Named) -> String { "\(item.clause).check.\(check.id)" }

    /// What a form shows in a field; nil where the finding says nothing.
    public static func value(of field: FormField, in finding: Finding?) -> String? {
        FindingValues.text(of: field, in: finding)
    }

    private static func read(
        _ node: Node, _ clause: String, _ rulebook: Rulebook, _ diagnostics: Diagnostics
    ) -> (finding: Finding?, diagnostics: [Diagnostic]) {
        let entry = Node.Entry(key: clause, keyMark: node.mark, value: node)
        let findings = FindingParser(rulebook: rulebook, diagnostics: diagnostics)
            .findings(Node(mark: node.mark, content: .map([entry])))
        return (diagnostics.hasErrors ? nil : findings[clause] ?? Finding(), diagnostics.all)
    }
}

extension Node {
    /// JSON has no number for two thirds: a measured value may stand in quotes, `"2/3"` or `"85%"`.
    fileprivate func withPlainMeasure(_ rule: Rule?) -> Node {
        guard let rule, case .value(let key, _) = rule.measure, case .map(var entries) = content else { return self }
        for index in entries.indices where entries[index].key == key {
            guard case .scalar(let text, isPlain: false) = entries[index].value.content, Exact(text) != nil else {
                continue
            }
            entries[index].value.content = .scalar(text, isPlain: true)
        }
        var copy = self
        copy.content = .map(entries)
        return copy
    }
}

extension Rule {
    fileprivate var measure: Measure? {
        switch self {
        case .steps(let rule): rule.measure
        case .linear(let rule): rule.measure
        case .target(let rule): rule.measure
        default: nil
        }
    }
}

/// Writes what was observed with the names that a rulebook's files use.
private enum FindingJSON {
    typealias Member = (name: String, value: String)

    static func members(_ observation: Observation, _ rule: Rule) -> [Member] {
        switch (observation, rule) {
        case (.met(let met), .control), (.met(let met), .all): [("met", String(met))]
        case (.occurred(let occurred), .veto): [("occurred", String(occurred))]
        case (.count(let seen), .count(let rule)):
            counted(seen) + (rule.extra.map { [($0.key, String(seen.extra))] } ?? [])
        case (.count(let seen), .deduct): counted(seen)
        case (.parts(let parts), .share(let rule)):
            ([rule.whole] + rule.parts).compactMap { name in parts[name].map { (name, String($0)) } }
        case (.entries(let entries), .list(let rule)): [(rule.key, array(entries.map(object)))]
        case (.measure(let measured), _): rule.measure.map { members(measured, $0) } ?? []
        case (.choice(let id), .choice): [("choice", quoted(id))]
        case (.points(let points), .award): [("points", number(points.shortest))]
        default: []
        }
    }

    private static func counted(_ seen: Observation.Counted) -> [Member] {
        let present = seen.present.isEmpty ? [] : [("present", array(seen.present.map(quoted)))]
        return [("count", String(seen.count))] + present
    }

    private static func object(_ entry: Observation.Entry) -> String {
        var members: [Member] = []
        if !entry.name.isEmpty { members.append(("name", quoted(entry.name))) }
        if !entry.kind.isEmpty { members.append(("kind", quoted(entry.kind))) }
        return object(
            members + [
                ("recognised", String(entry.isRecognised)), ("responses", String(entry.responses)),
                ("satisfied", String(entry.satisfied)),
            ])
    }

    private static func members(_ measured: Measured, _ measure: Measure) -> [Member] {
        switch measure {
        case .value(let key, _): return [(key, number(measured.shown))]
        case .ratio(let part, let whole):
            let numbers = measured.shown.split(separator: "/").map(String.init)
            return numbers.count == 2 ? [(part, numbers[0]), (whole, numbers[1])] : []
        }
    }

    /// In quotes where JSON cannot write it as a number.
    private static func number(_ text: String) -> String { text.contains("/") ? quoted(text) : text }

    static func object(_ members: [Member]) -> String {
        "{" + members.map { quoted($0.name) + ": " + $0.value }.joined(separator: ", ") + "}"
    }

    private static func array(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
