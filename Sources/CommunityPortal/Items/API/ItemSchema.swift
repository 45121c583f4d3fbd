import Commons
import Community
import PortalKit
import Rulebook

/// Shapes of the API of one kind, derived from its form. Administrators may have added fields to it since the program
/// started, so that more of them are let through.
struct ItemSchema: Sendable {
    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    private static let id = Schema.string(1...64)
    private static let instant = Schema.string(1...40, format: "date-time")
    private static let version = Schema.integer(0...Int.max)

    static let place = Schema.named(
        "ItemPlace",
        .object([.required("id", id), .required("number", .string(0...400)), .required("title", .string())]))

    /// `Item_order`; names of shapes have no dashes.
    private var name: String { "Item_" + kind.id.replacing("-", with: "_") }

    private var state: Schema { .oneOf(words: kind.lifeCycle.states.map(\.id)) }

    /// Fields as they are given: those that are filled in.
    private func shown(_ fields: [Field]) -> Schema {
        .object(fields.map { .optional($0.id, $0.shownSchema) }, open: true)
    }

    var item: Schema { item(name, kind.form.fields) }

    /// With what is of people as it is.
    var cleared: Schema {
        item(
            name + "_clear",
            kind.form.fields.map { field in
                var open = field
                open.secrecy = .open
                return open
            })
    }

    private func item(_ name: String, _ fields: [Field]) -> Schema {
        .named(
            name,
            .object([
                .required("id", ItemSchema.id), .required("kind", .oneOf(words: [kind.id])),
                .required("number", .string(0...400)), .required("title", .string()), .required("state", state),
                .required("version", ItemSchema.version.meaning(zh: "修改时用 If-Match 说明", en: "For If-Match")),
                .required("place", ItemSchema.place.nullable), .required("openedAt", ItemSchema.instant),
                .required("changedAt", ItemSchema.instant),
                .required(
                    "due", ItemSchema.instant.nullable.meaning(zh: "本状态的期限", en: "When its state should be over")),
                .required("fields", shown(fields)),
                .optional(
                    "warnings",
                    .array(of: .string()).meaning(zh: "办理前须知", en: "What to know before anything is done with it")),
            ]))
    }

    var list: Schema {
        .named(
            name + "_list",
            .object([
                .required("items", .array(of: item, 0...KindAPI.mostItems)),
                .required(
                    "next",
                    .string(pattern: .itemCursor).nullable.meaning(zh: "下一页的 after", en: "`after` of the next page")),
            ]))
    }

    var history: Schema {
        let entry = Schema.named(
            name + "_entry",
            .object([
                .required("sequence", .integer(1...Int.max)), .required("id", ItemSchema.id),
                .required("at", ItemSchema.instant), .required("act", .string(1...64)),
                .required("person", .string().nullable), .required("state", .string(0...64)),
                .required("place", ItemSchema.place.nullable.meaning(zh: "此后的位置", en: "Where it is from here on")),
                .required("fields", shown(kind.form.fields).meaning(zh: "改了什么", en: "What changed")),
                .required("emptied", .array(of: .string(1...64))),
                .required(
                    "redacted",
                    .array(of: .string(1...64)).meaning(
                        zh: "撤回同意后从这一步删除的", en: "Taken out of it when a consent ended")),
                .required(
                    "answers", .object([], open: true).meaning(zh: "这一操作所填的", en: "What the act itself asks")),
            ]))
        return .object([
            .required("items", .array(of: entry, 0...KindAPI.mostEntries)),
            .required("next", ItemSchema.version.nullable.meaning(zh: "下一页的 after", en: "`after` of the next page")),
        ])
    }

    // MARK: What is taken

    private func taken(_ fields: [Field], isWhole: Bool) -> Schema {
        .object(
            fields.map(standing).map { field in
                let schema = field.takenSchema(canBeNothing: true)
                return isWhole && field.isRequired ? .required(field.id, schema) : .optional(field.id, schema)
            }, open: true)
    }

    /// As it is described for as long as the program runs.
    private func standing(_ field: Field) -> Field {
        guard kind.growing.contains(field.id) else { return field }
        var field = field
        field.content = .line(most: 130)
        return field
    }

    private static let whereabouts = Schema.string(1...400).meaning(zh: "空间的 id 或编号", en: "Id or number of a space")

    var creation: Schema {
        let place: [Schema.Property] =
            switch kind.placing {
            case .nowhere: []
            // Whoever lives in one home means that where they say nothing.
            case .required where kind.isEnteredByResidents: [.optional("place", ItemSchema.whereabouts)]
            case .required: [.required("place", ItemSchema.whereabouts)]
            case .optional, .tree: [.optional("place", ItemSchema.whereabouts.nullable)]
            }
        return .named(
            name + "_new", .object([.required("fields", taken(kind.form.asked, isWhole: true))] + place))
    }

    var change: Schema {
        let place = kind.placing == .nowhere ? [] : [Schema.Property.optional("place", ItemSchema.whereabouts)]
        return .named(
            name + "_change", .object([.optional("fields", taken(kind.form.asked, isWhole: false))] + place))
    }

    func act(_ act: KindAct) -> Schema {
        let fields = taken(act.form.fields, isWhole: true)
        let isAsking = act.form.fields.contains(where: \.isRequired)
        return .object([
            .required(
                "id",
                .string(pattern: .actID).meaning(zh: "由发送方选定，同一编号只办一次", en: "Chosen by the sender: one id is done once")
            ),
            isAsking ? .required("fields", fields) : .optional("fields", fields),
        ])
    }

    // MARK: What a list is narrowed by

    var filters: [Parameter] {
        let own: [Parameter] = [
            .query("q", .string(1...100), zh: "名称或编号的一部分", en: "Part of the title or the number"),
            .query("state", state, zh: "状态", en: "State"),
            .query("within", .string(1...400), zh: "此空间及其内部", en: "In this space or within it"),
            .query("after", .string(pattern: .itemCursor), zh: "上一页的 next", en: "`next` of the page before"),
            .query("limit", .integer(1...KindAPI.mostItems), zh: "最多几项", en: "How many at most"),
        ]
        return own
            + ItemFilter.fields(kind.form).map(standing).map { field in
                let schema: Schema =
                    switch field.content {
                    case .choice(let options), .choices(let options): .oneOf(words: options.map(\.id))
                    case .flag: .boolean
                    default: .string(1...400)
                    }
                return .query(ItemFilter.name(field), schema, zh: field.title.zh, en: field.title.en)
            }
    }
}

extension Kind {
    fileprivate var isEnteredByResidents: Bool {
        let create = function(.create).id
        return grants.contains { $0.role == .resident && $0.function == create }
    }
}
