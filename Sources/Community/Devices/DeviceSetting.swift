public import Commons

/// How one thing of a device is set: as somebody wishes it, and as the device says it is.
public struct DeviceSetting: Hashable, Sendable {
    /// The device's item.
    public var device: String
    /// Of the model's settings.
    public var setting: String
    /// As `ReadingBatch.Value.text` writes it; nil: nobody has wished anything.
    public var wished: String?
    public var wishedAt: Instant?
    /// The person.
    public var wishedBy: String?
    /// nil: the device has not said.
    public var told: String?
    public var toldAt: Instant?

    public init(
        device: String, setting: String, wished: String? = nil, wishedAt: Instant? = nil, wishedBy: String? = nil,
        told: String? = nil, toldAt: Instant? = nil
    ) {
        self.device = device
        self.setting = setting
        self.wished = wished
        self.wishedAt = wishedAt
        self.wishedBy = wishedBy
        self.told = told
        self.toldAt = toldAt
    }

    /// The device has done as somebody wished, or nobody wishes anything.
    public var isSettled: Bool { wished == nil || wished == told }
}

/// What a device says of itself.
public struct DeviceState: Hashable, Sendable {
    /// Its number; nil: the sender itself.
    public var device: String?
    public var firmware: String?
    /// By setting.
    public var settings: [String: ReadingBatch.Value]

    public init(device: String? = nil, firmware: String? = nil, settings: [String: ReadingBatch.Value] = [:]) {
        self.device = device
        self.firmware = firmware
        self.settings = settings
    }
}
