import Commons
import Rulebook

/// What waits for one device.
public struct DevicePost: Hashable, Sendable {
    /// The device's item and its number.
    public var device: String
    public var number: String
    /// Those that speak for it, by their items: the device itself first, then those that connect it.
    public var speakers: [String]
    /// Oldest first.
    public var commands: [DeviceCommand]
    /// How somebody wishes it to be set, by setting; empty: nobody wishes anything.
    public var wishes: [String: ReadingBatch.Value]
    /// The device says that it is set so.
    public var isSettled: Bool
    /// It, or what it speaks through, is connected to a node itself.
    public var isElsewhere: Bool
}

extension CommunityDesk {
    /// What waits for these devices, by their items.
    public func post(for ids: [String]) async throws -> [DevicePost] {
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let contents = try devices.contents(records)
            let commands = Dictionary(grouping: try records.waitingCommands(of: ids, at: now), by: \.device)
            return try ids.compactMap { id in
                guard let number = contents.byID[id], let known = contents.devices[number], !known.isRevoked else {
                    return nil
                }
                var wishes: [String: ReadingBatch.Value] = [:]
                var isSettled = true
                // Most devices have none.
                for setting in known.model?.settings.isEmpty == false ? try records.settings(of: id) : [] {
                    if let text = setting.wished, let value = known.model?.setting(setting.setting)?.read(text) {
                        wishes[setting.setting] = value
                        isSettled = isSettled && setting.isSettled
                    }
                }
                let speakers = [id] + contents.gateways(of: id, on: now.day.description)
                return DevicePost(
                    device: id, number: number, speakers: speakers,
                    commands: commands[id] ?? [], wishes: wishes,
                    isSettled: isSettled,
                    isElsewhere: try speakers.contains { speaker in
                        let presence = try records.presence(of: speaker)
                        return presence?.isOnline == true && presence?.node != DevicePresence.broker
                    })
            }
        }
    }
}
