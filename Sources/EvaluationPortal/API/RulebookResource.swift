import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook
import RulebookFiles

extension PortalAPI {
    var rulebookEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.rulebooks, .signedIn, Phrase(zh: "可用的评价依据", en: "Rulebooks for new cases"),
                group: "rulebooks", output: .init(.array(of: RulebookJSON.summary))
            ) { call in
                .json(.array(desk.shelf.offered.map { .object(RulebookJSON.members($0, call.language)) }))
            },
            .api(
                .get, APIRoutes.rulebook, .signedIn, Phrase(zh: "一部评价依据及其条款", en: "A rulebook with its items"),
                group: "rulebooks", output: .init(RulebookJSON.schema, isVersioned: true), refusals: [.missing],
                handler: rulebook),
        ]
    }

    @Sendable func rulebook(_ call: Call) async throws -> Reply {
        guard let volume = desk.shelf.offer(call.parameter("rulebook")) else {
            throw Refusal(.missing, zh: "没有这一评价依据", en: "there is no such rulebook")
        }
        let key = RenderedCache.Key(
            what: "rulebook", caseID: volume.pin.digest, sequence: 0, language: call.language, hidden: [])
        let answer = rendered.answer(key) { RulebookJSON.json(volume, call.language).bytes }
        return .json(answer.bytes, etag: answer.etag)
    }
}

/// A rulebook and its items as JSON, in one language.
enum RulebookJSON {
    private static let named = Schema.named(
        "Named", .object([.required("id", .string(1...200)), .required("title", .string())]))

    private static let field = Schema.named(
        "Field",
        .object([
            .required("path", .array(of: .string(1...200)).meaning(zh: "认定中的键", en: "Keys within the finding")),
            .required("label", .string()),
            .required("kind", .oneOf(words: ["truth", "count", "number", "text", "choice", "kinds"])),
            .required("choices", .array(of: named)),
        ]))

    private static let item = Schema.named(
        "RulebookItem",
        .object([
            .required("clause", APISchema.clause), .required("title", .string()),
            .required("category", .string(0...200)),
            .required("rule", .oneOf(words: Rule.Kind.allCases.map(\.rawValue))),
            .required("maximum", .number), .required("requirement", .string().nullable),
            .required("documents", .array(of: .string())), .required("onSite", .string().nullable),
            .required("checks", .array(of: named)),
            .required("notApplicable", .oneOf(words: Item.NotApplicable.allCases.map(\.rawValue))),
            .required("fields", .array(of: field)),
        ]))

    private static let members: [Schema.Property] = [
        .required("id", .string(1...200)), .required("edition", .string(0...200)),
        .required("digest", APISchema.digest), .required("title", .string()),
    ]

    static let summary = Schema.named("RulebookSummary", .object(members))

    static let schema = Schema.named(
        "Rulebook",
        .object(
            members + [
                .required(
                    "categories",
                    .array(
                        of: .object([
                            .required("id", .string(1...200)), .required("title", .string()),
                            .required("weight", APISchema.decimal), .required("maximum", .number),
                        ]))),
                .required("grades", .array(of: named)), .required("items", .array(of: item)),
            ]))

    static func members(_ volume: RulebookShelf.Volume, _ language: Language) -> [JSON.Member] {
        [
            .init("id", .string(volume.pin.id)), .init("edition", .string(volume.pin.edition)),
            .init("digest", .string(volume.pin.digest)), .init("title", .string(volume.rulebook.title[language])),
        ]
    }

    static func json(_ volume: RulebookShelf.Volume, _ language: Language) -> JSON {
        let book = volume.rulebook
        let categories = book.categories.map { category -> JSON in
            [
                "id": .string(category.id), "title": .string(category.title[language]),
                "weight": .string(category.weight.asWeight),
                "maximum": .number(category.level.maximum(book.items).shown),
            ]
        }
        let items = (book.controls + book.items).map { json($0, language) }
        return .object(
            members(volume, language) + [
                .init("categories", .array(categories)),
                .init(
                    "grades", .array(book.grades.map { ["id": .string($0.id), "title": .string($0.title[language])] })),
                .init("items", .array(items)),
            ])
    }

    private static func json(_ item: Item, _ language: Language) -> JSON {
        [
            "clause": .string(item.clause), "title": .string(item.title[language]), "category": .string(item.category),
            "rule": .string(item.rule.kind.rawValue), "maximum": .number(item.maximum.shown),
            "requirement": .optional(item.requirement?[language]),
            "documents": .strings(item.documents.map { $0[language] }), "onSite": .optional(item.onSite?[language]),
            "checks": json(item.checks, language), "notApplicable": .string(item.notApplicable.rawValue),
            "fields": .array(FormField.fields(of: item).map { json($0, language) }),
        ]
    }

    private static func json(_ named: [Named], _ language: Language) -> JSON {
        .array(named.map { ["id": .string($0.id), "title": .string($0.title[language])] })
    }

    private static func json(_ field: FormField, _ language: Language) -> JSON {
        let (kind, choices): (String, [Named]) =
            switch field.kind {
            case .truth: ("truth", [])
            case .count: ("count", [])
            case .number: ("number", [])
            case .text: ("text", [])
            case .choice(let choices): ("choice", choices)
            case .kinds(let kinds): ("kinds", kinds)
            }
        return [
            "path": .strings(field.path), "label": .string(field.label[language]), "kind": .string(kind),
            "choices": json(choices, language),
        ]
    }
}
