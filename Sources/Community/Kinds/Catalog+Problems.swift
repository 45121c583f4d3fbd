import Commons
import Rulebook

extension Catalog {
    /// What declarations name and is not there, and rules that loop or fight, in words. For tests of domains; nothing
    /// is wrong with a program that passed them.
    public var problems: [String] {
        let graph = RuleGraph(rules, self)
        let findings = rules.indices.flatMap { index in
            graph.findings(of: index).filter { $0.severity != .note }.map {
                "rule \(rules[index].id): \($0.words.en)"
            }
        }
        return rules.flatMap { problems($0) } + findings + models.flatMap { problems($0) }
            + kinds.flatMap { problems($0) + facetProblems($0) } + metrics.flatMap { problems($0) }
            + starts.flatMap { problems($0) }
    }

    private func problems(_ start: Start) -> [String] {
        guard let kind = kind(start.kind) else { return ["start \(start.title.en): no kind \(start.kind)"] }
        let function = start.function(of: kind).id
        let isGranted = grants.contains { $0.role == start.role && $0.function == function }
        let states = start.states.subtracting(kind.lifeCycle.states.map(\.id)).sorted()
        let fields = start.skipped.union(start.presets.keys).filter { kind.form[$0] == nil }.sorted()
        let required = start.skipped.filter { kind.form[$0]?.isRequired == true }.sorted()
        let unknown =
            states.map { "start \(start.title.en): no state \($0)" }
            + fields.map { "start \(start.title.en): no field \($0)" }
            + required.map { "start \(start.title.en): \($0) is required" }
        return isGranted ? unknown : ["start \(start.title.en): \(start.role.rawValue) is not granted \(function)"]
    }

    private func problems(_ model: DeviceModel) -> [String] {
        let events = model.events.filter { event($0) == nil }.map { "model \(model.id): no event \($0)" }
        let commands = model.commands.compactMap { one -> String? in
            guard let opposite = one.opposite else { return nil }
            let isMutual = model.commands.contains { $0.id == opposite && $0.opposite == one.id }
            return isMutual ? nil : "model \(model.id), command \(one.id): \(opposite) does not undo it"
        }
        return events + commands
    }

    private func problems(_ kind: Kind) -> [String] {
        let states = Set(kind.lifeCycle.states.map(\.id))
        var found: [String] = []
        for act in kind.acts {
            let wrong = Set(act.states + [act.to].compactMap(\.self)).subtracting(states)
            found += wrong.sorted().map { "kind \(kind.id), act \(act.id): no state \($0)" }
            if let field = act.assigns, act.form[field] == nil {
                found.append("kind \(kind.id), act \(act.id): no field \(field)")
            }
        }
        found += problems(facetsOf: kind)
        for field in kind.form.fields + kind.acts.flatMap(\.form.fields) {
            if let other = field.referredKind, self.kind(other) == nil {
                found.append("kind \(kind.id), field \(field.id): no kind \(other)")
            }
        }
        return found
    }

    private func problems(facetsOf kind: Kind) -> [String] {
        var found: [String] = []
        if let code = kind.code {
            let field = kind.form[code.field]
            let isRight = field?.writer == .program && field?.isFiltered == true
            if !isRight { found.append("kind \(kind.id): \(code.field) is no field for a code") }
            if code.act != KindAct.create, kind.act(code.act) == nil {
                found.append("kind \(kind.id): no act \(code.act)")
            }
        }
        if let outside = kind.outside {
            let fields = outside.fields + outside.presets.keys.sorted()
            found += fields.filter { kind.form[$0] == nil }.map { "kind \(kind.id): no field \($0)" }
            let filled = Set(fields)
            found += kind.form.asked.filter { $0.isRequired && !filled.contains($0.id) }.map {
                "kind \(kind.id): nobody outside fills in \($0.id)"
            }
            found += outside.acts.filter { kind.act($0) == nil }.map { "kind \(kind.id): no act \($0)" }
            if kind.placing == .nowhere || kind.placing == .tree { found.append("kind \(kind.id): it has no place") }
        }
        return found
    }

    /// Whether there are such items, and a list can be narrowed to them.
    private func names(_ many: Rule.Many, from subject: String?) -> Bool {
        switch many {
        case .items(let kind, let state, let words):
            guard let found = self.kind(kind), found.lifeCycle.state(state) != nil else { return false }
            return words.keys.allSatisfy { found.form[$0].map { $0.isFiltered && $0.secrecy == .open } == true }
        case .field(let path):
            var other = subject
            for part in path.split(separator: ".") {
                other = other.flatMap { kind($0)?.form[String(part)]?.referredKind }
            }
            return other != nil
        }
    }

    private func problems(_ rule: Rule) -> [String] {
        var found: [String] = []
        func expect(_ isThere: Bool, _ what: String) {
            if !isThere { found.append("rule \(rule.id): no \(what)") }
        }
        switch rule.trigger {
        case .reading(let model, let property, _):
            expect(self.model(model)?.property(property) != nil, "property \(model).\(property)")
        case .event(let events): for one in events { expect(event(one) != nil, "event \(one)") }
        case .state(let kind, let state), .overdue(let kind, let state):
            expect(self.kind(kind)?.lifeCycle.state(state) != nil, "state \(kind).\(state)")
        case .silence(let model): if let model { expect(self.model(model) != nil, "model \(model)") }
        case .clock(let minute): expect((0..<1440).contains(minute), "minute \(minute) in a day")
        }
        for action in rule.actions {
            switch action {
            case .event(let kind): expect(event(kind) != nil, "event \(kind)")
            case .open(let kind, let fields):
                for field in fields.keys.sorted() {
                    expect(self.kind(kind)?.form[field] != nil, "field \(kind).\(field)")
                }
            case .openEach(let kind, let many, let link, let fields):
                for field in [link] + fields.keys.sorted() {
                    expect(self.kind(kind)?.form[field] != nil, "field \(kind).\(field)")
                }
                expect(names(many, from: rule.subject), "such items: \(many)")
            case .command(let model, let command, _):
                expect(
                    self.model(model)?.commands.contains { $0.id == command } == true, "command \(model).\(command)")
            case .act(let act):
                expect(kinds.contains { $0.act(act) != nil }, "act \(act)")
            case .notify, .call: break
            }
        }
        return found
    }
}
