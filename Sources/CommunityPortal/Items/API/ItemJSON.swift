import Commons
import Community
import PortalKit
import Rulebook

/// Items as JSON: numbers as numbers with their exact digits, what is of people masked.
struct ItemJSON {
    var language: Language
    /// Places, by id.
    var named: [String: CommunityDesk.Named]
    /// What is of people is given as it is: somebody has said why they look.
    var isClear = false

    /// `warnings`: what its page says before anything is done with it.
    func item(_ item: Item, _ form: Form, warnings: [Phrase] = []) -> JSON {
        let told: [JSON.Member] =
            warnings.isEmpty ? [] : [JSON.Member("warnings", .strings(warnings.map { $0[language] }))]
        return .object(members(item, form) + told)
    }

    private func members(_ item: Item, _ form: Form) -> [JSON.Member] {
        let all: [(String, JSON)] = [
            ("id", .string(item.id)), ("kind", .string(item.head.kind)), ("number", .string(item.head.number)),
            ("title", .string(item.head.title)), ("state", .string(item.state)),
            ("version", .integer(item.head.sequence)), ("place", place(item.place)),
            ("openedAt", .string(item.head.openedAt.iso)), ("changedAt", .string(item.head.changedAt.iso)),
            ("due", .optional(item.head.due)), ("fields", values(item.fields, form)),
        ]
        return all.map { JSON.Member($0.0, $0.1) }
    }

    func place(_ id: String?) -> JSON {
        guard let id else { return .null }
        return [
            "id": .string(id), "number": .string(named[id]?.number ?? ""), "title": .string(named[id]?.title ?? ""),
        ]
    }

    /// What is filled in, in the order of the form.
    func values(_ values: [String: FormValue], _ form: Form) -> JSON {
        .object(
            form.fields.compactMap { field in
                values[field.id].map { JSON.Member(field.id, value(field, $0)) }
            })
    }

    func value(_ field: Field, _ value: FormValue) -> JSON {
        if field.secrecy == .personal, !isClear { return .string(field.masked(value, language)) }
        switch (field.content, value) {
        case (.moment, .number(let number)): return .string(Instant(milliseconds: Int64(number)).iso)
        case (.integer, _), (.decimal, _), (.money, _): return .number(field.texts(value).first ?? "0")
        case (_, .flag(let flag)): return .boolean(flag)
        case (_, .list(let list)): return .strings(list)
        default: return .string(value.words.first ?? "")
        }
    }

    func entry(_ entry: CaseEntry, _ act: ItemEntry, person: String?, form: Form, answers: Form) -> JSON {
        [
            "sequence": .integer(entry.sequence), "id": .string(entry.id), "at": .string(entry.at.iso),
            "act": .string(entry.act), "person": .optional(person), "state": .string(act.state),
            "place": place(act.place), "fields": values(act.fields, form), "emptied": .strings(act.emptied ?? []),
            "redacted": .strings(act.redacted ?? []),
            "answers": values(act.answers ?? [:], answers),
        ]
    }
}
