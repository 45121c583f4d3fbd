/// How a connection is made and watched.
public struct AMQPConnectionOptions: Hashable, Sendable {
    /// Shown by the broker's tools.
    public var name: String
    /// A file of certificates (PEM) that sign the broker's, for `amqps`; nil: those that the system trusts.
    public var certificateAuthorityFile: String?
    /// Seconds between signs of life, 1 to 60, where the broker does not want fewer. A peer that is silent for twice as
    /// long is taken for dead.
    public var heartbeat: Int
    /// Seconds that connecting, and later each answer of the broker to a request, may take.
    public var timeout: Int

    public init(
        name: String = "linli", certificateAuthorityFile: String? = nil, heartbeat: Int = 10, timeout: Int = 5
    ) {
        self.name = name
        self.certificateAuthorityFile = certificateAuthorityFile
        self.heartbeat = min(max(heartbeat, 1), 60)
        self.timeout = max(timeout, 1)
    }
}
