public import Commons
import Rulebook

extension CommunityDesk {
    /// Things of a kind that refer to another one by one of their fields.
    public struct Related: Sendable {
        public var kind: Kind
        public var form: Form
        public var field: Field
        /// Relations that hold first, then the latest change first.
        public var items: [Item]
        public var hasMore: Bool
        /// What they name, by id.
        public var named: [String: Named]
    }

    /// How many of a kind and field are shown.
    public static let mostRelated = 20
    /// How many relations are looked through for those that hold.
    private static let mostLooked = 200

    /// What refers to an item, as far as the visitor may see it.
    public func related(to item: Item, _ visitor: Visitor) async throws -> [Related] {
        let (policy, today) = (policy(), surroundings.now().day.description)
        let kinds = catalog.kinds.map { ($0, policy.reach(visitor, $0.function(.read))) }.filter { !$0.1.isEmpty }
        return try await store.readCommunity { records in
            var all: [Related] = []
            for (kind, reach) in kinds {
                let form = try forms.current(kind, records)
                for field in form.fields where field.content == .reference(kind: item.head.kind) {
                    let items = try records.items(
                        ItemQuery(
                            kind: kind.id, reach: reach, values: [.init(field.id, item.id)],
                            limit: CommunityDesk.mostLooked))
                    if items.isEmpty { continue }
                    let shown = CommunityDesk.holdingFirst(items, kind, today).prefix(CommunityDesk.mostRelated)
                    all.append(
                        Related(
                            kind: kind, form: form, field: field, items: Array(shown),
                            hasMore: items.count > shown.count,
                            named: try CommunityDesk.names(in: shown, form, records)))
                }
            }
            return all
        }
    }

    private static func holdingFirst(_ items: [Item], _ kind: Kind, _ today: String) -> [Item] {
        guard let relation = kind.relation else { return items }
        func holds(_ item: Item) -> Bool { relation.standing(item, of: kind, on: today) == .holds }
        return items.filter(holds) + items.filter { !holds($0) }
    }
}
