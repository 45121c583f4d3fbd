public import Commons

extension CommunityDesk {
    /// Whether a visitor may say that something has to do with an item: it is of their organisation, or they may read
    /// it.
    public func mayName(_ item: Item, _ visitor: Visitor) -> Bool {
        visitor.memberships.contains { $0.organisation.isActive && $0.organisation.id == item.head.handler }
            || allowsReference(item, visitor)
    }

    /// What people call these items and people, by id; those that there are.
    public func names(items: Set<String>, people: Set<String>) async throws -> [String: Named] {
        if items.isEmpty, people.isEmpty { return [:] }
        return try await store.readCommunity { try CommunityDesk.names(items, people, $0) }
    }

    /// What the fields and places of items name, by id.
    public func names(in items: [Item], _ form: Form) async throws -> [String: Named] {
        try await store.readCommunity { try CommunityDesk.names(in: items, form, $0) }
    }

    static func names(
        in items: some Sequence<Item>, _ form: Form, _ records: any CommunityRecords
    ) throws -> [String: Named] {
        var (ids, people): (Set<String>, Set<String>) = ([], [])
        let persons = form.fields.filter { $0.content == .person }.map(\.id)
        for item in items {
            ids.formUnion(references(item.fields, form))
            if let place = item.place { ids.insert(place) }
            people.formUnion(persons.compactMap { item.fields[$0]?.text })
        }
        return try names(ids, people, records)
    }

    private static func names(
        _ items: Set<String>, _ people: Set<String>, _ records: any CommunityRecords
    ) throws -> [String: Named] {
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
