extension Rule {
    /// Whether an observation is one that this rule can judge, with numbers in their ranges and ids that it knows.
    public func accepts(_ observation: Observation) -> Bool {
        guard judge(observation) != nil else { return false }
        let counts = 0...CountRule.mostCounted
        switch (observation, self) {
        case (.count(let seen), .count(let rule)):
            return counts.contains(seen.count) && Rule.known(seen.present, rule.kinds, seen.count)
        case (.count(let seen), .deduct(let rule)):
            return counts.contains(seen.count) && Rule.known(seen.present, rule.kinds, seen.count)
        case (.parts(let parts), .share(let rule)):
            guard let whole = parts[rule.whole], parts.values.allSatisfy(counts.contains) else { return false }
            return parts.allSatisfy { ([rule.whole] + rule.parts).contains($0.key) && $0.value <= whole }
        case (.entries(let entries), .list(let rule)):
            let kinds = Set(rule.kinds.map(\.id))
            return entries.allSatisfy {
                counts.contains($0.responses) && (0...max(0, $0.responses)).contains($0.satisfied)
                    && (kinds.isEmpty || $0.kind.isEmpty || kinds.contains($0.kind))
            }
        case (.measure(let measured), .steps(let rule)): return Rule.fits(measured, rule.measure)
        case (.measure(let measured), .linear(let rule)): return Rule.fits(measured, rule.measure)
        case (.measure(let measured), .target(let rule)): return Rule.fits(measured, rule.measure)
        case (.choice(let id), .choice(let rule)): return rule.options.contains { $0.id == id }
        case (.points(let points), .award(let rule)): return rule.allows(points)
        default: return true
        }
    }

    /// Each kind once, all of them known or named as another, and as many as were counted.
    private static func known(_ present: [String], _ kinds: [Named], _ count: Int) -> Bool {
        present.isEmpty
            || (present.count == count && Set(present).count == present.count
                && present.allSatisfy { id in
                    kinds.contains { $0.id == id }
                        || id.hasPrefix("other:") && id.dropFirst(6).contains { !$0.isWhitespace }
                })
    }

    /// A value where a value is asked for; two whole numbers where a ratio is.
    private static func fits(_ measured: Measured, _ measure: Measure) -> Bool {
        guard case .ratio = measure else { return measured.value != nil }
        let numbers = measured.shown.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        return numbers.count == 2 && numbers.allSatisfy { $0.map((0...CountRule.mostCounted).contains) ?? false }
    }
}
