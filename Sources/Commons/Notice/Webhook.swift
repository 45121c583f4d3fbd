/// An address of an organisation's own system that wants to be told of events.
public struct WebhookSubscription: Hashable, Sendable {
    public var id: String
    public var organisation: String
    /// Who set it up.
    public var person: String
    public var url: String
    /// Signs what is sent, so that the receiver can tell it from forgeries.
    public var secret: String
    /// Names of events, e.g. `case.submitted`.
    public var events: Set<String>
    public var isActive: Bool
    /// Attempts that failed since the last that went well.
    public var failures: Int
    public var createdAt: Instant

    public init(
        id: String, organisation: String, person: String, url: String, secret: String, events: Set<String>,
        isActive: Bool = true, failures: Int = 0, createdAt: Instant
    ) {
        self.id = id
        self.organisation = organisation
        self.person = person
        self.url = url
        self.secret = secret
        self.events = events
        self.isActive = isActive
        self.failures = failures
        self.createdAt = createdAt
    }
}

/// One event on its way to one webhook.
public struct WebhookDelivery: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// To be tried, again perhaps.
        case pending
        case delivered
        /// Failed too often; nothing happens any more unless somebody asks for it.
        case givenUp
    }
    /// The receiver gets it as well, and can tell by it what it has had already.
    public var id: String
    public var webhook: String
    public var event: String
    /// JSON.
    public var payload: [UInt8]
    public var createdAt: Instant
    public var state: State
    /// How many there were.
    public var attempts: Int
    /// When to try next while pending, when it was settled afterwards.
    public var at: Instant
    /// What came of the last attempt, for whoever runs the receiver: `HTTP 500`, `timed out`.
    public var outcome: String

    public init(
        id: String, webhook: String, event: String, payload: [UInt8], createdAt: Instant, state: State = .pending,
        attempts: Int = 0, at: Instant, outcome: String = ""
    ) {
        self.id = id
        self.webhook = webhook
        self.event = event
        self.payload = payload
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.at = at
        self.outcome = outcome
    }
}
