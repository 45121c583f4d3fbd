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
        return read(node, clause, rulebook, diagnostics)
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
