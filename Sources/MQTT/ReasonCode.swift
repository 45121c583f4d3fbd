/// What an acknowledgement, a refusal or a farewell says (MQTT 5, 2.4). Version 3.1.1 can say less: `connectCode`,
/// `subscribeCode`.
public enum ReasonCode: UInt8, Hashable, Sendable, CaseIterable {
    /// Also "normal disconnection" and "granted QoS 0".
    case success = 0x00
    case grantedQoS1 = 0x01
    case grantedQoS2 = 0x02
    case disconnectWithWill = 0x04
    case noMatchingSubscribers = 0x10
    case noSubscriptionExisted = 0x11
    case continueAuthentication = 0x18
    case reAuthenticate = 0x19
    case unspecifiedError = 0x80
    case malformedPacket = 0x81
    case protocolError = 0x82
    case implementationSpecificError = 0x83
    case unsupportedProtocolVersion = 0x84
    case clientIdentifierNotValid = 0x85
    case badUserNameOrPassword = 0x86
    case notAuthorized = 0x87
    case serverUnavailable = 0x88
    case serverBusy = 0x89
    case banned = 0x8A
    case serverShuttingDown = 0x8B
    case badAuthenticationMethod = 0x8C
    case keepAliveTimeout = 0x8D
    case sessionTakenOver = 0x8E
    case topicFilterInvalid = 0x8F
    case topicNameInvalid = 0x90
    case packetIdentifierInUse = 0x91
    case packetIdentifierNotFound = 0x92
    case receiveMaximumExceeded = 0x93
    case topicAliasInvalid = 0x94
    case packetTooLarge = 0x95
    case messageRateTooHigh = 0x96
    case quotaExceeded = 0x97
    case administrativeAction = 0x98
    case payloadFormatInvalid = 0x99
    case retainNotSupported = 0x9A
    case qosNotSupported = 0x9B
    case useAnotherServer = 0x9C
    case serverMoved = 0x9D
    case sharedSubscriptionsNotSupported = 0x9E
    case connectionRateExceeded = 0x9F
    case maximumConnectTime = 0xA0
    case subscriptionIdentifiersNotSupported = 0xA1
    case wildcardSubscriptionsNotSupported = 0xA2

    public var isFailure: Bool { rawValue >= 0x80 }

    /// The byte of a CONNACK in a version (3.1.1, table 3.1).
    func connectCode(_ version: ProtocolVersion) -> UInt8 {
        if version == .v5 { return rawValue }
        switch self {
        case .success: return 0
        case .unsupportedProtocolVersion: return 1
        case .clientIdentifierNotValid: return 2
        case .badUserNameOrPassword: return 4
        case .notAuthorized, .banned: return 5
        default: return 3
        }
    }

    /// What the byte of a CONNACK means in a version.
    init?(connectCode code: UInt8, _ version: ProtocolVersion) {
        if version == .v5 {
            self.init(rawValue: code)
            return
        }
        switch code {
        case 0: self = .success
        case 1: self = .unsupportedProtocolVersion
        case 2: self = .clientIdentifierNotValid
        case 3: self = .serverUnavailable
        case 4: self = .badUserNameOrPassword
        case 5: self = .notAuthorized
        default: return nil
        }
    }

    /// The byte of a SUBACK in a version: 3.1.1 knows what is granted, and one failure.
    func subscribeCode(_ version: ProtocolVersion) -> UInt8 {
        version == .v5 || rawValue <= ReasonCode.grantedQoS2.rawValue
            ? rawValue : ReasonCode.unspecifiedError.rawValue
    }
}
