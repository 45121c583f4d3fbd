import Commons
import Rulebook

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

    /// A place has one file that is not put away.
    private func heedFile(_ change: Change, _ records: any CommunityRecords) throws {
        let (item, kind) = (change.after, change.kind)
        let isNew = change.before.map { $0.place != item.place || $0.state != item.state } ?? true
        guard isNew, kind.openStates.contains(item.state), let place = item.place else { return }
        let there = try records.items(
            ItemQuery(kind: kind.id, reach: [.all], states: kind.openStates.sorted(), at: place, limit: 2))
        guard let other = there.first(where: { $0.id != item.id }) else { return }
        throw Refusal(
            .conflict, zh: "此处已有\(kind.title.zh)：\(other.head.number)",
            en: "there is one here already: \(other.head.number)", place: "place")
    }

    /// Does what the kind's facets promise, in the transaction of the act; what they forbid is refused.
    func heed(_ change: Change, _ records: any CommunityRecords) throws {
        if change.kind.id == Estate.rule.id { try heedRule(change, records) }
        if change.kind.id == Estate.model.id { try heedModel(change, records) }
        if change.before == nil || change.act.act == KindAct.edit { try heedList(change) }
        for facet in change.kind.facets {
            switch facet {
            case .relation(let facet): try heed(facet, change, records)
            case .consent(let facet): try heed(facet, change, records)
            case .slot(let facet): try heed(facet, change, records)
            case .audience(let facet): try heed(facet, change, records)
            case .money(let facet): try keepBooks(facet, change, records)
            case .placeFile: try heedFile(change, records)
            // What they promise is done where things are entered.
            case .code, .outside: continue
            case .validity(let facet): try heed(facet, change)
            case .watch(let facet): try heed(facet, change, records)
            }
        }
    }
}
