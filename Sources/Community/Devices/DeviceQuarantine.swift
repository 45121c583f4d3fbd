public import Commons

/// That a device told more events than can be meant: what it tells is kept apart until it is quiet again or somebody
/// lets it out.
public struct DeviceQuarantine: Hashable, Sendable {
    /// The device's item.
    public var device: String
    public var since: Instant
    /// When it last told something.
    public var lastAt: Instant
    /// Events that were kept apart since.
    public var held: Int

    public init(device: String, since: Instant, lastAt: Instant, held: Int) {
        self.device = device
        self.since = since
        self.lastAt = lastAt
        self.held = held
    }
}
