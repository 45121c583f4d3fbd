import Rulebook

/// Reads the plain kind of case straight into slots: known keys, truth values, whole numbers, nothing else.
///
/// Anything unusual (evidence, ticks, kinds by name, a mistake) gives nil, and the case goes the long way, where
/// everything is understood and every mistake told. Both ways give the same result.
struct PlainCase {
    private let scorer: CaseScorer
    private let checks: RowChecks
    /// By clause: the slots of its keys; for lists the kinds an entry may have.
    private var clauses: [String: Clause] = [:]
    private let communityKinds: [String]

    private struct Clause {
        var slots: [(key: String, slot: Int, isFlag: Bool)] = []
        var list: (key: String, kinds: [String], recognised: [Int], responses: [Int], satisfied: [Int])?
    }

    /// nil where the rulebook cannot be compiled.
    init?(_ scorer: CaseScorer) {
        guard let compiled = scorer.compiled else { return nil }
        self.scorer = scorer
        checks = RowChecks(scorer)
        communityKinds = scorer.rulebook.communityKinds
        for (index, slot) in compiled.slots.enumerated() where slot.entry == nil {
            clauses[slot.clause, default: Clause()].slots.append((slot.key, index, slot.meaning == .flag))
        }
        for item in scorer.rulebook.items {
            guard case .list(let rule) = item.rule else { continue }
            func slots(_ key: String) -> [Int] {
                (0..<CompiledRulebook.entriesPerList).compactMap { scorer.slot(item.clause, key, entry: $0) }
            }
            clauses[item.clause] = Clause(
                list: (rule.key, rule.kinds.map(\.id), slots("recognised"), slots("responses"), slots("satisfied")))
        }
    }

    /// The result of a case, or nil for the long way. `values` is scratch space, one place a slot.
    func result(_ root: Node, file: String, line: Int, _ values: inout [Int32]) -> CaseResult? {
        guard case .map(let entries) = root.content else { return nil }
        for index in values.indices { values[index] = CompiledRulebook.absent }
        var community = Community(name: "")
        var appliedOn: Day?
        var seen = 0
        for entry in entries {
            switch entry.key {
            case "rulebook":
                guard text(entry.value) == scorer.rulebook.id else { return nil }
                seen += 1
            case "community": guard read(entry.value, &community) else { return nil }
            case "appliedOn":
                guard let day = text(entry.value).flatMap({ Day($0) }) else { return nil }
                appliedOn = day
            case "findings": guard read(entry.value, &values) else { return nil }
            default: return nil
            }
        }
        guard seen == 1, Set(entries.map(\.key)).count == entries.count else { return nil }
        var isGood = true
        checks.check(values) { _, _ in isGood = false }
        guard isGood else { return nil }
        return scorer.result(
            values, community: community, appliedOn: appliedOn, unjudged: checks.unjudged(values), file: file,
            line: line)
    }

    private func text(_ node: Node) -> String? {
        if case .scalar(let text, isPlain: false) = node.content { return text }
        return nil
    }

    private func read(_ node: Node, _ community: inout Community) -> Bool {
        guard case .map(let entries) = node.content, Set(entries.map(\.key)).count == entries.count else {
            return false
        }
        for entry in entries {
            guard let text = text(entry.value) else { return false }
            switch entry.key {
            case "name": community.name = text
            case "address": community.address = text
            case "kind":
                guard communityKinds.contains(text) else { return false }
                community.kind = text
            case "acceptedOn":
                community.acceptedOn = Day(text)
                if community.acceptedOn == nil { return false }
            case "operatingSince":
                community.operatingSince = Day(text)
                if community.operatingSince == nil { return false }
            default: return false
            }
        }
        return true
    }

    private func read(_ node: Node, _ values: inout [Int32]) -> Bool {
        guard case .map(let findings) = node.content else { return false }
        for finding in findings {
            guard let clause = clauses[finding.key], case .map(let entries) = finding.value.content else {
                return false
            }
            for entry in entries {
                if let list = clause.list, entry.key == list.key, entries.count == 1 {
                    guard case .list(let nodes) = entry.value.content, nodes.count <= list.recognised.count,
                        values[list.recognised[0]] < 0
                    else { return false }
                    for (index, node) in nodes.enumerated() {
                        guard read(node, list, index, &values) else { return false }
                    }
                    // A list without entries is judged all the same.
                    if nodes.isEmpty { values[list.recognised[0]] = 0 }
                    continue
                }
                guard let slot = clause.slots.first(where: { $0.key == entry.key }), values[slot.slot] < 0,
                    let value = number(entry.value, isFlag: slot.isFlag)
                else { return false }
                values[slot.slot] = value
            }
        }
        return true
    }

    private func read(
        _ node: Node, _ list: (key: String, kinds: [String], recognised: [Int], responses: [Int], satisfied: [Int]),
        _ index: Int, _ values: inout [Int32]
    ) -> Bool {
        guard case .map(let entries) = node.content else { return false }
        // What is left out means no, or 0.
        values[list.recognised[index]] = 0
        values[list.responses[index]] = 0
        values[list.satisfied[index]] = 0
        for (position, entry) in entries.enumerated() {
            guard !entries[..<position].contains(where: { $0.key == entry.key }) else { return false }
            switch entry.key {
            case "name": guard text(entry.value) != nil else { return false }
            case "kind": guard let kind = text(entry.value), list.kinds.contains(kind) else { return false }
            case "recognised":
                guard let value = number(entry.value, isFlag: true) else { return false }
                values[list.recognised[index]] = value
            case "responses":
                guard let value = number(entry.value, isFlag: false) else { return false }
                values[list.responses[index]] = value
            case "satisfied":
                guard let value = number(entry.value, isFlag: false) else { return false }
                values[list.satisfied[index]] = value
            default: return false
            }
        }
        return true
    }

    private func number(_ node: Node, isFlag: Bool) -> Int32? {
        guard case .scalar(let text, isPlain: true) = node.content else { return nil }
        if isFlag { return text == "true" ? 1 : text == "false" ? 0 : nil }
        guard text.utf8.count <= 7 else { return nil }
        var value: Int32 = 0
        for byte in text.utf8 {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int32(byte - 0x30)
        }
        return value <= CountRule.mostCounted ? value : nil
    }
}
