import Commons

extension CommunityDesk {
    /// Ids of items in which a personal field is this very text: for those who may look at such fields. Others would
    /// learn from it whether somebody they know of is here.
    func found(by text: String, _ kind: Kind, _ visitor: Visitor) async throws -> [String] {
        guard !text.isEmpty, !kind.form.personal.isEmpty, policy().decide(visitor, kind.function(.look)).isAllowed
        else { return [] }
        let reach = try reach(kind.function(.look), visitor)
        let found = try await store.readCommunity { records in
            let sought = try forms.current(kind, records).fields.compactMap { field in
                field.sought(text).map { ItemQuery.Value(field.id, $0) }
            }
            return sought.isEmpty ? [] : try records.items(of: kind.id, having: sought, reach: reach)
        }
        if found.isEmpty { return [] }
        // Whom it led to stands in the journal, whichever page of the list is looked at: counts tell of them as well.
        try await store.write { records in
            for id in found { try records.note(JournalNote("personal.find", on: "case/\(id)")) }
        }
        return found
    }

    /// Makes anew what lists are narrowed by and people found by, where a declaration or the key in use has changed.
    /// What is entered meanwhile has it already.
    /// - Returns: how many items there were.
    @discardableResult
    public func keepIndexes(batch: Int = 500) async throws -> Int {
        var total = 0
        for kind in catalog.kinds {
            var after: ItemQuery.Cursor?
            repeat {
                let from = after
                let items = try await store.writeCommunity { records -> [Item] in
                    let form = try forms.current(kind, records)
                    let fields = form.fields.filter(\.isIndexed).map(\.id)
                    if from == nil, try records.isIndexed(kind.id, by: fields) { return [] }
                    let personal = try forms.personal(kind, records)
                    let items = try records.items(
                        ItemQuery(kind: kind.id, reach: [.all], order: .number, after: from, limit: batch))
                    for item in items {
                        try records.putIndex(CommunityDesk.index(item, form), of: item, personal: personal)
                    }
                    if items.count < batch { try records.setIndexed(kind.id, by: fields) }
                    return items
                }
                total += items.count
                after = items.count < batch ? nil : items.last.map { .init(key: $0.head.number, id: $0.id) }
            } while after != nil && !Task.isCancelled
        }
        return total
    }
}
