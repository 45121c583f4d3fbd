public import Commons
public import HTTPTypes
public import Rulebook

/// What the door should say to somebody at an endpoint: tests ask every endpoint as everybody.
public struct Expectation: Sendable {
    public var endpoint: Endpoint
    /// With the endpoint's interface.
    public var visitor: Visitor
    public var isAllowed: Bool
    public var reason: Phrase
    /// What is answered if it is not allowed; nil: that is for the handler.
    public var status: HTTPResponse.Status?
}

extension Portal {
    /// Every endpoint for each of these visitors, by the policy alone.
    ///
    /// What a handler refuses because of the case at hand is not in it.
    public func expectations(_ policy: Policy, of visitors: [Visitor]) -> [Expectation] {
        endpoints.flatMap { endpoint in visitors.map { Expectation(endpoint, $0, policy) } }
    }
}

extension Expectation {
    init(_ endpoint: Endpoint, _ visitor: Visitor, _ policy: Policy) {
        var visitor = visitor
        visitor.interface = endpoint.interface
        self.endpoint = endpoint
        self.visitor = visitor
        switch endpoint.access {
        case .open:
            isAllowed = true
            reason = Phrase(zh: "对所有人开放", en: "open to anybody")
        case .signedIn:
            isAllowed = visitor.person?.isActive == true
            reason = Phrase(zh: "登录后可用", en: "for whoever is logged in")
        case .function(let function):
            let decision = policy.decide(visitor, function)
            (isAllowed, reason) = (decision.isAllowed, decision.reason)
        }
        if !isAllowed {
            let anonymous: HTTPResponse.Status = endpoint.interface == .api ? .unauthorized : .seeOther
            status = visitor.person == nil ? anonymous : .forbidden
        }
    }
}
