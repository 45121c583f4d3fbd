import Commons
import Rulebook

extension Rule {
    /// The rule that an item says.
    /// - Throws: A `Refusal` with a detail for each field that has to change.
    init(_ item: Item, _ catalog: Catalog) throws(Refusal) {
        var reader = RuleReader(fields: item.fields, catalog: catalog, isPlaced: item.place != nil)
        let trigger = reader.trigger()
        let conditions = reader.conditions()
        let actions = reader.actions()
        guard reader.details.isEmpty, let trigger else {
            throw Refusal(
                .invalid, reader.details.map(\.reason).joined(),
                place: reader.details.count == 1 ? reader.details[0].place : nil, details: reader.details)
        }
        let name = item.head.title.isEmpty ? item.head.number : item.head.title
        self.init(item.id, zh: name, en: name, when: trigger, conditions, then: actions)
        organisation = item.head.handler
        place = item.place
    }
}
