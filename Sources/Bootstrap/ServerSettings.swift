public import Rulebook
public import Secrets

/// How a server runs: what the options of `linli serve` say.
public struct ServerSettings: Sendable {
    /// Holds the database and the evidence files; made if it is not there.
    public var data: String
    /// `postgresql://…` for several nodes; nil: SQLite in `data`.
    public var database: String?
    /// The file of the key ring; nil: `keys.json` in `data`.
    public var keys: String?
    public var host = "127.0.0.1"
    /// 0: any that is free.
    public var port = 8080
    /// Where the outside reaches this server; nil: by host and port.
    public var baseURL: String?
    /// The server's certificate with its chain, in PEM; nil: it speaks no TLS.
    public var certificate: String?
    /// The private key to `certificate`, in PEM without a passphrase.
    public var privateKey: String?
    /// Where HTTP without TLS is answered, with the way to the portal alone; nil: nowhere.
    public var redirectPort: Int?
    /// Where devices speak MQTT without encryption, at `host`; nil: nowhere, 0: any that is free.
    public var mqttPort: Int?
    /// Where devices speak MQTT with encryption, by `certificate`.
    public var mqttTLSPort: Int?
    /// `amqp://user:password@host:port/vhost` or `amqps://…`: the broker that devices speak to; nil: there is none.
    public var broker: String?
    /// A file of certificates (PEM) that sign the broker's; nil: those that the system trusts.
    public var brokerCertificates: String?
    /// What the broker proves itself with when it asks about devices; nil: it does not ask.
    public var brokerToken: String?
    /// Addresses of proxies whose `X-Forwarded-For` counts.
    public var trustedProxies: Set<String> = []
    /// `smtp://user:password@host:port`, `smtps://…` or `smtp+starttls://…`; nil: no mail is sent.
    public var mail: String?
    /// Who mail comes from.
    public var mailFrom = "linli@localhost"
    /// The file that names the providers by whose apps people pay; nil: there are none.
    public var payments: String?
    /// Folders of rulebooks besides those built in.
    public var rulebooks: [String] = []
    /// Folders of bindings, each named like the id of the rulebook that they are for; they replace those built in.
    public var bindings: [String] = []
    /// Opens `/metrics` to others than this machine.
    public var metricsToken: String?
    /// Plants a city to look at, with log-ins shown on the log-in page. Only into an empty database.
    public var isDemo = false
    /// The estates of a demonstration come to life through its own port, which must speak HTTP without TLS.
    public var isAlive = false
    /// What a demonstration takes for today; nil: what the clock says.
    public var demoToday: Day?
    /// How many days back a new demonstration begins: its clock is set forward from there (`PUT /api/v1/demo/clock`).
    /// nil: `pastDays` where its estates come to life, otherwise none.
    public var demoDays: Int?
    /// Webhooks may reach addresses of this network: for tests and for installations that trust their users.
    public var allowsPrivateWebhooks = false
    /// Where checkpoints of the journal go: a file's path, the address of another Linli, or `mailto:…`.
    public var witnesses: [String] = []
    /// Public keys of journals whose checkpoints are kept here.
    public var witnessFor: [VerifyingKey] = []
    /// Holds requests to a pace; off only for benchmarks.
    public var isPaced = true
    /// The language of what it says at the start.
    public var language = Language.zh

    public init(data: String) { self.data = data }

    /// So many days a new demonstration has behind it: the longest time that records have to be kept for, and some.
    public static let pastDays = 190

    var scheme: String { certificate == nil ? "http" : "https" }
    /// Where the key ring lies.
    public var keysPath: String { keys ?? data + "/keys.json" }
}
