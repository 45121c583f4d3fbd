import Commons
import Rulebook

extension CommunityDesk {
    /// Whether one device speaks for another, both by their numbers: it is the same, or connects it today.
    public func speaks(_ sender: String, for number: String) async throws -> Bool {
        let today = surroundings.now().day.description
        return try await store.readCommunity { records in
            let contents = try devices.contents(records)
            guard let sender = contents.devices[sender], let device = contents.devices[number], !sender.isRevoked else {
                return false
            }
            return contents.connects(sender.id, device.id, on: today)
        }
    }
}
