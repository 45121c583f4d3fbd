import Commons

extension CommunityDesk {
    /// An item before and after an act.
    struct Change {
        var kind: Kind
        var form: Form
        /// nil: it was entered.
        var before: Item?
        var after: Item
        var act: ItemEntry
        /// The act's id.
        var entry: String
        /// nil: a device or a rule.
        var person: String?
        var at: Instant
    }

    /// Does what the kind's facets promise, in the transaction of the act; what they forbid is refused.
    func heed(_ change: Change, _ records: any CommunityRecords) throws {
        if change.kind.id == Estate.rule.id { try heedRule(change, records) }
        if change.kind.id == Estate.model.id { try heedModel(change, records) }
        for facet in change.kind.facets {
            switch facet {
            case .relation(let facet): try heed(facet, change, records)
            case .consent(let facet): try heed(facet, change, records)
            case .slot(let facet): try heed(facet, change, records)
            case .audience(let facet): try heed(facet, change, records)
            case .money(let facet): try keepBooks(facet, change, records)
            // What they promise is done where things are entered.
            case .code, .outside: continue
            case .validity(let facet): try heed(facet, change)
            case .watch(let facet): try heed(facet, change, records)
            }
        }
    }
}
