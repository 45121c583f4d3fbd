public import Commons

/// Whether a device is on line, and what it says of itself.
public struct DevicePresence: Hashable, Sendable {
    /// The device's item.
    public var device: String
    /// Where it is connected; nil: nowhere.
    public var node: String?
    /// When it came, or went.
    public var since: Instant
    /// When something was last heard from it.
    public var seenAt: Instant
    /// Empty: it has not said.
    public var firmware: String

    public init(
        device: String, node: String? = nil, since: Instant, seenAt: Instant? = nil, firmware: String = ""
    ) {
        self.device = device
        self.node = node
        self.since = since
        self.seenAt = seenAt ?? since
        self.firmware = firmware
    }

    public var isOnline: Bool { node != nil }
}

/// That a device came, went or was heard.
public struct PresenceChange: Hashable, Sendable {
    public var device: String
    public var isOnline: Bool
    public var seenAt: Instant

    public init(device: String, isOnline: Bool, seenAt: Instant) {
        self.device = device
        self.isOnline = isOnline
        self.seenAt = seenAt
    }
}
