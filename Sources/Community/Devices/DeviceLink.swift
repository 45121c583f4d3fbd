public import Commons
import Rulebook

/// How a device is tied to the platform: whether it is there, what proves it, what it was told and how it is set.
public struct DeviceLink: Sendable {
    public var device: Item
    public var model: DeviceModel?
    /// nil: it has never been on line by itself.
    public var presence: DevicePresence?
    /// nil: what it tells is taken.
    public var quarantine: DeviceQuarantine?
    /// Empty as well for those who may not see them.
    public var keys: [DeviceKey]
    /// By the model's settings, also those of which nothing is known.
    public var settings: [DeviceSetting]
    /// Newest first.
    public var commands: [DeviceCommand]
    /// Through what it speaks, and what speaks through it, today.
    public var gateways: [Item]
    public var connected: [Item]
    /// People by id.
    public var names: [String: String]
    /// Whether the visitor may let it out of quarantine.
    public var mayRelease: Bool
    public var mayCommand: Bool
    public var mayManageKeys: Bool
    public var now: Instant
}

extension CommunityDesk {
    /// How many commands and devices behind a gateway are shown.
    static let shownOfLink = 50

    public func link(of device: String, _ visitor: Visitor) async throws -> DeviceLink {
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let item = try found(device, of: Estate.device, records)
            try demand(CommunityFunction.readReadings, visitor, item)
            let model = try model(of: item, records)
            let mayManageKeys = allows(CommunityFunction.deviceKeys, visitor, item)
            let keys = mayManageKeys ? try records.deviceKeys(of: device) : []
            let told = Dictionary(
                try records.settings(of: device).map { ($0.setting, $0) }, uniquingKeysWith: { first, _ in first })
            let settings = (model?.settings ?? []).map {
                told[$0.id] ?? DeviceSetting(device: device, setting: $0.id)
            }
            let commands = try records.commands(of: device, limit: Self.shownOfLink)
            let (contents, today) = (try devices.contents(records), now.day.description)
            let through = contents.devices(through: device, on: today).dropFirst().prefix(Self.shownOfLink).map(\.id)
            let gateways = contents.gateways(of: device, on: today)
            let near = try records.items(Set(through + gateways))
                .filter { allows(Estate.device.function(.read), visitor, $0.value) }
            let people = keys.map(\.madeBy) + commands.compactMap(\.person) + settings.compactMap(\.wishedBy)
            let names = Dictionary(
                try records.people(Set(people)).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            return DeviceLink(
                device: item, model: model, presence: try records.presence(of: device),
                quarantine: try records.quarantine(of: device), keys: keys,
                settings: settings, commands: commands, gateways: gateways.compactMap { near[$0] },
                connected: through.compactMap { near[$0] }, names: names,
                mayRelease: allows(CommunityFunction.command, visitor, item),
                mayCommand: allows(CommunityFunction.command, visitor, item) && item.state == "active",
                mayManageKeys: mayManageKeys && item.state != DeviceShelf.revoked, now: now)
        }
    }
}
