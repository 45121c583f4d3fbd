import Commons

/// What a rule brings about that others can wait for.
enum RuleEffect: Hashable {
    case event(EventKind.Level, kind: String)
    /// An item came into a state. `values`: what its fields say, as far as it is known; `isWhole`: others say nothing.
    case came(kind: String, state: String, values: [String: String], isWhole: Bool)
    /// Devices of a model were told to do something.
    case told(model: String)
}

extension Rule {
    func effects(_ catalog: Catalog) -> [RuleEffect] {
        actions.flatMap { action -> [RuleEffect] in
            switch action {
            case .event(let id):
                guard let kind = catalog.event(id) else { return [] }
                let values = ["event": id, "level": kind.level.rawValue]
                let alarm = RuleEffect.came(
                    kind: Estate.alarm.id, state: Estate.alarm.firstState, values: values, isWhole: false)
                return [.event(kind.level, kind: id)] + (kind.level > .info ? [alarm] : [])
            case .open(let id, let fields):
                guard let kind = catalog.kind(id) else { return [] }
                // The device and whether it is a drill come from what set it off.
                let known = fields.filter { !$0.value.contains("{") }
                let isWhole = known.count == fields.count
                return [.came(kind: id, state: kind.firstState, values: known, isWhole: isWhole)]
            case .openEach(let id, _, _, let fields):
                guard let kind = catalog.kind(id) else { return [] }
                let known = fields.filter { !$0.value.contains("{") }
                return [.came(kind: id, state: kind.firstState, values: known, isWhole: false)]
            case .act(let id):
                guard let kind = subject.flatMap(catalog.kind), let state = kind.act(id)?.to else { return [] }
                return [.came(kind: kind.id, state: state, values: [:], isWhole: false)]
            case .command(let model, _, _): return [.told(model: model)]
            case .notify, .call: return []
            }
        }
    }

    /// The kind of the item that sets it off; nil: none does.
    public var subject: String? {
        switch trigger {
        case .event: Estate.alarm.id
        case .state(let kind, _), .overdue(let kind, _): kind
        case .reading, .silence, .clock: nil
        }
    }

    /// Whether it can be set off by what another one brings about, when, and whether for sure.
    func edge(from effect: RuleEffect) -> (isLate: Bool, isSure: Bool)? {
        switch (trigger, effect) {
        case (.event(let kinds), .event(let level, let kind)):
            let values = ["event": kind, "level": level.rawValue]
            return kinds.contains(kind) && canHold(values, isWhole: false) ? (false, true) : nil
        case (.state(let kind, let state), .came(let other, let there, let values, let isWhole)):
            return kind == other && state == there && canHold(values, isWhole: isWhole) ? (false, true) : nil
        case (.overdue(let kind, let state), .came(let other, let there, let values, let isWhole)):
            return kind == other && state == there && canHold(values, isWhole: isWhole) ? (true, true) : nil
        case (.reading(let model, _, _), .told(let other)): return model == other ? (true, false) : nil
        default: return nil
        }
    }

    private func canHold(_ values: [String: String], isWhole: Bool) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .hours: return true
            case .level(let least):
                guard let word = values["level"] else { return !isWhole }
                return EventKind.Level(rawValue: word).map { $0 >= least } ?? false
            case .field(let field, let word):
                guard let value = values[field] else { return !isWhole || ["device", "drill"].contains(field) }
                return value == word
            }
        }
    }

    /// Hours of the day that it holds in.
    var hours: Set<Int> {
        if case .clock(let minute) = trigger { return [minute / 60] }
        return Set(0..<24).filter { hour in
            conditions.allSatisfy { condition in
                guard case .hours(let from, let until) = condition else { return true }
                return from <= until ? (from..<until).contains(hour) : hour >= from || hour < until
            }
        }
    }

    /// Conditions but those on the hour.
    var otherConditions: [Condition] {
        conditions.filter { if case .hours = $0 { false } else { true } }
    }

    /// Whether one asks a field to be one thing and the other another.
    func excludes(_ other: Rule, _ catalog: Catalog) -> Bool {
        for case .field(let field, let word) in conditions {
            // What can be several things at once excludes nothing.
            if subject.flatMap(catalog.kind)?.form[field]?.isMultiple == true { continue }
            for case .field(field, let another) in other.conditions where another != word { return true }
        }
        return false
    }

    func commandsContrary(to other: Rule, _ catalog: Catalog) -> Bool {
        for case .command(let model, let command, _) in actions {
            let declared = catalog.model(model)?.commands ?? []
            for case .command(model, let another, _) in other.actions {
                let isContrary = declared.contains { one in
                    one.id == command && one.opposite == another || one.id == another && one.opposite == command
                }
                if isContrary { return true }
            }
        }
        return false
    }

    func actsContrary(to other: Rule, _ catalog: Catalog) -> Bool {
        guard let kind = subject.flatMap(catalog.kind), other.subject == kind.id else { return false }
        for case .act(let act) in actions {
            for case .act(let another) in other.actions {
                if let mine = kind.act(act)?.to, let theirs = kind.act(another)?.to, mine != theirs { return true }
            }
        }
        return false
    }
}

extension Rule.Trigger {
    /// Whether one and the same thing can set off both.
    func canCoincide(with other: Rule.Trigger) -> Bool {
        switch (self, other) {
        case (.reading(let model, let property, let one), .reading(let other, let another, let two)):
            model == other && property == another && one.overlaps(two)
        case (.event(let one), .event(let another)): !Set(one).isDisjoint(with: another)
        case (.state, .state), (.overdue, .overdue), (.clock, .clock): self == other
        case (.silence(let one), .silence(let another)): one == nil || another == nil || one == another
        default: false
        }
    }
}

extension Rule.Comparison {
    /// Whether a value can be found for which both hold.
    func overlaps(_ other: Rule.Comparison) -> Bool {
        switch (self, other) {
        case (.above(let low), .below(let high)), (.below(let high), .above(let low)): low < high
        case (.above, .above), (.below, .below): true
        case (.equal(let value), _): other.holds(value)
        case (_, .equal(let value)): holds(value)
        }
    }
}
