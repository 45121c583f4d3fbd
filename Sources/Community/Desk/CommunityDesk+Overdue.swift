import Commons

extension CommunityDesk {
    /// Asks the rules that wait for items that are longer in a state than its term; each item and state once.
    /// - Returns: how many rules ran.
    @discardableResult
    public func remindOfTerms() async throws -> Int {
        let now = surroundings.now()
        var count = 0
        let all = try await store.readCommunity { try rules.contents($0).all }
        for rule in all {
            guard case .overdue(let kind, let state) = rule.trigger else { continue }
            count += try await store.writeCommunity { records in
                let late = try records.overdueItems(kind: kind, state: state, before: now, rule: rule, limit: 500)
                for item in late where rule.answers(.overdue(item), at: now) {
                    var chain = RuleChain(start: now, isDrill: item.fields["drill"]?.flag ?? false)
                    guard case .run = chain.enter(rule) else { continue }
                    try records.markEscalated(item, rule: rule.id)
                    let cause = "\(item.head.number) \(item.head.title)"
                    try run(rule, .overdue(item), cause: cause, &chain, records)
                }
                return late.count
            }
        }
        return try await count + endAudiences(at: now) + askOfSilence(all) + askOfTheHour(all)
    }
}
