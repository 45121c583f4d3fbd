import Commons

extension CommunityDesk {
    /// A node that has not been heard of for so long, in seconds, is gone, and its devices with it.
    static let nodeSilence: Int64 = 60

    /// Keeps who came and who went at a node, which is there itself.
    /// `keys`: by which they came.
    /// - Returns: those whose key is there no more.
    @discardableResult
    public func note(
        _ changes: [PresenceChange], at node: String, keys: [DeviceLogin]
    ) async throws -> [DeviceLogin] {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            try records.beat(node, at: now)
            var presences: [DevicePresence] = []
            for change in changes {
                var presence =
                    try records.presence(of: change.device)
                    ?? DevicePresence(device: change.device, since: change.seenAt)
                // It may have come again elsewhere before it was found to be gone here.
                if !change.isOnline, presence.node != node { continue }
                let wasOnline = presence.isOnline
                if wasOnline != change.isOnline { presence.since = change.seenAt }
                presence.node = change.isOnline ? node : nil
                presence.seenAt = max(presence.seenAt, change.seenAt)
                presences.append(presence)
                if wasOnline != change.isOnline {
                    try records.announce("\(Estate.device.id)/\(change.device)/presence", on: CommunityDesk.channel)
                }
            }
            try records.put(presences)
            var ended: [DeviceLogin] = []
            for login in keys {
                if let key = try records.deviceKeys(of: login.device).first(where: { $0.id == login.key }) {
                    try records.used(key, at: now)
                } else {
                    ended.append(login)
                }
            }
            return ended
        }
    }

    /// Devices at nodes that are gone are on line no longer.
    public func sweepPresence() async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            let before = now.adding(seconds: -Self.nodeSilence)
            let lost = try records.lostPresences(before: before, limit: 20_000)
            try records.put(
                lost.map { presence in
                    var presence = presence
                    presence.node = nil
                    presence.since = presence.seenAt
                    return presence
                })
            try endSilent(at: now, records)
            try records.forgetNodes(before: before)
            try records.forgetDeviceChanges(before: now.adding(seconds: -3600))
            try records.forgetSeen(before: now)
            try sweepQuarantines(at: now, records)
        }
    }
}
