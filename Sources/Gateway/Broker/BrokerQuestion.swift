public import Community

/// What RabbitMQ asks of somebody who speaks MQTT or AMQP to it, by its HTTP back end of authentication.
public enum BrokerQuestion: Hashable, Sendable {
    /// Is it them?
    case user(name: String, password: String)
    /// May they come into this virtual host?
    case host(user: String)
    /// May they use this exchange or queue?
    case resource(user: String, kind: String, name: String, permission: String)
    /// May they say something to this routing key (`write`), or hear of it (`read`)?
    case topic(user: String, key: String, permission: String)

    /// What queues of clients of MQTT begin with, and of those of AMQP.
    private static let (mqtt, amqp) = ("mqtt-subscription-", "device-")

    /// The queue of a client whose id is the device's number, alone or with a colon and more behind it.
    static func isQueue(_ name: String, of user: String) -> Bool {
        let client: Substring
        if name.hasPrefix(amqp) {
            client = name.dropFirst(amqp.count)
        } else if name.hasPrefix(mqtt), name.hasSuffix("qos0") || name.hasSuffix("qos1") {
            client = name.dropFirst(mqtt.count).dropLast(4)
        } else {
            return false
        }
        return client == user || client.hasPrefix(user + ":")
    }

    /// - Returns: whether they may.
    public func answer(by desk: CommunityDesk) async throws -> Bool {
        switch self {
        case .user(let name, let password):
            guard let login = try await desk.logIn(device: name, key: password) else { return false }
            try await desk.came(login)
            return true
        case .host: return true
        case .resource(let user, let kind, let name, _):
            if kind == "exchange" { return name == BrokerFeed.exchange }
            // A queue is named by the client: of another's name it would be another's.
            return kind == "queue" && Self.isQueue(name, of: user)
        case .topic(let user, let key, let permission):
            let name = key.split(separator: ".", omittingEmptySubsequences: false).map { $0 == "*" ? "+" : $0 }
                .joined(separator: "/")
            if permission == "write" {
                guard let topic = DeviceTopic(name), !topic.channel.isDown else { return false }
                return try await desk.speaks(user, for: topic.device)
            }
            // The broker cannot tell a device from those that it connects, so each is named.
            guard let filter = DeviceFilter(name), let device = filter.device else { return false }
            return try await desk.speaks(user, for: device)
        }
    }
}
