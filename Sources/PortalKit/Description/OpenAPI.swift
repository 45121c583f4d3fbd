public import Commons
import HTTPTypes
import Rulebook

/// The document that describes the API (OpenAPI 3.1), made from the table of endpoints: what it says is what the door
/// holds.
public struct OpenAPI: Sendable {
    private let endpoints: [Endpoint]
    private let policy: Policy

    /// What the policy grants to whoever is not logged in needs no token.
    public init(_ endpoints: [Endpoint], _ policy: Policy = Policy([])) {
        self.endpoints = endpoints.filter { $0.interface == .api }
        self.policy = policy
    }

    public var json: [UInt8] { document.bytes }

    static let route = Route("/api/openapi.json")

    /// Where the portal serves it.
    static func endpoint(describing endpoints: [Endpoint], _ policy: Policy) -> Endpoint {
        let summary = Phrase(zh: "接口说明（OpenAPI）", en: "Description of the API (OpenAPI)")
        let output = Endpoint.Output(.object([], open: true), isVersioned: true)
        // The document describes the endpoint that serves it, too; its handler is of no interest there.
        let described = Endpoint.api(.get, route, .open, summary, group: "api", output: output) { _ in .nothing }
        let document = OpenAPI(endpoints + [described], policy).json
        let tag = EntityTag(of: document)
        return .api(.get, route, .open, summary, group: "api", output: output) { _ in .json(document, etag: tag) }
    }

    private var document: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Linli", "version": "1",
                "description": "Evaluation of residential communities / 住宅小区评价",
            ],
            "servers": [["url": "/"]],
            "tags": .array(groups.map { ["name": .string($0)] }),
            "paths": .object(paths),
            "components": [
                "securitySchemes": OpenAPI.securitySchemes,
                "schemas": .object(
                    OpenAPI.anything + schemas.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
            ],
        ]
    }

    private var groups: [String] {
        var groups: [String] = []
        for endpoint in endpoints where !groups.contains(endpoint.group) { groups.append(endpoint.group) }
        return groups
    }

    private var paths: [JSON.Member] {
        var paths: [JSON.Member] = []
        for endpoint in endpoints {
            let operation = JSON.Member(endpoint.method.rawValue.lowercased(), Operation(endpoint, policy).json)
            if let index = paths.firstIndex(where: { $0.name == endpoint.route.template }) {
                paths[index].value = .object((paths[index].value.members ?? []) + [operation])
            } else {
                paths.append(.init(endpoint.route.template, .object([operation])))
            }
        }
        return paths
    }

    private var schemas: [String: Schema] {
        var found: [String: Schema] = [:]
        Problem.schema.collectNamed(into: &found)
        for endpoint in endpoints {
            if case .json(let schema) = endpoint.input { schema.collectNamed(into: &found) }
            endpoint.output?.schema?.collectNamed(into: &found)
            for parameter in endpoint.parameters { parameter.schema.collectNamed(into: &found) }
        }
        return found
    }

    /// What stands wherever anything may: no text of it, and no name, has the character 0.
    private static let anything: [JSON.Member] = {
        let reference: JSON = ["$ref": .string(Schema.anythingReference)]
        let text = JSON.string(Pattern.text.expression)
        return [
            .init(
                Schema.anythingName,
                [
                    "anyOf": [
                        ["type": ["null", "boolean", "number"]], ["type": "string", "pattern": text],
                        ["type": "array", "items": reference],
                        [
                            "type": "object", "propertyNames": ["pattern": text],
                            "additionalProperties": reference,
                        ],
                    ]
                ])
        ]
    }()

    private static let securitySchemes: JSON = [
        "bearer": ["type": "http", "scheme": "bearer", "description": "Personal access token / 个人访问令牌"],
        "session": [
            "type": "apiKey", "in": "cookie", "name": "linli_session",
            "description": "The session of a page; `__Host-linli_session` over https / 页面会话",
        ],
        "csrf": [
            "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
            "description": "The session's secret, with requests that change something / 会话防伪令牌",
        ],
    ]
}
