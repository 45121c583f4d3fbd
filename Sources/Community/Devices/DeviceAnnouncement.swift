/// What a gateway says of a device behind it, by which it enters the device.
public struct DeviceAnnouncement: Hashable, Sendable {
    /// The device, and the part of its model that is announced.
    public struct Announced: Hashable, Sendable {
        /// At most 60 characters.
        public var number: String
        public var name: String
        public var serial: String
        /// What tells its model from others that the same organisation's gateways announce.
        public var make: String
        /// What people call the make.
        public var title: String
        public var firmware: String?
        public var properties: [DeviceModel.Property]
        public var commands: [DeviceModel.Command]
        public var settings: [DeviceModel.Property]

        public init(
            number: String, name: String, serial: String, make: String, title: String, firmware: String? = nil,
            properties: [DeviceModel.Property] = [], commands: [DeviceModel.Command] = [],
            settings: [DeviceModel.Property] = []
        ) {
            self.number = number
            self.name = name
            self.serial = serial
            self.make = make
            self.title = title
            self.firmware = firmware
            self.properties = properties
            self.commands = commands
            self.settings = settings
        }
    }

    /// Where it is said: what is said there later takes its place. 1...1,000 bytes.
    public var topic: String
    /// As it is said; at most 64 KiB.
    public var text: String
    /// nil: what was announced there is no more.
    public var device: Announced?

    public init(topic: String, text: String, device: Announced?) {
        self.topic = topic
        self.text = text
        self.device = device
    }
}

/// What a gateway announced, as it is kept.
public struct KeptAnnouncement: Hashable, Sendable {
    /// The gateway's item.
    public var gateway: String
    public var topic: String
    public var text: String
    /// The device's item.
    public var device: String
    /// The device's number when it was announced.
    public var number: String

    public init(gateway: String, topic: String, text: String, device: String, number: String) {
        self.gateway = gateway
        self.topic = topic
        self.text = text
        self.device = device
        self.number = number
    }
}
