public import Commons
import Rulebook

/// The form of a kind, with what it was before.
public struct FormHistory: Sendable {
    public struct Edition: Sendable {
        public var form: Form
        public var at: Instant
        /// The name of who made it; nil: it came with the program.
        public var person: String?
    }

    public var kind: Kind
    /// Oldest first; the last one is asked now. There is at least one.
    public var editions: [Edition]

    public var form: Form { editions.last?.form ?? kind.form }
    /// What a change rests on.
    public var edition: Int { editions.count }
}

extension CommunityDesk {
    /// The form of a kind with its editions, for whoever changes forms.
    public func formHistory(_ kind: Kind, _ visitor: Visitor) async throws -> FormHistory {
        try demandForms(visitor)
        return try await store.readCommunity { try formHistory(kind, $0) }
    }

    private func formHistory(_ kind: Kind, _ records: any CommunityRecords) throws -> FormHistory {
        let forms = try records.formEditions(of: kind.id)
        let made = try records.formEditionHistory(of: kind.id)
        let people = try records.people(Set(made.compactMap(\.person)))
        let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
        return FormHistory(
            kind: kind,
            editions: zip(forms, made).map { form, made in
                .init(form: form, at: made.at, person: made.person.map { names[$0] ?? "" })
            })
    }

    /// Adds a field to what is asked of a kind, for all organisations. `expected`: the edition that it rests on.
    @discardableResult
    public func addField(
        _ field: AddedField, to kind: Kind, expected: Int?, by visitor: Visitor
    ) async throws -> FormHistory {
        try await change(kind, expected, visitor) { form, editions throws(Refusal) in
            guard form.fields.count < CommunityLimits.fields else {
                throw Refusal(
                    .invalid, zh: "一个表单最多 \(CommunityLimits.fields) 个字段",
                    en: "a form has at most \(CommunityLimits.fields) fields")
            }
            // Ids of fields that are asked no longer stand in records: none is used again.
            let added = Set(editions.flatMap { $0.fields.filter(\.isAdded).map(\.id) })
            form.fields.append(try field.field("added\(added.count + 1)", in: form))
        }
    }

    /// Changes the titles, the answers and where it is shown of a field that was added. What it holds and whether it is
    /// encrypted, stays.
    @discardableResult
    public func changeField(
        _ id: String, _ field: AddedField, of kind: Kind, expected: Int?, by visitor: Visitor
    ) async throws -> FormHistory {
        try await change(kind, expected, visitor) { form, _ throws(Refusal) in
            let index = try CommunityDesk.added(id, form)
            let before = form.fields[index]
            var field = field
            // What it is may be said again, and says nothing.
            field.sort = before.sort ?? field.sort
            field.isEncrypted = before.secrecy == .personal
            form.fields[index] = try field.field(id, in: form, before: before)
        }
    }

    /// A field that was added is asked no longer; what records say of it stays in their history.
    @discardableResult
    public func retireField(
        _ id: String, of kind: Kind, expected: Int?, by visitor: Visitor
    ) async throws -> FormHistory {
        try await change(kind, expected, visitor) { form, _ throws(Refusal) in
            form.fields.remove(at: try CommunityDesk.added(id, form))
        }
    }

    private static func added(_ id: String, _ form: Form) throws(Refusal) -> Int {
        guard let index = form.fields.firstIndex(where: { $0.id == id }) else {
            throw Refusal(.missing, zh: "没有这个字段", en: "there is no such field")
        }
        guard form.fields[index].isAdded else {
            throw Refusal(
                .locked, zh: "“\(form.fields[index].title.zh)”是系统自带的字段，不能修改",
                en: "'\(form.fields[index].title.en)' came with the program and stays as it is")
        }
        return index
    }

    private func demandForms(_ visitor: Visitor) throws {
        let decision = policy().decide(visitor, CommunityFunction.forms)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
    }

    private func change(
        _ kind: Kind, _ expected: Int?, _ visitor: Visitor,
        _ body: @escaping @Sendable (inout Form, [Form]) throws(Refusal) -> Void
    ) async throws -> FormHistory {
        try demandForms(visitor)
        guard let expected else {
            throw Refusal(.unversioned, zh: "请说明所依据的版本（If-Match）", en: "say which edition this rests on (If-Match)")
        }
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let editions = try records.formEditions(of: kind.id)
            guard editions.count == expected, var form = editions.last else {
                throw Refusal(
                    .conflict, zh: "他人刚刚修改了这个表单，请核对后再保存",
                    en: "somebody else has changed this form in between; look again and save again")
            }
            let before = form
            try body(&form, editions)
            if form != before {
                try records.addFormEdition(form, of: kind.id, edition: expected + 1, at: now)
                if let person = visitor.person {
                    try records.setFormAuthor(person.id, of: kind.id, edition: expected + 1)
                }
            }
            return try formHistory(kind, records)
        }
    }
}

extension Field {
    /// How an administrator would say what may stand in it; nil: they could not.
    public var sort: AddedField.Sort? {
        switch content {
        case .line: .line
        case .words: .words
        case .integer: .integer
        case .decimal: .decimal
        case .money: .money
        case .day: .day
        case .moment: .moment
        case .choice: .choice
        case .choices: .choices
        case .flag: .flag
        case .files: .files
        case .personal(.phone): .phone
        case .personal(.mail): .mail
        case .personal(.identity): .identity
        default: nil
        }
    }
}
