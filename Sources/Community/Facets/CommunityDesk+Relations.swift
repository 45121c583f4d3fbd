import Commons
import Rulebook

extension CommunityDesk {
    /// Ties two things of one organisation, for a time that is one, and says nothing that was said already.
    func heed(_ relation: RelationFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let (item, form) = (change.after, change.form)
        let source = try end(relation.sources, item, form)
        let target = try end(relation.targets, item, form)
        guard source.id != target.id else {
            throw refusal(target.field, "不能与自己建立关系", "is the same at both ends", form)
        }
        let ends = try records.items([source.id, target.id])
        guard ends.values.allSatisfy({ $0.head.handler == item.head.handler }) else {
            throw refusal(source.field, "与另一方不属于同一单位", "belongs to another organisation than the other end", form)
        }
        let span = relation.span(item)
        guard span.since <= span.until else {
            throw refusal(relation.until, "不能早于开始日期", "lies before the first day", form)
        }
        if let before = change.before, before.fields[relation.until] != item.fields[relation.until],
            relation.span(before).until < change.at.day.description
        {
            throw Refusal(
                .locked, zh: "这一关系已经结束，不再更改；登记有误时请作废后重新登记",
                en: "this has ended and stays as it is; where it was a mistake, cancel it and enter it anew",
                place: relation.until)
        }
        guard change.kind.openStates.contains(item.state) else { return }
        var asked = ItemQuery(
            kind: change.kind.id, reach: [.all], states: change.kind.openStates.sorted(),
            values: [.init(source.field, source.id), .init(target.field, target.id)], order: .number, limit: 100_000)
        if let type = relation.type, let word = item.fields[type]?.words.first {
            asked.values.append(.init(type, word))
        }
        let twice = try records.items(asked).first { other in
            let there = relation.span(other)
            return other.id != item.id && there.since <= span.until && span.since <= there.until
        }
        if let twice {
            throw Refusal(
                .conflict, zh: "同一时间已有相同的关系：\(twice.head.number)",
                en: "the same is there for some of that time: \(twice.head.number)", place: relation.since)
        }
    }

    private func end(_ fields: [String], _ item: Item, _ form: Form) throws -> (field: String, id: String) {
        let filled = fields.compactMap { field in item.fields[field]?.text.map { (field: field, id: $0) } }
        guard filled.count == 1 else {
            let titles = fields.compactMap { form[$0]?.title }.joined()
            throw Refusal(
                .invalid, zh: "“\(titles.zh)”必须且只能填一项", en: "fill in exactly one of: \(titles.en)",
                place: filled.last?.field ?? fields.first)
        }
        return filled[0]
    }

    private func refusal(_ field: String, _ zh: String, _ en: String, _ form: Form) -> Refusal {
        let title = form[field]?.title
        return Refusal(.invalid, zh: "“\(title?.zh ?? field)”\(zh)", en: "'\(title?.en ?? field)' \(en)", place: field)
    }

    /// Whose a new thing is: of whoever keeps its place, and a relation of whoever keeps what it leads to.
    func home(
        of kind: Kind, _ values: [String: FormValue], place: Item?, _ visitor: Visitor, _ records: any CommunityRecords
    ) throws -> Home {
        if let target = kind.relation?.targets.compactMap({ values[$0]?.text }).first,
            let found = try records.item(target)
        {
            return home(of: found)
        }
        return try home(of: place, visitor)
    }

    func home(
        of kind: Kind, _ values: [String: FormValue], place: String?, _ visitor: Visitor,
        _ records: any CommunityRecords
    ) throws -> Home {
        try home(of: kind, values, place: place.flatMap { try records.item($0) }, visitor, records)
    }
}
