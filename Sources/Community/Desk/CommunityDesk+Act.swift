public import Commons
import Rulebook

extension CommunityDesk {
    /// Enters a thing of a kind. The same `id` sent twice by the same person enters it once.
    public func create(_ kind: Kind, _ draft: Draft, id: String, by visitor: Visitor) async throws -> Opened {
        guard CommunityDesk.isID(id) else { throw CommunityDesk.noID }
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let form = try forms.current(kind, records)
            let values = try resolved(
                form.read { draft.texts[$0.id] ?? [] }, form, visitor, records, owner: kind.owner)
            let place = try place(draft.place, kind, visitor, records) ?? seat(kind, values, records)?.id
            if let there = try records.item(id) {
                let earlier = try again(id, there, KindAct.create, visitor, records)
                // What the program made with it nobody sends.
                let sent = earlier?.fields.filter { $0.key != kind.code?.field }
                guard there.head.kind == kind.id, sent == values, earlier?.place == place else {
                    throw CommunityDesk.used
                }
                return try opened(there, kind, visitor, records)
            }
            let home = try home(of: kind, values, place: place, visitor, records)
            let item = try enter(
                kind, values, place: place, home: home, id: id, entry: id, by: visitor.person?.id, at: now, records)
            try demand(kind.function(.create), visitor, item)
            var chain = RuleChain(start: now, isDrill: false)
            try signal(.state(item), &chain, records)
            return try opened(try records.item(id) ?? item, kind, visitor, records)
        }
    }

    /// Changes fields or the place of an item.
    /// `expected`: the version that the change rests on.
    public func edit(
        _ id: String, of kind: Kind, _ draft: Draft, entry: String, expected: Int?, by visitor: Visitor
    ) async throws -> Opened {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(.edit), visitor, item)
            let isAgain = try again(entry, item, KindAct.edit, visitor, records) != nil
            if !isAgain {
                try check(expected, item)
                guard kind.openStates.contains(item.state) else {
                    throw Refusal(.locked, zh: "已经结束，不能再修改", en: "it is over and cannot be changed")
                }
            }
            let form = try forms.current(kind, records)
            let known = item.fields.filter { form[$0.key] != nil }
            let values = try resolved(
                form.read(before: known) { draft.texts[$0.id] }, form, visitor, records, owner: kind.owner)
            let changed = values.filter { item.fields[$0.key] != $0.value }
            let emptied = known.keys.filter { values[$0] == nil }.sorted()
            try refuseFixed(kind, form, Set(changed.keys).union(emptied))
            var place: String?
            if let wanted = draft.place {
                let there = try self.place(wanted, kind, visitor, records)
                if there != item.place { place = there }
            }
            if changed.isEmpty, emptied.isEmpty, place == nil { return try opened(item, kind, visitor, records) }
            // Sent again, what was asked for is there; anything else is another change under the same id.
            if isAgain { throw CommunityDesk.used }
            let act = ItemEntry(
                act: KindAct.edit, edition: try forms.edition(kind, records), fields: changed,
                emptied: emptied.isEmpty ? nil : emptied, place: place, state: item.state,
                owner: kind.owner(values, before: item.fields))
            let after = try append(act, to: item, kind, id: entry, by: visitor.person?.id, at: now, records)
            return try opened(after, kind, visitor, records)
        }
    }

    /// Does one of the kind's acts.
    /// - `expected`: the version that it rests on; nil: the act does not change what others write.
    public func perform(
        _ act: KindAct, on id: String, of kind: Kind, _ draft: Draft, entry: String, expected: Int?,
        by visitor: Visitor
    ) async throws -> Opened {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(act.verb), visitor, item)
            let answers = try resolved(act.form.read { draft.texts[$0.id] ?? [] }, act.form, visitor, records)
            if let earlier = try again(entry, item, act.id, visitor, records) {
                guard earlier.answers ?? [:] == answers else { throw CommunityDesk.used }
                return try opened(item, kind, visitor, records)
            }
            if let obstacle = kind.lifeCycle.obstacle(to: act.id, in: item.state) { throw obstacle }
            try check(expected, item)
            if let validity = kind.validity { try demand(validity, act, on: item, at: now) }
            if let match = act.matches { try demand(match, answers, act.form, item, records) }
            let after = try perform(
                act, on: item, kind, answers, entry: entry, by: visitor.person?.id, at: now, records)
            if after.state != item.state {
                var chain = RuleChain(start: now, isDrill: after.fields["drill"]?.flag ?? false)
                try signal(.state(after), &chain, records)
            }
            return try opened(try records.item(id) ?? after, kind, visitor, records)
        }
    }

    func perform(
        _ act: KindAct, on item: Item, _ kind: Kind, _ answers: [String: FormValue], entry: String,
        by person: String?, at now: Instant, _ records: any CommunityRecords
    ) throws -> Item {
        let assigned = act.assigns.flatMap { answers[$0]?.text }.map { [$0] }
        var written = ItemEntry(
            act: act.id, edition: item.edition, answers: answers.isEmpty ? nil : answers, state: act.to ?? item.state,
            assigned: assigned)
        try settle(&written, act, on: item, kind, records)
        let after = try append(written, to: item, kind, id: entry, by: person, at: now, records)
        for person in Set(assigned ?? []).subtracting([person].compactMap(\.self)) {
            try tell(
                person, Phrase(zh: "交给您办理：\(after.head.title)", en: "handed to you: \(after.head.title)"), after,
                kind, at: now, records)
        }
        try tellOwner(of: item, after, kind, by: person, at: now, records)
        return after
    }

    /// Whoever entered it hears that it has come where they have a say.
    private func tellOwner(
        of before: Item, _ after: Item, _ kind: Kind, by person: String?, at now: Instant,
        _ records: any CommunityRecords
    ) throws {
        guard before.state != after.state, let owner = after.owner, owner != person, kind.slot == nil,
            let state = kind.lifeCycle.state(after.state),
            kind.acts.contains(where: { $0.verb == .create && $0.states.contains(after.state) })
        else { return }
        let text = Phrase(zh: "现在的状态：\(state.title.zh)", en: "it is now: \(state.title.en)")
        try tell(owner, text, after, kind, at: now, records)
    }

    private func demand(
        _ match: KindAct.Match, _ answers: [String: FormValue], _ form: Form, _ item: Item,
        _ records: any CommunityRecords
    ) throws {
        var there: Item? = item
        if let reference = match.reference {
            there = try item.fields[reference]?.text.flatMap { try records.item($0) }
        }
        guard let wanted = there?.fields[match.field], wanted == answers[match.answer] else {
            let title = form[match.answer]?.title ?? Phrase(zh: match.answer, en: match.answer)
            guard match.reference != nil else {
                throw Refusal(
                    .invalid, zh: "“\(title.zh)”不正确", en: "'\(title.en)' is wrong", place: match.answer)
            }
            throw Refusal(
                .invalid, zh: "“\(title.zh)”与登记的不一致，请核对是否在正确的位置",
                en: "'\(title.en)' is not what is on record; check that this is the right place",
                place: match.answer)
        }
    }

    // MARK: Writing

    /// What is the same for all items that are entered at once.
    struct Mass {
        var form: Form
        var edition: Int
    }

    /// Enters an item, whoever does it: a person, a device or a rule.
    /// - Parameter mass: nil: it is entered alone.
    func enter(
        _ kind: Kind, _ values: [String: FormValue], place: String?, home: Home, id: String, entry: String,
        by person: String?, at now: Instant, _ records: any CommunityRecords, mass: Mass? = nil
    ) throws -> Item {
        var values = values
        if let code = try code(kind, on: KindAct.create, of: home.handler, records) { values[code.field] = code.value }
        let number: String
        switch kind.numbering {
        case .counted(let prefix):
            let year = now.day.year
            let count = String(try records.nextNumber(kind: kind.id, year: year))
            number = "\(prefix)-\(year)-" + String(repeating: "0", count: max(0, 6 - count.utf8.count)) + count
        case .field(let field): number = values[field]?.words.first ?? id
        }
        let head = CaseHead(
            id: id, kind: kind.id, number: number, title: "", state: "", sequence: 0, opener: home.opener,
            handler: home.handler, region: home.region, openedAt: now, changedAt: now, due: nil)
        let blank = Item(head: head, edition: 0, fields: [:], place: nil, owner: person, assigned: [], since: now)
        let act = ItemEntry(
            act: KindAct.create, edition: try mass?.edition ?? forms.edition(kind, records), fields: values,
            place: place, state: try beginning(kind, values, records), owner: kind.owner(values))
        return try append(act, to: blank, kind, id: entry, by: person, at: now, records, mass: mass)
    }

    /// Enters an item of what a device says of itself. What else people are asked of it is theirs to add.
    /// - Parameter program: what only the program writes.
    func enter(
        _ kind: Kind, _ texts: [String: String], program: [String: FormValue] = [:], place: String?, home: Home,
        at now: Instant, _ records: any CommunityRecords
    ) throws -> Item {
        let form = Form(try forms.current(kind, records).fields.filter { texts[$0.id] != nil })
        let values = try form.read { texts[$0.id].map { [$0] } }.merging(program) { _, own in own }
        let id = surroundings.newID()
        return try enter(
            kind, values, place: place, home: home, id: id, entry: id, by: nil, at: now, records)
    }

    @discardableResult
    func append(
        _ act: ItemEntry, to item: Item, _ kind: Kind, id: String, by person: String?, at now: Instant,
        _ records: any CommunityRecords, mass: Mass? = nil
    ) throws -> Item {
        guard CommunityDesk.isID(id) else { throw CommunityDesk.noID }
        // Clocks of nodes differ, but a journal never goes back.
        let at = max(now, item.head.changedAt)
        var after = item.applying(act, at: at)
        let form = try mass?.form ?? forms.current(kind, records)
        after.head.title = CommunityDesk.title(of: after, kind, form)
        after.head.due = kind.lifeCycle.state(after.state)?.due(from: after.since, surroundings.calendar())
        if let end = kind.audience?.end(of: after) { after.head.due = end }
        if let validity = kind.validity, validity.states.contains(after.state), let end = validity.end(of: after) {
            after.head.due = end
        }
        if case .field(let field) = kind.numbering { after.head.number = after.fields[field]?.words.first ?? item.id }
        let personal = try mass?.form.personal ?? forms.personal(kind, records)
        let touches = Set(act.fields.keys).union((act.answers ?? [:]).keys)
        let entry = CaseEntry(
            caseID: item.id, sequence: after.head.sequence, id: id, at: at, person: person,
            organisation: item.head.opener, act: act.act, data: Array(try CanonicalJSON.encode(act)),
            isPersonal: !touches.isDisjoint(with: personal.union(kind.act(act.act)?.form.personal ?? [])))
        try records.append(entry, after, personal: personal, index: CommunityDesk.index(after, form))
        if kind.placing == .tree, item.head.sequence == 0 || item.place != after.place {
            try putSpace(after, records)
        }
        let isNew = item.head.sequence == 0
        try heed(
            Change(
                kind: kind, form: form, before: isNew ? nil : item, after: after, act: act, entry: id, person: person,
                at: at),
            records)
        // Whoever enters many says so once, at the end.
        if mass != nil { return after }
        // What was booked may have settled the item itself.
        if kind.facets.contains(where: \.settles) { after = try records.item(item.id) ?? after }
        if kind.tellsOfDevices { try records.raiseDeviceVersion(for: item.id, at: at) }
        if CommunityDesk.isOver(after), item.state != after.state { try records.removeDeviceKeys(of: item.id) }
        if kind.id == Estate.alarm.id, !kind.openStates.contains(after.state) {
            _ = try records.dropAlarm(of: after.id)
        }
        try records.announce("\(kind.id)/\(item.id)", on: CommunityDesk.channel)
        return after
    }

    /// What pages listen to: the kind and the id of what changed.
    public static let channel = "community"

    private func putSpace(_ space: Item, _ records: any CommunityRecords) throws {
        if let outer = space.place {
            let around = try records.spacesAround(outer)
            guard !around.contains(space.id) else {
                throw Refusal(
                    .invalid, zh: "空间不能放在自己里面", en: "a space cannot lie within itself", place: "place")
            }
            guard around.count < CommunityLimits.depth else {
                throw Refusal(
                    .invalid, zh: "空间最多 \(CommunityLimits.depth) 层",
                    en: "spaces lie in at most \(CommunityLimits.depth) others", place: "place")
            }
        }
        try records.put(space: space.id, in: space.place)
    }

    static func title(of item: Item, _ kind: Kind, _ form: Form) -> String {
        guard let field = form[kind.titleField], let value = item.fields[field.id] else { return item.head.number }
        return field.secrecy == .personal ? field.masked(value, .zh) : field.shown(value, .zh)
    }

    static func index(_ item: Item, _ form: Form) -> [ItemQuery.Value] {
        form.fields.flatMap { field -> [ItemQuery.Value] in
            guard field.isIndexed, let value = item.fields[field.id] else { return [] }
            let words = field.secrecy == .personal ? value.words.compactMap(field.sought) : value.words
            return words.map { ItemQuery.Value(field.id, $0) }
        }
    }

    // MARK: Checks

    static var noID: Refusal {
        Refusal(.invalid, zh: "操作编号不正确", en: "an act's id has 1 to 64 visible characters", place: "id")
    }

    private func check(_ expected: Int?, _ item: Item) throws {
        guard let expected else {
            throw Refusal(.unversioned, zh: "请说明所依据的版本（If-Match）", en: "say which version this rests on (If-Match)")
        }
        guard expected == item.head.sequence else {
            throw Refusal(
                .conflict, zh: "他人刚刚作了修改，请核对后再保存",
                en: "somebody else has changed this in between; compare and save again")
        }
    }

    static var used: Refusal {
        Refusal(.conflict, zh: "操作编号已被使用", en: "the act's id has been used", place: "id")
    }

    /// The act of this id, if it was done before by the same person.
    private func again(
        _ entry: String, _ item: Item, _ act: String, _ visitor: Visitor, _ records: any CommunityRecords
    ) throws -> ItemEntry? {
        guard CommunityDesk.isID(entry) else { throw CommunityDesk.noID }
        guard let earlier = try records.entry(of: item.id, id: entry) else { return nil }
        guard earlier.act == act, earlier.person == visitor.person?.id else { throw CommunityDesk.used }
        return try CanonicalJSON.decode(ItemEntry.self, earlier.data)
    }

    private func resolved(
        _ values: [String: FormValue], _ form: Form, _ visitor: Visitor, _ records: any CommunityRecords,
        owner: String? = nil
    ) throws -> [String: FormValue] {
        var book = NameBook()
        return try resolved(values, form, visitor, records, &book, owner: owner)
    }

    /// Names in fields become ids: numbers of items, log-ins of people.
    /// `owner`: the field with whom a thing is about, who may be a resident.
    func resolved(
        _ values: [String: FormValue], _ form: Form, _ visitor: Visitor, _ records: any CommunityRecords,
        _ book: inout NameBook, owner: String? = nil
    ) throws -> [String: FormValue] {
        var values = values
        for field in form.fields {
            if case .references(let kind, _) = field.content, let words = values[field.id]?.list {
                let ids = try words.map { try referred($0, field, kind, visitor, records, &book) }
                values[field.id] = .list(ids.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
            }
            guard let text = values[field.id]?.text else { continue }
            switch field.content {
            case .reference(let kind):
                values[field.id] = .text(try referred(text, field, kind, visitor, records, &book))
            case .person:
                let found = try records.person(text) ?? records.person(login: text.lowercased())
                guard let found, found.isActive,
                    try works(found, with: visitor, records, orLives: field.id == owner)
                else {
                    throw Refusal(
                        .invalid, zh: "“\(field.title.zh)”没有这个人：\(text)",
                        en: "'\(field.title.en)': there is nobody called \(text)", place: field.id)
                }
                values[field.id] = .text(found.id)
            default: continue
            }
        }
        return values
    }

    /// The id of the item that a field names.
    private func referred(
        _ text: String, _ field: Field, _ kind: String, _ visitor: Visitor, _ records: any CommunityRecords,
        _ book: inout NameBook
    ) throws -> String {
        guard let found = try book.item(text, of: kind, records), allowsReference(found, visitor) else {
            throw Refusal(
                .invalid, zh: "“\(field.title.zh)”找不到：\(text)", en: "'\(field.title.en)' is not there: \(text)",
                place: field.id)
        }
        return found.id
    }

    /// Whether somebody works in one of the visitor's organisations: work is handed to nobody else, and nobody learns
    /// which log-ins there are elsewhere.
    private func works(
        _ person: Person, with visitor: Visitor, _ records: any CommunityRecords, orLives: Bool
    ) throws -> Bool {
        let own = Set(visitor.memberships.map(\.organisation.id))
        return try records.memberships(of: person.id).contains { membership in
            own.contains(membership.organisation.id)
                && ([.manager, .duty, .worker].contains(membership.role) || orLives && membership.role == .resident)
        }
    }

    func allowsReference(_ item: Item, _ visitor: Visitor) -> Bool {
        guard let kind = catalog.kind(item.head.kind) else { return false }
        return allows(kind.function(.read), visitor, item)
    }
}
