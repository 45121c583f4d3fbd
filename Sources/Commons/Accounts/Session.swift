/// Where somebody is logged in.
public struct Session: Hashable, Sendable {
    /// The digest of the cookie's token; the token itself is kept nowhere.
    public var id: String
    public var person: String
    public var created: Instant
    public var lastSeen: Instant
    /// When it is over however busy it is.
    public var expires: Instant
    /// Where the login came from, and with which browser, for its owner to recognise it.
    public var address: String
    public var agent: String
    /// What forms of this session prove themselves with.
    public var csrf: String
    /// When its person last proved who they are: at the login, or for a grave act since.
    public var provedAt: Instant

    /// `provedAt`: nil: at the login.
    public init(
        id: String, person: String, created: Instant, lastSeen: Instant, expires: Instant, address: String,
        agent: String, csrf: String, provedAt: Instant? = nil
    ) {
        self.id = id
        self.person = person
        self.created = created
        self.lastSeen = lastSeen
        self.expires = expires
        self.address = address
        self.agent = agent
        self.csrf = csrf
        self.provedAt = provedAt ?? created
    }
}

/// How long sessions last, in seconds.
public struct SessionTerms: Hashable, Sendable {
    /// Without a request.
    public var idle: Int64
    /// In all.
    public var absolute: Int64
    /// How old the note of the last request may become before it is written again.
    public var precision: Int64

    public init(idle: Int64 = 12 * 3600, absolute: Int64 = 7 * 24 * 3600, precision: Int64 = 60) {
        self.idle = idle
        self.absolute = absolute
        self.precision = precision
    }

    /// Sessions that began under longer terms end by the ones of today.
    public func isOver(_ session: Session, at now: Instant) -> Bool {
        now >= session.expires || now >= session.created.adding(seconds: absolute)
            || now >= session.lastSeen.adding(seconds: idle)
    }

    /// Whether it is time to note another request.
    public func isStale(_ lastSeen: Instant?, at now: Instant) -> Bool {
        lastSeen.map { now >= $0.adding(seconds: precision) } ?? true
    }
}
