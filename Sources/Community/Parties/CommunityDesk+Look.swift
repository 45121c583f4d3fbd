public import Commons
import Rulebook

extension CommunityDesk {
    /// An item whose personal fields the visitor may see in clear, this once: who looked, at what and why stands in the
    /// journal.
    /// - Throws: A `Refusal` of kind `missing` where there is nothing personal in it.
    public func look(
        _ id: String, of kind: Kind, _ reason: LookReason, _ visitor: Visitor
    ) async throws -> Opened {
        try await store.writeCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(.read), visitor, item)
            try demand(kind.function(.look), visitor, item)
            let fields = try forms.current(kind, records).personal.intersection(item.fields.keys)
            guard !fields.isEmpty else {
                throw Refusal(.missing, zh: "其中没有个人信息", en: "there is nothing personal in it")
            }
            try records.note(
                .look(at: fields.sorted().joined(separator: ","), of: "case/\(item.id)", reason))
            return try opened(item, kind, visitor, records)
        }
    }

    /// That a file with personal fields in clear is taken out: of how many things of a kind, and why.
    public func noteExport(of kind: Kind, count: Int, _ reason: LookReason, _ visitor: Visitor) async throws {
        let decision = policy().decide(visitor, kind.function(.look))
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        try await store.writeCommunity { records in
            var note = JournalNote.look(
                at: kind.form.personal.sorted().joined(separator: ","), of: "kind/\(kind.id)", reason, isExport: true)
            note.details["count"] = String(count)
            try records.note(note)
        }
    }

    /// Whether this visitor may see an item's personal fields in clear, having said why.
    public func mayLook(_ kind: Kind, _ item: Item, _ visitor: Visitor) -> Bool {
        allows(kind.function(.look), visitor, item)
    }
}
