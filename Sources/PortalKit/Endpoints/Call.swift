public import Commons
public import HTTPTypes
public import Rulebook

/// One request, after the door has let it in: who asks, and for what.
public struct Call: Sendable {
    /// Of this request, in the log and on error pages.
    public let id: String
    public let endpoint: Endpoint
    public let method: HTTPRequest.Method
    /// As it was sent, still encoded, without the query.
    public let path: String
    /// As it was sent, without the `?`; empty if there was none.
    public let rawQuery: String
    public let headers: HTTPFields
    public let visitor: Visitor
    /// What the doorkeeper knows of the visitor; nil: the public.
    public internal(set) var admission: Admission?
    public let policy: Policy
    /// Who sent it, as far as the network or a trusted proxy says.
    public let address: String
    let values: [String]
    public let query: Fields
    public internal(set) var form = Fields()
    /// What was sent in a `multipart` form beside its fields.
    public internal(set) var files: [FormFile] = []
    public internal(set) var json: JSON = .null
    /// What was read of the body; empty for uploads, which are a stream.
    public internal(set) var body: [UInt8] = []
    public internal(set) var upload = UploadStream()

    /// A value of the path, decoded. The route names it; another name is a mistake in the program and stops it.
    public func parameter(_ name: String) -> String {
        guard let index = endpoint.route.parameters.firstIndex(of: name) else {
            preconditionFailure("\(endpoint.route) has no '\(name)'")
        }
        return values[index]
    }

    public var language: Language { visitor.language }
    public var person: Person? { visitor.person }
    /// What forms send along as `_csrf`; empty where nobody is logged in.
    public var csrf: String { admission?.csrf ?? "" }

    /// May the visitor do what this endpoint is for to this? Throws the refusal with its reason if not.
    ///
    /// - Returns: what stays hidden.
    @discardableResult
    public func demand(_ function: Function, on subject: Subject? = nil) throws(Refusal) -> Set<FieldGroup> {
        let decision = policy.decide(visitor, function, on: subject)
        if !decision.isAllowed { throw Refusal(.forbidden, decision.reason) }
        return decision.hidden
    }

    public func allows(_ function: Function, on subject: Subject? = nil) -> Bool {
        policy.decide(visitor, function, on: subject).isAllowed
    }

    /// What `If-Match` says; nil if it is not there.
    public var ifMatch: EntityTag.Condition? { headers[.ifMatch].flatMap(EntityTag.Condition.init) }

    /// The version that the change rests on, from `If-Match: "17"`; nil with `*` or without the header.
    public func expectedVersion() throws(Refusal) -> Int? {
        guard let condition = ifMatch, case .tags(let tags) = condition else { return nil }
        if tags.count == 1, let version = Int(tags[0].value) { return version }
        throw Refusal(
            .conflict, zh: "If-Match 不是这一对象的版本", en: "If-Match is no version of this", place: "If-Match")
    }
}

/// A file in a `multipart` form.
public struct FormFile: Hashable, Sendable {
    /// Of the input.
    public var field: String
    /// As the sender calls it: for showing, never for opening files.
    public var name: String
    public var type: String
    public var bytes: [UInt8]

    public init(field: String, name: String, type: String, bytes: [UInt8]) {
        self.field = field
        self.name = name
        self.type = type
        self.bytes = bytes
    }
}
