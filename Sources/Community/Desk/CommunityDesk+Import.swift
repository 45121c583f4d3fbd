public import Commons
import Rulebook

extension CommunityDesk {
    /// Enters many things of a kind at once: all of them, or none. Rows may name others that stand before them.
    ///
    /// `id` is chosen by the sender: the same import sent twice is done once.
    /// - Returns: how many were entered; 0: this import was done before.
    /// - Throws: A `Refusal` with a detail for every problem; its place is the row from 1 and the field: `17:name`.
    @discardableResult
    public func importItems(
        _ kind: Kind, _ drafts: [Draft], id: String? = nil, by visitor: Visitor
    ) async throws -> Int {
        guard drafts.count <= CommunityLimits.rows else {
            throw Refusal(
                .tooLarge, zh: "一次最多导入 \(CommunityLimits.rows) 行",
                en: "an import has at most \(CommunityLimits.rows) rows")
        }
        let id = id ?? surroundings.newID()
        guard CommunityDesk.isID(id), id.utf8.count <= 50 else { throw CommunityDesk.noID }
        let (now, policy) = (surroundings.now(), policy())
        let function = kind.function(.create)
        let decision = policy.decide(visitor, function)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        return try await store.writeCommunity { records in
            if let there = try records.item("\(id)-1") {
                let first = try records.entry(of: there.id, id: there.id)
                guard there.head.kind == kind.id, first?.person == visitor.person?.id else { throw CommunityDesk.used }
                return 0
            }
            let form = try forms.current(kind, records)
            let mass = Mass(form: form, edition: try forms.edition(kind, records))
            var (book, numbers, details) = (NameBook(), Set<String>(), [Refusal.Detail]())
            for (index, draft) in drafts.enumerated() {
                let before = details.count
                /// Whatever is wrong with a row is told at once.
                @discardableResult func trying<T>(_ body: () throws -> T) throws -> T? {
                    do {
                        return try body()
                    } catch let refusal as Refusal {
                        let points =
                            refusal.details.isEmpty
                            ? [Refusal.Detail(refusal.place ?? "", refusal.reason)] : refusal.details
                        details += points.map { Refusal.Detail("\(index + 1):\($0.place)", $0.reason) }
                        return nil
                    }
                }
                let values = try trying {
                    try resolved(
                        form.read { draft.texts[$0.id] ?? [] }, form, visitor, records, &book, owner: kind.owner)
                }
                var place: Item? = try trying { try self.place(draft.place, kind, visitor, records, &book) } ?? nil
                if place == nil, let values { place = try seat(kind, values, records) }
                try trying { try checkNumber(kind, draft, form, &numbers, records) }
                guard details.count == before, let values else { continue }
                // Rows that stand after a bad one are checked, though nothing will come of them.
                try trying {
                    let item = try enter(
                        kind, values, place: place?.id, home: home(of: kind, values, place: place, visitor, records),
                        id: "\(id)-\(index + 1)", entry: "\(id)-\(index + 1)", by: visitor.person?.id, at: now, records,
                        mass: mass)
                    guard policy.decide(visitor, function, on: item.subject).isAllowed else {
                        throw Refusal(.forbidden, decision.reason, place: "place")
                    }
                    if kind.placing == .tree { book.add(item) }
                }
            }
            guard details.isEmpty else {
                let rows = Set(details.map { $0.place.prefix { $0 != ":" } }).count
                throw Refusal(
                    .invalid,
                    Phrase(
                        zh: "\(drafts.count) 行中有 \(rows) 行需要修改，什么都没有导入",
                        en: "\(rows) of \(drafts.count) rows have to change; nothing was entered"), details: details)
            }
            if kind.tellsOfDevices { try records.raiseDeviceVersion(for: nil, at: now) }
            try records.announce("\(kind.id)/\(id)", on: CommunityDesk.channel)
            return drafts.count
        }
    }

    /// A number that is there already would end the transaction with nothing said of the rows after it.
    private func checkNumber(
        _ kind: Kind, _ draft: Draft, _ form: Form, _ numbers: inout Set<String>, _ records: any CommunityRecords
    ) throws {
        // What is wrong with the field itself has been told.
        guard case .field(let field) = kind.numbering,
            let number = try? form[field]?.read(draft.texts[field] ?? [])?.words.first
        else { return }
        let isNew = numbers.insert(number).inserted
        guard isNew, try records.head(kind: kind.id, number: number) == nil else {
            throw Refusal(
                .conflict, zh: "编号“\(number)”已经有了", en: "there is a '\(number)' already", place: field)
        }
    }
}
