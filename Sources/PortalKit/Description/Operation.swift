import Commons
import HTTPTypes
import Rulebook

/// One endpoint in the OpenAPI document.
struct Operation {
    private let endpoint: Endpoint
    /// Whether nobody has to log in for it.
    private let isPublic: Bool

    init(_ endpoint: Endpoint, _ policy: Policy) {
        self.endpoint = endpoint
        isPublic =
            switch endpoint.access {
            case .open: true
            case .signedIn: false
            case .function(let function): policy.decide(.anybody(.api), function).isAllowed
            }
    }

    var json: JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(id)), .init("summary", .string(endpoint.summary.en)),
            .init("description", .string(endpoint.summary.zh)), .init("tags", [.string(endpoint.group)]),
            .init("security", security),
        ]
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let requestBody { members.append(.init("requestBody", requestBody)) }
        members.append(.init("responses", .object(responses)))
        return .object(members)
    }

    /// `getCasesCaseFindings` for `GET /cases/{case}/findings`.
    private var id: String {
        endpoint.route.template.split { !($0.isLetter || $0.isNumber) }
            .reduce(endpoint.method.rawValue.lowercased()) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    private var security: JSON {
        let session: JSON = endpoint.isSafe ? ["session": []] : ["session": [], "csrf": []]
        let known: [JSON] = [["bearer": []], session]
        return .array(isPublic ? [.object([])] + known : known)
    }

    private var parameters: [JSON] {
        var list = endpoint.parameters.map { parameter -> JSON in
            [
                "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
                "required": .boolean(parameter.isRequired), "schema": parameter.schema.json,
                "description": .string("\(parameter.meaning.en) / \(parameter.meaning.zh)"),
            ]
        }
        if endpoint.needs.contains(.ifMatch) {
            list.append(
                Operation.header(
                    "If-Match", #"^(\*|"[!#-~]{1,64}")$"#,
                    "The `ETag` of the version that this changes, or * / 修改所依据的版本，或 *"))
        }
        if endpoint.needs.contains(.idempotencyKey) {
            list.append(
                Operation.header(
                    "Idempotency-Key", "^[!-~]{1,128}$", "Sent twice, done once: choose a fresh one / 防重复提交的键"))
        }
        return list
    }

    private static func header(_ name: String, _ pattern: String, _ text: String) -> JSON {
        [
            "name": .string(name), "in": "header", "required": true, "description": .string(text),
            "schema": ["type": "string", "pattern": .string(pattern)],
        ]
    }

    private var requestBody: JSON? {
        let binary: JSON = ["schema": ["type": "string", "format": "binary"]]
        switch endpoint.input {
        case .nothing: return nil
        case .json(let schema):
            return ["required": true, "content": ["application/json": ["schema": schema.json]]]
        case .form:
            let open: JSON = ["schema": ["type": "object"]]
            return ["required": true, "content": ["application/x-www-form-urlencoded": open]]
        case .multipart:
            return ["required": true, "content": ["multipart/form-data": ["schema": ["type": "object"]]]]
        case .upload(let types):
            return ["required": true, "content": .object(types.map { .init($0, binary) })]
        }
    }

    // MARK: Responses

    private var responses: [JSON.Member] {
        var members: [JSON.Member] = []
        if let output = endpoint.output { members.append(.init(String(output.status.code), Operation.success(output))) }
        if endpoint.output?.isVersioned == true, endpoint.isSafe {
            members.append(.init("304", ["description": "Not changed / 没有变化"]))
        }
        for status in problems.sorted() {
            members.append(.init(String(status), Operation.problem))
        }
        members.append(.init("default", Operation.problem))
        return members
    }

    private static func success(_ output: Endpoint.Output) -> JSON {
        var headers: [JSON.Member] = [.init("X-Request-Id", ["schema": ["type": "string"]])]
        if output.isVersioned { headers.append(.init("ETag", ["schema": ["type": "string"]])) }
        if output.status == .created { headers.append(.init("Location", ["schema": ["type": "string"]])) }
        var members: [JSON.Member] = [
            .init("description", .string(output.status.reasonPhrase)), .init("headers", .object(headers)),
        ]
        if let schema = output.schema {
            members.append(.init("content", .object([.init(output.type, ["schema": schema.json])])))
        } else if !output.type.isEmpty {
            let binary: JSON = ["schema": ["type": "string", "format": "binary"]]
            members.append(.init("content", .object([.init(output.type, binary)])))
        }
        return .object(members)
    }

    private static let problem: JSON = [
        "description": "A problem (RFC 9457) / 出错说明",
        "content": .object([.init(Problem.type, ["schema": Problem.schema.json])]),
    ]

    /// What the door may answer here, and what the endpoint says that it refuses.
    private var problems: Set<Int> {
        var statuses: Set<Int> = [400, 401, 429, 500]
        if !endpoint.route.parameters.isEmpty { statuses.insert(404) }
        if endpoint.access != .open || !endpoint.isSafe { statuses.insert(403) }
        if !endpoint.parameters.isEmpty { statuses.insert(422) }
        if endpoint.needs.contains(.ifMatch) { statuses.formUnion([412, 428]) }
        // A condition that a header sets: that of the version, or of the protocol.
        if endpoint.parameters.contains(where: { $0.place == .header }) { statuses.insert(412) }
        if endpoint.needs.contains(.idempotencyKey) { statuses.formUnion([409, 422]) }
        switch endpoint.input {
        case .nothing: break
        case .form, .multipart, .json, .upload: statuses.formUnion([408, 413, 415, 422])
        }
        for kind in endpoint.refusals {
            let refusal = Refusal(kind, .same(""))
            statuses.insert(Fault(refusal, ifMatch: endpoint.needs.contains(.ifMatch)).status.code)
        }
        return statuses
    }
}
