import Commons

extension CommunityDesk {
    /// What people call these items and people, by id; those that there are.
    public func names(items: Set<String>, people: Set<String>) async throws -> [String: Named] {
        if items.isEmpty, people.isEmpty { return [:] }
        return try await store.readCommunity { records in
            var named = try records.items(items).mapValues { Named($0) }
            let all = people.sorted()
            // A database takes so many values in one question.
            for start in stride(from: 0, to: all.count, by: 500) {
                for person in try records.people(Set(all[start..<min(start + 500, all.count)])) {
                    named[person.id] = Named(person)
                }
            }
            return named
        }
    }
}
