public import Commons
public import HTTPTypes
public import Rulebook

/// One line of the portal's table: an address, who may use it, what it takes, what it does.
public struct Endpoint: Sendable {
    /// Whom the door lets through. There is no default: whoever adds an endpoint says it.
    public enum Access: Hashable, Sendable {
        /// Anybody, logged in or not.
        case open
        /// Anybody who is logged in.
        case signedIn
        /// Whom the policy grants it.
        case function(Function)
    }

    /// What the request's body is.
    public enum Input: Sendable {
        case nothing
        /// `application/x-www-form-urlencoded`, in `Call.form`.
        case form
        /// `multipart/form-data`, in `Call.form` and `Call.files`.
        case multipart
        /// `application/json` that fits the schema, in `Call.json`.
        case json(Schema)
        /// Bytes of one of these types, in `Call.upload`, not read before the handler asks.
        case upload(types: [String])
    }

    /// What an API answers when all went well.
    public struct Output: Sendable {
        public var status: HTTPResponse.Status
        public var type: String
        /// nil: no body, or one that is no JSON.
        public var schema: Schema?
        /// The answer carries an `ETag`.
        public var isVersioned: Bool

        public init(
            _ schema: Schema?, status: HTTPResponse.Status = .ok, type: String = "application/json",
            isVersioned: Bool = false
        ) {
            self.schema = schema
            self.status = status
            self.type = type
            self.isVersioned = isVersioned
        }

        /// 204.
        public static var nothing: Output { Output(nil, status: .noContent, type: "") }
    }

    /// A header that a request must have.
    public enum Need: Hashable, Sendable {
        /// `Idempotency-Key`: sending it twice does it once.
        case idempotencyKey
        /// `If-Match`: which version the change rests on.
        case ifMatch
    }

    /// How often it may be used.
    public enum Pace: Hashable, Sendable {
        case usual
        /// Guessing passwords has to be slow.
        case logIn
        /// Asked by a machine of the operator's, for many, from one address: it proves itself with a secret.
        case trusted
    }

    /// Whether it takes a fresh proof of who asks: a stolen session, or a screen that was left, does no great harm.
    public enum Gravity: Sendable {
        case usual
        /// Always. Forms are shown again with the question who it is, and what was typed into them.
        case grave
        /// Where this says so, of what is asked.
        case sometimes(@Sendable (Call) -> Bool)
    }

    public var method: HTTPRequest.Method
    public var route: Route
    public var access: Access
    public var interface: Visitor.Interface
    public var summary: Phrase
    public var parameters: [Parameter]
    public var input: Input
    public var output: Output?
    /// What it may refuse, beside what the door itself does.
    public var refusals: Set<Refusal.Kind>
    public var needs: Set<Need>
    /// In bytes.
    public var bodyLimit: Int
    public var pace: Pace
    public var gravity = Gravity.usual
    /// What somebody comes here to do who may do nothing else until then. What is open to anybody stays open.
    public var duties: Set<Duty> = []
    /// The section of the OpenAPI document that it stands in.
    public var group: String
    public var handler: @Sendable (Call) async throws -> Reply

    /// The body limit of an endpoint that says nothing else: 1 MiB.
    public static let usualBodyLimit = 1 << 20

    /// A page to look at.
    public static func page(
        _ route: Route, _ access: Access, _ summary: Phrase,
        handler: @escaping @Sendable (Call) async throws -> Reply
    ) -> Endpoint {
        Endpoint(
            method: .get, route: route, access: access, interface: .page, summary: summary, parameters: [],
            input: .nothing, output: nil, refusals: [], needs: [], bodyLimit: usualBodyLimit, pace: .usual, group: "",
            handler: handler)
    }

    /// What a form of a page is sent to.
    public static func form(
        _ route: Route, _ access: Access, _ summary: Phrase, input: Input = .form, bodyLimit: Int = usualBodyLimit,
        pace: Pace = .usual, handler: @escaping @Sendable (Call) async throws -> Reply
    ) -> Endpoint {
        Endpoint(
            method: .post, route: route, access: access, interface: .page, summary: summary, parameters: [],
            input: input, output: nil, refusals: [], needs: [], bodyLimit: bodyLimit, pace: pace, group: "",
            handler: handler)
    }

    /// A call of the API.
    public static func api(
        _ method: HTTPRequest.Method, _ route: Route, _ access: Access, _ summary: Phrase, group: String = "api",
        parameters: [Parameter] = [], input: Input = .nothing, output: Output, refusals: Set<Refusal.Kind> = [],
        needs: Set<Need> = [], bodyLimit: Int = usualBodyLimit, pace: Pace = .usual,
        handler: @escaping @Sendable (Call) async throws -> Reply
    ) -> Endpoint {
        // The path's parameters are all told, with a pattern, whether somebody said more of them or not.
        let declared = Set(parameters.filter { $0.place == .path }.map(\.name))
        precondition(declared.isSubset(of: route.parameters), "a parameter that is not in \(route)")
        let silent = route.parameters.filter { !declared.contains($0) }.map {
            Parameter.path($0, .string(pattern: .pathPart), zh: $0, en: $0)
        }
        return Endpoint(
            method: method, route: route, access: access, interface: .api, summary: summary,
            parameters: silent + parameters,
            input: input, output: output, refusals: refusals, needs: needs, bodyLimit: bodyLimit, pace: pace,
            group: group, handler: handler)
    }

    /// The same, but for whoever has just proved who they are.
    public func grave(_ gravity: Gravity = .grave) -> Endpoint {
        switch input {
        case .form, .nothing, .json: break
        case .multipart, .upload: preconditionFailure("a file cannot be shown again: \(route)")
        }
        var copy = self
        copy.gravity = gravity
        return copy
    }

    /// The same, and within reach of whoever has one of these to do first.
    public func during(_ duties: Duty...) -> Endpoint {
        var copy = self
        copy.duties.formUnion(duties)
        return copy
    }

    /// The method and the template: `GET /cases/{case}`.
    public var name: String { "\(method.rawValue) \(route.template)" }

    /// Whether asking for it changes nothing.
    var isSafe: Bool { method == .get || method == .head || method == .options }
}
