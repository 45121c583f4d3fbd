public import Commons
public import TLS

/// How the portal stands in its surroundings.
public struct PortalConfiguration: Sendable {
    /// Where it listens.
    public var host = "127.0.0.1"
    /// 0: any that is free.
    public var port = 0
    /// What the portal speaks TLS with; nil: it does not, or a proxy does.
    public var identity: TLSIdentity?
    /// Visitors come by https, to this server or to a proxy: cookies say so, and browsers are told to stay with it.
    public var isSecure = false
    /// What browsers call this place, such as `https://linli.example`; empty: what `Host` says.
    public var origins: Set<String> = []
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String> = []
    /// Lets others than this machine read `/metrics`, as a bearer token.
    public var metricsToken: String?
    /// nil: no limits.
    public var pace: RateLimiter.Paces? = RateLimiter.Paces()
    /// All header fields together, in bytes; at most 64 KiB.
    public var headerLimit = 16 << 10
    /// Path and query, in bytes.
    public var addressLimit = 8 << 10
    /// How long a connection may be silent between and in requests.
    public var idleSeconds: Int64 = 60
    /// How long a body may take that is read as a whole.
    public var bodySeconds: Int64 = 30
    /// How long an upload may take.
    public var uploadSeconds: Int64 = 1800
    /// How often a page that listens gets a sign of life.
    public var heartbeatSeconds: Int64 = 15
    /// Where pages send visitors who have to log in.
    public var logIn = Route("/login")
    /// Where pages send visitors who have to do something first.
    public var duties: [Duty: Route] = [:]
    /// Where visitors prove who they are before a page that is grave to look at.
    public var confirm = Route("/account/confirm")
    /// A line in the log for every request.
    public var logsRequests = true
    /// While this says so no request has a line of its own.
    public var isQuiet: @Sendable () -> Bool = { false }

    public init() {}

    /// Of the cookie that holds the session. Browsers keep `__Host-` ones from being set by neighbours.
    public var sessionCookie: String { isSecure ? "__Host-linli_session" : "linli_session" }
    static let languageCookie = "language"
}
