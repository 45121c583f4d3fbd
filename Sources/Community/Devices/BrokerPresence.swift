public import Commons

extension DevicePresence {
    /// Where a device is connected that is behind a broker; nodes have longer names.
    public static let broker = "broker"
}

/// A connection that a device has to a broker.
public struct BrokerLink: Hashable, Sendable {
    /// The broker's own name of it, which is given once.
    public var id: String
    /// Whose it is: of a device, its number. Others have connections as well.
    public var user: String
    /// The node of the broker, and which run of it: what it held in another is gone.
    public var node: String
    public var run: String
    public var since: Instant

    public init(id: String, user: String, node: String, run: String, since: Instant) {
        self.id = id
        self.user = user
        self.node = node
        self.run = run
        self.since = since
    }
}

/// What a broker tells of a connection.
public enum BrokerNews: Hashable, Sendable {
    case opened(BrokerLink)
    case closed(String, at: Instant)
}

/// Who is connected to a broker, within one transaction.
public protocol BrokerRecords {
    /// Nothing happens if it is there.
    func add(_ link: BrokerLink, of device: String) throws
    /// - Returns: the device that had it; nil: none had.
    func removeBrokerLink(_ id: String) throws -> String?
    /// Removes what a node had before a moment in other runs than this.
    /// - Returns: devices, each once.
    func removeBrokerLinks(of node: String, butOf run: String, before: Instant) throws -> [String]
    func hasBrokerLink(_ device: String) throws -> Bool
    /// Devices with a connection that count as gone.
    func quietWithBrokerLinks() throws -> [String]
    /// Devices on line at a node that nothing was heard from since.
    func silentPresences(at node: String, before: Instant, limit: Int) throws -> [DevicePresence]
    /// That devices were heard, where something is known of their presence; by their items.
    func heard(_ devices: [String: Instant]) throws
}

extension CommunityDesk {
    /// Whether a connection is still there that nothing is heard from, only the broker knows; if its node is lost for
    /// good, it does not tell. After so many seconds it counts as gone, until something is heard again.
    static let brokerSilence: Int64 = 86_400

    /// Keeps what a broker told, in the order in which it happened.
    public func note(_ news: [BrokerNews]) async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            let contents = try devices.contents(records)
            var presences: [String: DevicePresence] = [:]
            func turn(_ device: String, isOnline: Bool, at moment: Instant) throws {
                let at = min(moment, now)
                var presence =
                    try presences[device] ?? records.presence(of: device) ?? DevicePresence(device: device, since: at)
                // It may be connected to a node itself by now, or by another connection still.
                if !isOnline {
                    guard presence.node == DevicePresence.broker, try !records.hasBrokerLink(device) else { return }
                }
                if presence.isOnline != isOnline {
                    presence.since = at
                    try records.announce("\(Estate.device.id)/\(device)/presence", on: Self.channel)
                }
                presence.node = isOnline ? DevicePresence.broker : nil
                presence.seenAt = max(presence.seenAt, at)
                presences[device] = presence
            }
            for one in news {
                switch one {
                case .opened(let link):
                    // The run before ended without a word: the node was killed.
                    for device in try records.removeBrokerLinks(of: link.node, butOf: link.run, before: link.since) {
                        try turn(device, isOnline: false, at: link.since)
                    }
                    guard let known = contents.devices[link.user] else { continue }
                    try records.add(link, of: known.id)
                    try turn(known.id, isOnline: true, at: link.since)
                case .closed(let id, let at):
                    guard let device = try records.removeBrokerLink(id) else { continue }
                    try turn(device, isOnline: false, at: at)
                }
            }
            try records.put(presences.values.sorted { $0.device < $1.device })
        }
    }

    /// That something came from devices by a broker. `heard`: when last, by number.
    public func note(heard: [String: Instant]) async throws {
        try await store.writeCommunity { records in
            let contents = try devices.contents(records)
            var moments: [String: Instant] = [:]
            for (number, at) in heard {
                if let device = contents.devices[number] { moments[device.id] = at }
            }
            try records.heard(moments)
            // It counted as gone since it was silent for so long, and was not.
            for device in try records.quietWithBrokerLinks() {
                guard let at = moments[device], var presence = try records.presence(of: device) else { continue }
                (presence.node, presence.since) = (DevicePresence.broker, at)
                try records.put([presence])
                try records.announce("\(Estate.device.id)/\(device)/presence", on: Self.channel)
            }
        }
    }

    /// Who was silent behind a broker for too long counts as gone.
    func endSilent(at now: Instant, _ records: any CommunityRecords) throws {
        let silent = try records.silentPresences(
            at: DevicePresence.broker, before: now.adding(seconds: -Self.brokerSilence), limit: 20_000)
        try records.put(
            silent.map { presence in
                var presence = presence
                (presence.node, presence.since) = (nil, presence.seenAt)
                return presence
            })
    }
}
