import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var accountEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.me, .signedIn, Phrase(zh: "我是谁，可以做什么", en: "Who I am and what I may do"),
                group: "account", output: .init(AccountJSON.schema), handler: me)
        ]
    }

    @Sendable func me(_ call: Call) async throws -> Reply {
        guard let person = call.person else { throw Refusal(.forbidden, zh: "请先登录", en: "please log in first") }
        let mail = try await portal.store.glance { try $0.personalField(.mail, of: person.id)?.value ?? "" }
        return .json(AccountJSON.json(person, mail: mail, portal.rights.functions, call))
    }
}

/// A person with their roles, as JSON.
enum AccountJSON {
    private static let membership = Schema.named(
        "Membership",
        .object([
            .required("organisation", APISchema.party),
            .required("kind", .oneOf(words: Organisation.Kind.allCases.map(\.rawValue))),
            .required("region", .string(0...12)), .required("isActive", .boolean),
            .required("role", .oneOf(words: Role.allCases.map(\.rawValue))),
            .required("fields", .array(of: .string(1...200))),
        ]))

    static let schema = Schema.named(
        "Me",
        .object([
            .required("id", APISchema.id), .required("name", APISchema.name), .required("login", .string(1...64)),
            .required("mail", .string()), .required("language", .oneOf(words: ["zh", "en"])),
            .required("memberships", .array(of: membership)),
            .required("scopes", .array(of: .string(1...64)).nullable.meaning(zh: "令牌的范围", en: "Of the access token")),
            .required("functions", .array(of: .string(1...64)).meaning(zh: "可用的功能", en: "What is allowed")),
        ]))

    /// `mail`: one's own is not masked.
    static func json(_ person: Person, mail: String, _ functions: [Function], _ call: Call) -> JSON {
        let memberships = call.visitor.memberships.map { membership -> JSON in
            [
                "organisation": [
                    "id": .string(membership.organisation.id), "name": .string(membership.organisation.name),
                ],
                "kind": .string(membership.organisation.kind.rawValue),
                "region": .string(membership.organisation.region),
                "isActive": .boolean(membership.organisation.isActive), "role": .string(membership.role.rawValue),
                "fields": .strings(membership.fields),
            ]
        }
        return [
            "id": .string(person.id), "name": .string(person.name), "login": .string(person.login),
            "mail": .string(mail), "language": .string(person.language), "memberships": .array(memberships),
            "scopes": call.visitor.scopes.map { .strings($0.sorted()) } ?? .null,
            "functions": .strings(functions.filter { call.allows($0) }.map(\.id)),
        ]
    }
}
