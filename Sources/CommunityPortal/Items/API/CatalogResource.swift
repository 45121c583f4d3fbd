import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    var catalogEndpoint: Endpoint {
        .api(
            .get, CommunityAPIRoutes.catalog, .signedIn,
            Phrase(zh: "有哪些类型、设备型号和事件", en: "Which kinds, device models and kinds of events there are"),
            group: CommunityPortal.group, output: .init(CatalogJSON.schema), handler: catalog)
    }

    @Sendable func catalog(_ call: Call) async throws -> Reply {
        let readable = desk.catalog.kinds.filter { call.allows($0.function(.read)) }
        let forms = try await desk.store.readCommunity { records in
            try readable.map { kind in try records.formEditions(of: kind.id).last ?? kind.form }
        }
        let kinds = zip(readable, forms).map { kind, form in
            CatalogJSON.kind(kind, form) { call.allows(kind.function($0)) }
        }
        return .json([
            "kinds": .array(kinds), "models": .array(desk.catalog.models.map(CatalogJSON.model)),
            "events": .array(desk.catalog.events.map(CatalogJSON.event)),
        ])
    }
}

/// What the domains declare, as JSON.
enum CatalogJSON {
    private static let id = Schema.string(1...64)
    private static let title = Schema.named(
        "Title", .object([.required("zh", .string()), .required("en", .string())]))
    private static let option = Schema.object([.required("id", id), .required("title", title)])

    static let fieldSchema = Schema.named(
        "FormField",
        .object([
            .required("id", id), .required("title", title),
            .required(
                "type",
                .oneOf(words: [
                    "line", "words", "integer", "decimal", "money", "day", "moment", "choice", "choices", "flag",
                    "personal", "reference", "references", "person", "position", "outline", "files",
                ])), .required("unit", .string()), .required("note", title.nullable), .required("required", .boolean),
            .required("filtered", .boolean),
            .required("masked", .boolean.meaning(zh: "属于个人信息，只给出打码后的内容", en: "Of people: only given masked")),
            .optional("options", .array(of: option)), .optional("kind", id), .optional("most", .integer(0...Int.max)),
            .optional("decimals", .integer(0...6)), .optional("least", .number), .optional("greatest", .number),
        ]))

    private static let actSchema = Schema.object([
        .required("id", id), .required("title", title), .required("from", .array(of: id)),
        .required("to", id.nullable), .required("grave", .boolean), .required("fields", .array(of: fieldSchema)),
    ])

    private static let kindSchema = Schema.object([
        .required("id", id), .required("title", title),
        .required("placing", .oneOf(words: ["nowhere", "optional", "required", "tree"])),
        .required("may", .array(of: .oneOf(words: Kind.Verb.allCases.map(\.rawValue)))),
        .required(
            "states",
            .array(of: .object([.required("id", id), .required("title", title), .required("final", .boolean)]))),
        .required("fields", .array(of: fieldSchema)),
        .required("acts", .array(of: actSchema).meaning(zh: "调用者可能有权办理的", en: "Those that the caller may ever do")),
    ])

    private static let modelSchema = Schema.object([
        .required("id", id), .required("title", title),
        .required(
            "properties",
            .array(
                of: .object([
                    .required("id", id), .required("title", title), .required("unit", .string()),
                    .required("type", .oneOf(words: ["number", "flag", "state"])), .optional("least", .number),
                    .optional("greatest", .number), .optional("options", .array(of: option)),
                ]))),
        .required("events", .array(of: id)), .required("commands", .array(of: option)),
    ])

    static let schema = Schema.named(
        "CommunityCatalog",
        .object([
            .required("kinds", .array(of: kindSchema)), .required("models", .array(of: modelSchema)),
            .required(
                "events",
                .array(
                    of: .object([
                        .required("id", id), .required("title", title),
                        .required("level", .oneOf(words: EventKind.Level.allCases.map(\.rawValue))),
                        .required("retentionDays", .integer(0...Int.max)),
                    ]))),
        ]))

    // MARK: Values

    private static func title(_ phrase: Phrase) -> JSON { ["zh": .string(phrase.zh), "en": .string(phrase.en)] }

    private static func option(_ option: Field.Option) -> JSON {
        ["id": .string(option.id), "title": title(option.title)]
    }

    static func kind(_ kind: Kind, _ form: Form, _ may: (Kind.Verb) -> Bool) -> JSON {
        let placing =
            switch kind.placing {
            case .nowhere: "nowhere"
            case .optional: "optional"
            case .required: "required"
            case .tree: "tree"
            }
        return [
            "id": .string(kind.id), "title": title(kind.title), "placing": .string(placing),
            "may": .strings(Kind.Verb.allCases.filter(may).map(\.rawValue)),
            "states": .array(
                kind.lifeCycle.states.map {
                    ["id": .string($0.id), "title": title($0.title), "final": .boolean($0.isFinal)]
                }),
            "fields": .array(form.fields.map(field)),
            "acts": .array(
                kind.acts.filter { may($0.verb) }.map { act in
                    [
                        "id": .string(act.id), "title": title(act.title), "from": .strings(act.states),
                        "to": .optional(act.to), "grave": .boolean(act.isGrave),
                        "fields": .array(act.form.fields.map(field)),
                    ]
                }),
        ]
    }

    static func field(_ field: Field) -> JSON {
        func digits(_ number: Int) -> JSON { .number(field.texts(.number(number)).first ?? "0") }
        func range(_ type: String, _ range: ClosedRange<Int>) -> (String, [JSON.Member]) {
            (type, [.init("least", digits(range.lowerBound)), .init("greatest", digits(range.upperBound))])
        }
        let options = JSON.array(field.options.map(option))
        let (type, more): (String, [JSON.Member]) =
            switch field.content {
            case .line(let most): ("line", [.init("most", .integer(most))])
            case .words(let most): ("words", [.init("most", .integer(most))])
            case .integer(let bounds): range("integer", bounds)
            case .decimal(let decimals, let bounds):
                ("decimal", [.init("decimals", .integer(decimals))] + range("decimal", bounds).1)
            case .money: ("money", [])
            case .day: ("day", [])
            case .moment: ("moment", [])
            case .choice: ("choice", [.init("options", options)])
            case .choices: ("choices", [.init("options", options)])
            case .flag: ("flag", [])
            case .personal(let kind): ("personal", [.init("kind", .string(kind.rawValue))])
            case .reference(let kind): ("reference", [.init("kind", .string(kind))])
            case .references(let kind, let most):
                ("references", [.init("kind", .string(kind)), .init("most", .integer(most))])
            case .person: ("person", [])
            case .position: ("position", [])
            case .outline: ("outline", [])
            case .files(let most): ("files", [.init("most", .integer(most))])
            }
        return .object(
            [
                .init("id", .string(field.id)), .init("title", title(field.title)), .init("type", .string(type)),
                .init("unit", .string(field.unit)), .init("note", field.note.map(title) ?? .null),
                .init("required", .boolean(field.isRequired)),
                .init("filtered", .boolean(!ItemFilter.fields(Form([field])).isEmpty)),
                .init("masked", .boolean(field.secrecy == .personal)),
            ] + more)
    }

    static func model(_ model: DeviceModel) -> JSON {
        [
            "id": .string(model.id), "title": title(model.title),
            "properties": .array(model.properties.map(property)), "events": .strings(model.events),
            "commands": .array(
                model.commands.map { ["id": .string($0.id), "title": title($0.title)] }),
        ]
    }

    private static func property(_ property: DeviceModel.Property) -> JSON {
        let (type, more): (String, [JSON.Member]) =
            switch property.content {
            case .number(let range):
                (
                    "number",
                    [.init("least", .number("\(range.lowerBound)")), .init("greatest", .number("\(range.upperBound)"))]
                )
            case .flag: ("flag", [])
            case .state(let options): ("state", [.init("options", .array(options.map(option)))])
            }
        return .object(
            [
                .init("id", .string(property.id)), .init("title", title(property.title)),
                .init("unit", .string(property.unit)), .init("type", .string(type)),
            ] + more)
    }

    static func event(_ kind: EventKind) -> JSON {
        [
            "id": .string(kind.id), "title": title(kind.title), "level": .string(kind.level.rawValue),
            "retentionDays": .integer(kind.retentionDays),
        ]
    }
}
