/// The server that takes mails from this installation.
public struct MailServer: Hashable, Sendable {
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// Encrypted from the start (SMTPS, usually on port 465).
        case tls
        /// Encrypted before anything else is said (usually on port 587); a server that cannot is not used.
        case startTLS
        /// In the clear, for a relay on this machine.
        case none
    }
    public var host: String
    public var port: Int
    public var security: Security
    /// Empty: no log-in.
    public var user: String
    public var password: String
    /// A file of certificates to trust in place of the system's; nil: the system's.
    public var certificates: String?
    /// For a whole mail, in milliseconds.
    public var timeout: Int

    public init(
        host: String, port: Int = 465, security: Security = .tls, user: String = "", password: String = "",
        certificates: String? = nil, timeout: Int = 60_000
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.certificates = certificates
        self.timeout = timeout
    }
}
