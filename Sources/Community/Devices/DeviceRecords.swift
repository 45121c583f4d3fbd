public import Commons

/// What is kept of devices besides their items, within one transaction.
public protocol DeviceRecords {
    // Keys
    /// Oldest first.
    func deviceKeys(of device: String) throws -> [DeviceKey]
    func deviceKey(digest: String) throws -> DeviceKey?
    func add(_ key: DeviceKey) throws
    func removeDeviceKey(_ id: String, of device: String) throws -> Bool
    func removeDeviceKeys(of device: String) throws
    func used(_ key: DeviceKey, at: Instant) throws

    // Events that came before
    func hasSeen(_ mark: String, of device: String, at: Instant) throws -> Bool
    func see(_ mark: String, of device: String, until: Instant) throws
    func forgetSeen(before: Instant) throws

    // What gateways announced
    /// In the order of their topics.
    func deviceAnnouncements(by gateway: String) throws -> [KeptAnnouncement]
    func deviceAnnouncement(by gateway: String, on topic: String) throws -> KeptAnnouncement?
    func countDeviceAnnouncements(by gateway: String) throws -> (count: Int, characters: Int)
    /// The device that it announced under this number.
    func announcedDevice(_ number: String, by gateway: String) throws -> String?
    func put(_ announcement: KeptAnnouncement) throws
    /// - Returns: whether there was one.
    func removeDeviceAnnouncement(by gateway: String, on topic: String) throws -> Bool

    // Quarantine
    func quarantine(of device: String) throws -> DeviceQuarantine?
    func put(_ quarantine: DeviceQuarantine) throws
    /// - Returns: whether the device was in quarantine.
    func endQuarantine(of device: String) throws -> Bool
    /// Devices that told nothing since.
    func quarantines(quietSince: Instant) throws -> [DeviceQuarantine]

    // Commands
    func command(_ id: String) throws -> DeviceCommand?
    /// Adds it, or puts it in the place of what there is.
    func put(_ command: DeviceCommand) throws
    /// Newest first.
    func commands(of device: String, limit: Int) throws -> [DeviceCommand]
    /// Those that the devices have not got and that still count, oldest first.
    func waitingCommands(of devices: [String], at: Instant) throws -> [DeviceCommand]
    /// Devices that have such a command.
    func devicesWaiting(at: Instant) throws -> [String]
    /// Those that nobody has answered in time, oldest first.
    func unansweredCommands(before: Instant, limit: Int) throws -> [DeviceCommand]

    // The shadow
    /// By their setting.
    func settings(of device: String) throws -> [DeviceSetting]
    func put(_ setting: DeviceSetting) throws

    // Presence
    func presence(of device: String) throws -> DevicePresence?
    func put(_ presences: [DevicePresence]) throws
    /// That a node is there.
    func beat(_ node: String, at: Instant) throws
    /// Devices on line at nodes that have not been heard of since; a broker's are not among them.
    func lostPresences(before: Instant, limit: Int) throws -> [DevicePresence]
    func forgetNodes(before: Instant) throws
}
