public import Commons
import Rulebook

/// How many there may be of what people write.
extension CommunityLimits {
    /// Rules of an organisation that hold at once.
    public static let rules = 200
}

extension CommunityDesk {
    /// What is to be said of a rule, for its page.
    public struct RuleReport: Sendable {
        /// nil: it makes no rule as it stands.
        public var rule: Rule?
        /// Why it makes none.
        public var problem: Refusal?
        public var findings: [RuleFinding] = []
        /// Newest first.
        public var runs: [RuleRun] = []
    }

    public func ruleReport(_ id: String, _ visitor: Visitor) async throws -> RuleReport {
        try await store.readCommunity { records in
            let kind = try kind(Estate.rule.id)
            let item = try found(id, of: kind, records)
            try demand(kind.function(.read), visitor, item)
            var report = RuleReport()
            do {
                let rule = try Rule(item, catalog)
                report.rule = rule
                report.findings = try findings(of: rule, records)
            } catch let refusal as Refusal {
                report.problem = refusal
            }
            report.runs = try records.ruleRuns(RuleRunQuery(rule: item.id, limit: 20))
            return report
        }
    }

    /// Rules that people of the visitor's organisations wrote and that hold.
    public func writtenRules(_ visitor: Visitor) async throws -> [Rule] {
        let organisations = try organisations(CommunityFunction.rules, visitor)
        return try await store.readCommunity { records in
            try rules.contents(records).all.filter { rule in
                guard let own = rule.organisation else { return false }
                return organisations?.contains(own) ?? true
            }
        }
    }

    /// A rule beside all that hold for the same organisation.
    func findings(of rule: Rule, _ records: any CommunityRecords) throws -> [RuleFinding] {
        let others = try others(rule, records)
        var around: [String: [String]] = [:]
        for place in Set(([rule] + others).compactMap(\.place)) { around[place] = try records.spacesAround(place) }
        let spaces = around
        let graph = RuleGraph([rule] + others, catalog) { one, other in
            guard let one, let other else { return true }
            return spaces[one]?.contains(other) == true || spaces[other]?.contains(one) == true
        }
        return graph.findings(of: 0)
    }

    private func others(_ rule: Rule, _ records: any CommunityRecords) throws -> [Rule] {
        try rules.contents(records).all.filter { other in
            other.id != rule.id && (other.organisation == nil || other.organisation == rule.organisation)
        }
    }

    // MARK: Within a transaction

    /// A rule that was entered, changed, or made to hold or not.
    func heedRule(_ change: Change, _ records: any CommunityRecords) throws {
        let isActive = change.after.state == Estate.ruleActive
        let wasActive = change.before?.state == Estate.ruleActive
        if isActive || [KindAct.create, KindAct.edit].contains(change.act.act) {
            let rule = try Rule(change.after, models.catalog(records))
            if let person = change.person { try demandRights(rule, person, records) }
            if isActive {
                let others = try others(rule, records)
                guard others.count(where: { $0.organisation != nil }) < CommunityLimits.rules else {
                    throw Refusal(
                        .invalid, zh: "一个单位最多启用 \(CommunityLimits.rules) 条规则",
                        en: "at most \(CommunityLimits.rules) rules of an organisation hold at once")
                }
                let bad = try findings(of: rule, records).filter { $0.severity == .refused }
                guard bad.isEmpty else { throw Refusal(.invalid, bad.map(\.words).joined()) }
                // What it saw to before it was changed or paused is over.
                if !wasActive || change.act.act == KindAct.edit { try records.dropRuleMarks(of: rule.id) }
            }
        }
        if isActive || wasActive { try records.raiseRuleVersion() }
    }

    /// A rule does nothing that whoever writes it may not do themselves.
    private func demandRights(_ rule: Rule, _ person: String, _ records: any CommunityRecords) throws {
        let writer = Visitor(person: try records.person(person), memberships: try records.memberships(of: person))
        func demand(_ function: Function, _ field: String) throws {
            guard policy().decide(writer, function).isAllowed else {
                throw Refusal(
                    .invalid, zh: "规则不能做您自己无权做的事：\(function.title.zh)",
                    en: "a rule does nothing that you may not do: \(function.title.en)", place: field)
            }
        }
        if let kind = rule.subject.flatMap(catalog.kind) {
            try demand(kind.function(.read), kind.id == Estate.alarm.id ? "events" : "state")
        }
        for action in rule.actions {
            switch action {
            case .event: try demand(CommunityFunction.sendReadings, "raise")
            case .open(let id, _), .openEach(let id, _, _, _):
                if let kind = catalog.kind(id) { try demand(kind.function(.create), "order") }
            case .act(let id):
                if let kind = rule.subject.flatMap(catalog.kind), let act = kind.act(id) {
                    try demand(kind.function(act.verb), "act")
                }
            case .command: try demand(Estate.device.function(.handle), "command")
            case .notify, .call: continue
            }
        }
    }
}
