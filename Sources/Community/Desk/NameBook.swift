import Commons

/// Items that were named by their id or number, looked up once.
struct NameBook {
    private struct Name: Hashable {
        var kind: String
        var text: String
    }

    private var known: [Name: Item?] = [:]

    /// nil: there is none of this kind.
    mutating func item(_ text: String, of kind: String, _ records: any CommunityRecords) throws -> Item? {
        let name = Name(kind: kind, text: text)
        if let found = known[name] { return found }
        var found = try records.item(kind: kind, number: text)
        if found == nil, CommunityDesk.isID(text) { found = try records.item(text) }
        if found?.head.kind != kind { found = nil }
        known[name] = .some(found)
        return found
    }

    /// One that was entered a moment ago.
    mutating func add(_ item: Item) {
        known[Name(kind: item.head.kind, text: item.head.number)] = .some(item)
    }
}
