import Commons
import Rulebook

extension CommunityDesk {
    /// What an act does to the fields of the thing itself: what its form asks of them, and what a consent means.
    func settle(
        _ entry: inout ItemEntry, _ act: KindAct, on item: Item, _ kind: Kind, _ records: any CommunityRecords
    ) throws {
        let answers = entry.answers ?? [:]
        for field in act.writes where answers[field] != item.fields[field] {
            if let answer = answers[field] { entry.fields[field] = answer }
        }
        if let consent = kind.consent {
            let asked = answers[consent.purposes]?.list ?? []
            if act.id == consent.gives { try give(asked, consent, item, &entry) }
            if act.id == consent.withdraws { try withdraw(asked, consent, item, &entry) }
        }
        if let code = try code(kind, on: act.id, of: item.head.handler, records) {
            entry.fields[code.field] = code.value
        }
        if !entry.fields.isEmpty || entry.emptied != nil { entry.edition = try forms.edition(kind, records) }
    }

    private func give(_ asked: [String], _ consent: ConsentFacet, _ item: Item, _ entry: inout ItemEntry) throws {
        let before = item.fields[consent.purposes]?.list ?? []
        let new = asked.filter { !before.contains($0) }
        guard !new.isEmpty else {
            throw Refusal(.invalid, zh: "这些用途已经同意过", en: "this is agreed to already", place: consent.purposes)
        }
        entry.fields[consent.purposes] = .list(before + new)
    }

    private func withdraw(_ asked: [String], _ consent: ConsentFacet, _ item: Item, _ entry: inout ItemEntry) throws {
        let before = item.fields[consent.purposes]?.list ?? []
        guard !asked.isEmpty, asked.allSatisfy(before.contains) else {
            throw Refusal(
                .invalid, zh: "只能撤回同意过的用途", en: "only what was agreed to can be withdrawn", place: consent.purposes)
        }
        let left = before.filter { !asked.contains($0) }
        var emptied = consent.fields(beyond: left).filter { item.fields[$0] != nil }
        if left.isEmpty {
            emptied.insert(consent.purposes)
            if let way = consent.way, item.fields[way] != nil { emptied.insert(way) }
        } else {
            entry.fields[consent.purposes] = .list(left)
        }
        entry.emptied = emptied.isEmpty ? nil : emptied.sorted()
    }

    /// Keeps nothing that nobody agreed to, and nothing that is no longer agreed to, wherever it stood.
    func heed(_ consent: ConsentFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let agreed = change.after.fields[consent.purposes]?.list ?? []
        var details: [Refusal.Detail] = []
        for field in change.form.fields where change.act.fields[field.id] != nil {
            let purposes = consent.purposes(of: field.id)
            if purposes.isEmpty || purposes.contains(where: agreed.contains) { continue }
            let titles = purposes.map { purpose in
                change.form[consent.purposes]?.options.first { $0.id == purpose }?.title ?? .same(purpose)
            }.joined()
            details.append(
                Refusal.Detail(
                    field.id,
                    Phrase(
                        zh: "“\(field.title.zh)”须先取得本人对“\(titles.zh)”的同意",
                        en: "'\(field.title.en)' takes their consent to '\(titles.en)' first")))
        }
        if let way = consent.way, !agreed.isEmpty, change.after.fields[way] == nil, let field = change.form[way] {
            details.append(
                Refusal.Detail(
                    way, Phrase(zh: "请填写“\(field.title.zh)”", en: "say '\(field.title.en)' as well")))
        }
        guard details.isEmpty else {
            throw Refusal(
                .invalid, details.map(\.reason).joined(), place: details.count == 1 ? details[0].place : nil,
                details: details)
        }
        guard change.act.act == consent.withdraws else { return }
        let gone = Set(change.act.emptied ?? []).intersection(consent.keeps.values.joined())
        if !gone.isEmpty { try records.redact(gone, of: change.after.id) }
    }

    /// What only acts change is not changed with the rest.
    func refuseFixed(_ kind: Kind, _ form: Form, _ fields: Set<String>) throws {
        let fixed = kind.fixed.intersection(fields)
        guard let first = form.fields.first(where: { fixed.contains($0.id) }) else { return }
        throw Refusal(
            .invalid, zh: "“\(first.title.zh)”不能直接修改，请用相应的操作", en: "'\(first.title.en)' is changed by its act only",
            place: first.id)
    }
}
