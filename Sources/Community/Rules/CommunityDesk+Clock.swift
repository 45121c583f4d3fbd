import Commons

extension CommunityDesk {
    /// Asks the rules that wait for a time of the day: once a day and organisation, and once later the same day where
    /// nothing ran at that time. One that is new waits for its next time.
    /// - Returns: how many times a rule ran.
    func askOfTheHour(_ all: [Rule]) async throws -> Int {
        var count = 0
        for rule in all {
            guard case .clock(let minute) = rule.trigger else { continue }
            let now = surroundings.now()
            count += try await store.writeCommunity { records in
                let marks = try records.ruleMarks(of: rule.id)
                let isDue = now.minuteOfDay >= minute
                var runs = 0
                for home in try homes(rule, records) {
                    let mark = marks[home.handler]
                    if mark == nil {
                        let seen = now.dayNumber - (isDue ? 0 : 1)
                        try records.markRule(rule.id, home.handler, Int64(seen))
                    } else if isDue, mark ?? 0 < Int64(now.dayNumber) {
                        try records.markRule(rule.id, home.handler, Int64(now.dayNumber))
                        let place = try rule.place.flatMap { try records.item($0) }
                        let signal = Signal.clock(place: place, home)
                        guard rule.conditions.allSatisfy({ $0.holds(signal, at: now) }) else { continue }
                        var chain = RuleChain(start: now, isDrill: false)
                        guard case .run = chain.enter(rule) else { continue }
                        try run(rule, signal, cause: now.shown, &chain, records)
                        runs += 1
                    }
                }
                return runs
            }
        }
        return count
    }

    private func homes(_ rule: Rule, _ records: any CommunityRecords) throws -> [Home] {
        if let organisation = rule.organisation {
            guard let found = try records.organisation(organisation), found.isActive else { return [] }
            return [Home(opener: found.id, handler: found.id, region: found.region)]
        }
        return try records.keepers().map {
            Home(opener: $0.organisation, handler: $0.organisation, region: $0.region)
        }
    }
}

extension Instant {
    /// 0...1,439, Beijing time.
    var minuteOfDay: Int { Int((milliseconds / 60_000 + 8 * 60) % 1440) }
}
