import Commons
import Rulebook

extension CommunityDesk {
    /// A notice about an item, in the transaction of what it tells of.
    func tell(
        _ person: String, _ text: Phrase, _ item: Item, _ kind: Kind, at now: Instant, _ records: any CommunityRecords
    ) throws {
        try NoticePost.put(
            Notice(
                id: surroundings.newID(), person: person, at: now, kind: "item.\(kind.id)",
                subject: Phrase(
                    zh: "\(kind.title.zh) \(item.head.number)：\(item.head.title)",
                    en: "\(kind.title.en) \(item.head.number): \(item.head.title)"),
                body: text, link: "/community/\(kind.id)/\(item.id)"),
            in: records)
    }

    /// People of a role in the organisation that keeps an item's place.
    func people(_ role: Role, keeping item: Item, _ records: any CommunityRecords) throws -> [String] {
        try records.members(MemberQuery(organisation: item.head.handler, role: role)).map(\.person.id)
    }
}
