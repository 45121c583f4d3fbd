/// Something that a packet of MQTT 5 says besides what it must (MQTT 5, 2.2.2).
public struct Property: Hashable, Sendable {
    public enum Name: UInt8, Hashable, Sendable, CaseIterable {
        case payloadFormat = 0x01
        case messageExpiry = 0x02
        case contentType = 0x03
        case responseTopic = 0x08
        case correlationData = 0x09
        case subscriptionIdentifier = 0x0B
        case sessionExpiry = 0x11
        case assignedClientIdentifier = 0x12
        case serverKeepAlive = 0x13
        case authenticationMethod = 0x15
        case authenticationData = 0x16
        case requestProblemInformation = 0x17
        case willDelay = 0x18
        case requestResponseInformation = 0x19
        case responseInformation = 0x1A
        case serverReference = 0x1C
        case reasonString = 0x1F
        case receiveMaximum = 0x21
        case topicAliasMaximum = 0x22
        case topicAlias = 0x23
        case maximumQoS = 0x24
        case retainAvailable = 0x25
        case userProperty = 0x26
        case maximumPacketSize = 0x27
        case wildcardSubscriptionAvailable = 0x28
        case subscriptionIdentifierAvailable = 0x29
        case sharedSubscriptionAvailable = 0x2A
    }

    public enum Value: Hashable, Sendable {
        case number(UInt32)
        case text(String)
        case bytes([UInt8])
        case pair(String, String)
    }

    public var name: Name
    public var value: Value

    public init(_ name: Name, _ value: Value) {
        self.name = name
        self.value = value
    }

    public static func number(_ name: Name, _ value: some BinaryInteger) -> Property {
        Property(name, .number(UInt32(clamping: value)))
    }
    public static func text(_ name: Name, _ value: String) -> Property { Property(name, .text(value)) }
}

extension [Property] {
    public func number(_ name: Property.Name) -> UInt32? {
        guard case .number(let value)? = first(where: { $0.name == name })?.value else { return nil }
        return value
    }

    public func text(_ name: Property.Name) -> String? {
        guard case .text(let value)? = first(where: { $0.name == name })?.value else { return nil }
        return value
    }
}

extension Property {
    /// How a value is written.
    enum Form {
        case flag, byte2, byte4, variable, text, bytes, pair
    }

    /// What properties may stand in, as bits.
    struct Places: OptionSet {
        let rawValue: UInt16
        static let connect = Places(rawValue: 1)
        static let will = Places(rawValue: 2)
        static let connack = Places(rawValue: 4)
        static let publish = Places(rawValue: 8)
        /// PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK.
        static let acknowledgement = Places(rawValue: 16)
        static let subscribe = Places(rawValue: 32)
        static let unsubscribe = Places(rawValue: 64)
        static let disconnect = Places(rawValue: 128)
        static let auth = Places(rawValue: 256)
        static let all = Places(rawValue: 511)
    }
}

extension Property.Name {
    var form: Property.Form {
        switch self {
        case .payloadFormat, .requestProblemInformation, .requestResponseInformation, .maximumQoS, .retainAvailable,
            .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable:
            .flag
        case .serverKeepAlive, .receiveMaximum, .topicAliasMaximum, .topicAlias: .byte2
        case .messageExpiry, .sessionExpiry, .willDelay, .maximumPacketSize: .byte4
        case .subscriptionIdentifier: .variable
        case .contentType, .responseTopic, .assignedClientIdentifier, .authenticationMethod, .responseInformation,
            .serverReference, .reasonString:
            .text
        case .correlationData, .authenticationData: .bytes
        case .userProperty: .pair
        }
    }

    var places: Property.Places {
        switch self {
        case .payloadFormat, .messageExpiry, .contentType, .responseTopic, .correlationData: [.publish, .will]
        case .subscriptionIdentifier: [.publish, .subscribe]
        case .sessionExpiry: [.connect, .connack, .disconnect]
        case .assignedClientIdentifier, .serverKeepAlive, .responseInformation, .maximumQoS, .retainAvailable,
            .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable:
            .connack
        case .authenticationMethod, .authenticationData: [.connect, .connack, .auth]
        case .requestProblemInformation, .requestResponseInformation: .connect
        case .willDelay: .will
        case .serverReference: [.connack, .disconnect]
        case .reasonString: [.connack, .acknowledgement, .disconnect, .auth]
        case .receiveMaximum, .topicAliasMaximum, .maximumPacketSize: [.connect, .connack]
        case .topicAlias: .publish
        case .userProperty: .all
        }
    }

    /// May stand in a packet more than once.
    func repeats(in place: Property.Places) -> Bool {
        self == .userProperty || self == .subscriptionIdentifier && place == .publish
    }

    var excludesZero: Bool {
        switch self {
        case .receiveMaximum, .topicAlias, .maximumPacketSize, .subscriptionIdentifier: true
        default: false
        }
    }
}
