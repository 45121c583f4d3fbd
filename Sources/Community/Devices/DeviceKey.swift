public import Commons

/// What a device proves itself with. The key itself is shown once and kept nowhere.
public struct DeviceKey: Hashable, Sendable {
    public var id: String
    /// The device's item.
    public var device: String
    /// Of the key's text.
    public var digest: String
    public var madeAt: Instant
    /// The person's id.
    public var madeBy: String
    public var usedAt: Instant?

    public init(
        id: String, device: String, digest: String, madeAt: Instant, madeBy: String, usedAt: Instant? = nil
    ) {
        self.id = id
        self.device = device
        self.digest = digest
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.usedAt = usedAt
    }
}
