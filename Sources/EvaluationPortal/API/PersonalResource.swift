import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var personalEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.personal, .function(.managePeople),
                Phrase(zh: "一个人的个人信息（打码）", en: "Personal data of somebody, masked"), group: "people",
                output: .init(PersonalJSON.fields), refusals: [.missing], handler: personal),
            .api(
                .post, APIRoutes.looks, .function(.revealPersonal),
                Phrase(zh: "写明用途，查看一项明文", en: "See one field in clear, saying why"), group: "people",
                input: .json(PersonalJSON.reason), output: .init(PersonalJSON.value), refusals: [.missing, .invalid],
                handler: look),
        ]
    }

    @Sendable func personal(_ call: Call) async throws -> Reply {
        let id = call.parameter("person")
        let fields = try await portal.store.read { records -> [PersonalField]? in
            try records.person(id) == nil ? nil : try records.personalFields(of: id)
        }
        guard let fields else { throw Refusal(.missing, zh: "没有这个人员", en: "there is no such person") }
        return .json(["fields": .array(fields.map(PersonalJSON.masked))]).with(.cacheControl, "no-store")
    }

    @Sendable func look(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), portal.accounts)
        let actor = try call.demandPerson().id
        guard let kind = PersonalKind(rawValue: call.json["field"]?.text ?? "") else {
            throw Refusal(.invalid, zh: "没有这一项", en: "there is no such field", place: "field")
        }
        let reason = try LookReason(call.json)
        let (field, look) = try await portal.store.write {
            try accounts.look(at: kind, of: id, by: actor, reason, $0)
        }
        return .json([
            "field": .string(kind.rawValue), "value": .string(field.value), "look": .string(look.id),
        ]).with(.cacheControl, "no-store")
    }
}

/// Personal fields as JSON.
enum PersonalJSON {
    private static let kind = Schema.oneOf(words: PersonalKind.allCases.map(\.rawValue))

    static let fields = Schema.named(
        "PersonalFields",
        .object([
            .required(
                "fields",
                .array(
                    of: .object([
                        .required("field", kind),
                        .required("masked", APISchema.text.meaning(zh: "打码后的内容", en: "What is shown of it")),
                        .required("changedAt", APISchema.instant),
                    ])))
        ]))

    static let reason = Schema.named("LookReason", .object([.required("field", kind)] + LookReason.properties))

    static let contactReason = Schema.named("ContactReason", .object(LookReason.properties))

    static let contacts = Schema.named(
        "Contacts",
        .object([
            .required(
                "contacts",
                .array(
                    of: .object([
                        .optional("objection", APISchema.version.meaning(zh: "异议的编号", en: "Number of the objection")),
                        .required("name", APISchema.text), .required("contact", APISchema.text),
                    ])))
        ]))

    static func contact(_ contact: CaseContact) -> JSON {
        let members: [(String, JSON)] = [
            ("objection", .optional(contact.objection)), ("name", .string(contact.name)),
            ("contact", .string(contact.contact)),
        ]
        return .object(members.filter { $0.1 != .null }.map { .init($0.0, $0.1) })
    }

    static let value = Schema.named(
        "PersonalValue",
        .object([
            .required("field", kind), .required("value", APISchema.text),
            .required("look", APISchema.id.meaning(zh: "这次查看的编号", en: "Of this look")),
        ]))

    static func masked(_ field: PersonalField) -> JSON {
        [
            "field": .string(field.kind.rawValue), "masked": .string(field.shown),
            "changedAt": .string(field.changedAt.iso),
        ]
    }
}
