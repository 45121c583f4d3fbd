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

    /// Of a place's file: relations that lead to the place, such as who owns and lives in it.
    public func tied(toPlaceOf item: Item, _ visitor: Visitor) async throws -> [Related] {
        guard catalog.kind(item.head.kind)?.isPlaceFile == true, let id = item.place,
            let place = try await store.readCommunity({ try $0.item(id) })
        else { return [] }
        return try await related(to: place, visitor).filter { $0.kind.relation?.targets.contains($0.field.id) == true }
    }

    /// Files of the places that an item is tied to now, with their kinds.
    public func files(ofPlacesOf item: Item, _ visitor: Visitor) async throws -> [(kind: Kind, items: [Item])] {
        let (policy, today) = (policy(), surroundings.now().day.description)
        let ties = try await related(to: item, visitor).filter {
            $0.kind.relation?.sources.contains($0.field.id) == true
        }
        let places = Set(
            ties.flatMap { tie in
                tie.items.filter { tie.kind.relation?.standing($0, of: tie.kind, on: today) == .holds }
                    .compactMap { tie.kind.relation?.other($0, than: item.id) }
            }
        ).sorted()
        let kinds = catalog.kinds.filter(\.isPlaceFile).map { ($0, policy.reach(visitor, $0.function(.read))) }
        return try await store.readCommunity { records in
            try kinds.compactMap { kind, reach in
                let items = try places.flatMap { place in
                    try records.items(
                        ItemQuery(kind: kind.id, reach: reach, states: kind.openStates.sorted(), at: place, limit: 2))
                }
                return items.isEmpty ? nil : (kind, items)
            }
        }
    }

    private static func holdingFirst(_ items: [Item], _ kind: Kind, _ today: String) -> [Item] {
        guard let relation = kind.relation else { return items }
        func holds(_ item: Item) -> Bool { relation.standing(item, of: kind, on: today) == .holds }
        return items.filter(holds) + items.filter { !holds($0) }
    }
}
