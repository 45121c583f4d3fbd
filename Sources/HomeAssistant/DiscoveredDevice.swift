/// To what an announced thing belongs.
public struct DiscoveredDevice: Hashable, Sendable {
    /// Another way to know it, as `mac` and an address.
    public struct Connection: Hashable, Sendable {
        public var kind: String
        public var value: String
    }

    /// By which it is known: numbers, addresses. May be empty where there are connections.
    public var identifiers: [String]
    public var connections: [Connection]
    public var name: String?
    public var manufacturer: String?
    public var model: String?
    public var softwareVersion: String?
    /// An identifier of the gateway through which it speaks.
    public var viaDevice: String?

    init(_ fields: Fields) throws(DiscoveryProblem) {
        identifiers = try fields.texts("identifiers", atMost: DiscoveryLimits.identifiers)
        guard identifiers.allSatisfy({ !$0.isEmpty }) else { throw fields.wrong("identifiers") }
        connections = try DiscoveredDevice.connections(fields)
        name = try fields.text("name")
        manufacturer = try fields.text("manufacturer")
        model = try fields.text("model")
        softwareVersion = try fields.text("sw_version")
        viaDevice = try fields.text("via_device")
        guard !identifiers.isEmpty || !connections.isEmpty else { throw fields.missing("identifiers") }
    }

    private static func connections(_ fields: Fields) throws(DiscoveryProblem) -> [Connection] {
        let key = "connections"
        guard let value = fields[key] else { return [] }
        guard case .list(let pairs) = value else { throw fields.wrong(key) }
        guard pairs.count <= DiscoveryLimits.identifiers else { throw fields.tooMany(key) }
        var connections: [Connection] = []
        for pair in pairs {
            guard case .list(let pair) = pair, pair.count == 2, case .text(let kind) = pair[0],
                case .text(let value) = pair[1], !(kind + value).utf8.contains(0)
            else { throw fields.wrong(key) }
            connections.append(Connection(kind: kind, value: value))
        }
        return connections
    }
}
