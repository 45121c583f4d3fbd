import Commons
import Rulebook

extension CommunityLimits {
    /// People that one notice is delivered to.
    public static let recipients = 20_000
}

extension Kind {
    /// Whom it goes to, if it does.
    public var audience: AudienceFacet? {
        facets.lazy.compactMap { if case .audience(let facet) = $0 { facet } else { nil } }.first
    }
}

extension AudienceFacet {
    /// nil: it is not out, or it goes on until somebody ends it.
    func end(of item: Item) -> Instant? {
        guard item.state == state, let at = item.fields[until]?.number else { return nil }
        return Instant(milliseconds: Int64(at))
    }

    /// Whether it can be answered.
    func isOpen(_ item: Item, at now: Instant) -> Bool {
        item.state == state && end(of: item).map { now < $0 } ?? true
    }

    func isSecret(_ item: Item) -> Bool { item.fields[secret]?.flag ?? false }
}

extension CommunityDesk {
    /// Delivers what is published; what is out stays as people have read it.
    func heed(_ facet: AudienceFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let after = change.after
        _ = try Questionnaire.form(of: after, facet, title: after.head.title)
        guard after.state == facet.state else { return }
        let isNew = change.before?.state != facet.state
        let touched = Set(change.act.fields.keys).union(change.act.emptied ?? [])
        guard isNew || touched.isSubset(of: [facet.until]) else {
            throw Refusal(
                .locked, zh: "已经发布，只能改截止时间；需要改内容请撤回后重新发布",
                en: "it is out: only its end can be changed; withdraw it and publish another one")
        }
        if isNew || !touched.isEmpty {
            if facet.asks != nil, facet.end(of: after) == nil {
                throw Refusal(.invalid, zh: "请填写截止时间", en: "say when it ends", place: facet.until)
            }
            guard facet.isOpen(after, at: change.at) else {
                throw Refusal(.invalid, zh: "截止时间已经过去", en: "its end is over", place: facet.until)
            }
        }
        if isNew { try deliver(facet, change, records) }
    }

    private func deliver(_ facet: AudienceFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let (item, kind) = (change.after, change.kind)
        let roles = (item.fields[facet.roles]?.words ?? []).compactMap(Role.init)
        let people = Set(try roles.flatMap { try self.people($0, keeping: item, records) }).sorted()
        guard !people.isEmpty else {
            throw Refusal(.invalid, zh: "没有人收到：本单位没有这些角色的人员", en: "it is for nobody", place: facet.roles)
        }
        guard people.count <= CommunityLimits.recipients else {
            throw Refusal(
                .tooLarge, zh: "收件人超过 \(CommunityLimits.recipients) 人",
                en: "it is for more than \(CommunityLimits.recipients) people", place: facet.roles)
        }
        try records.add(people.map { Receipt(item: item.id, person: $0, deliveredAt: change.at) })
        let subject = Phrase(
            zh: "\(kind.title.zh)：\(item.head.title)", en: "\(kind.title.en): \(item.head.title)")
        let body =
            facet.asks == nil
            ? Phrase(zh: "请阅读", en: "please read it") : Phrase(zh: "请在截止前答复", en: "please answer before it ends")
        for person in people {
            try NoticePost.put(
                Notice(
                    id: surroundings.newID(), person: person, at: change.at, kind: "item.\(kind.id)",
                    subject: subject, body: body, link: CommunityDesk.messages + "/" + item.id), in: records)
        }
    }

    /// Where people read what was delivered to them.
    public static var messages: String { "/messages" }

    /// Ends what is out and over; gives how many.
    func endAudiences(at now: Instant) async throws -> Int {
        var count = 0
        for kind in catalog.kinds {
            guard let facet = kind.audience, let end = kind.act(facet.end) else { continue }
            count += try await store.writeCommunity { records in
                let over = try records.overdueItems(
                    kind: kind.id, state: facet.state, before: now, rule: nil, limit: 500)
                for item in over {
                    _ = try perform(
                        end, on: item, kind, [:], entry: surroundings.newID(), by: nil, at: now, records)
                }
                return over.count
            }
        }
        return count
    }
}
