public import NIOCore

/// A control packet of MQTT 3.1.1 or 5 (chapter 3 of both).
public enum Packet: Hashable, Sendable {
    case connect(Connect)
    case connack(Connack)
    case publish(Publish)
    case puback(Acknowledgement)
    case pubrec(Acknowledgement)
    case pubrel(Acknowledgement)
    case pubcomp(Acknowledgement)
    case subscribe(Subscribe)
    case suback(Codes)
    case unsubscribe(Unsubscribe)
    case unsuback(Codes)
    case pingreq
    case pingresp
    case disconnect(Farewell)
    /// Version 5 only.
    case auth(Farewell)

    /// As it is without its reason in words, which is left out where the packet would be too large with it (MQTT 5,
    /// 3.4.2.2.2, 3.14.2.2.3).
    public var withoutWords: Packet {
        func cut(_ properties: [Property]) -> [Property] { properties.filter { $0.name != .reasonString } }
        switch self {
        case .puback(var packet):
            packet.properties = cut(packet.properties)
            return .puback(packet)
        case .pubrec(var packet):
            packet.properties = cut(packet.properties)
            return .pubrec(packet)
        case .disconnect(var packet):
            packet.properties = cut(packet.properties)
            return .disconnect(packet)
        default: return self
        }
    }
}

/// Somebody wants to speak.
public struct Connect: Hashable, Sendable {
    /// What is told to others when the connection breaks.
    public struct Will: Hashable, Sendable {
        public var topic: String
        public var payload: ByteBuffer
        public var quality: QualityOfService
        public var isRetained: Bool
        public var properties: [Property]

        public init(
            topic: String, payload: ByteBuffer, quality: QualityOfService = .atMostOnce, isRetained: Bool = false,
            properties: [Property] = []
        ) {
            self.topic = topic
            self.payload = payload
            self.quality = quality
            self.isRetained = isRetained
            self.properties = properties
        }
    }

    public var version: ProtocolVersion
    /// Empty: the server gives one.
    public var client: String
    public var isClean: Bool
    /// In seconds; 0: it is not watched.
    public var keepAlive: UInt16
    public var user: String?
    public var password: [UInt8]?
    public var will: Will?
    public var properties: [Property]

    public init(
        version: ProtocolVersion, client: String, isClean: Bool = true, keepAlive: UInt16 = 60, user: String? = nil,
        password: [UInt8]? = nil, will: Will? = nil, properties: [Property] = []
    ) {
        self.version = version
        self.client = client
        self.isClean = isClean
        self.keepAlive = keepAlive
        self.user = user
        self.password = password
        self.will = will
        self.properties = properties
    }
}

public struct Connack: Hashable, Sendable {
    public var code: ReasonCode
    public var hasSession: Bool
    public var properties: [Property]

    public init(_ code: ReasonCode, hasSession: Bool = false, properties: [Property] = []) {
        self.code = code
        self.hasSession = hasSession
        self.properties = properties
    }
}

public struct Publish: Hashable, Sendable {
    /// Empty only where version 5 gives an alias.
    public var topic: String
    public var payload: ByteBuffer
    public var quality: QualityOfService
    /// From 1; nil exactly with `atMostOnce`.
    public var id: UInt16?
    /// It is sent again.
    public var isDuplicate: Bool
    public var isRetained: Bool
    public var properties: [Property]

    public init(
        topic: String, payload: ByteBuffer, quality: QualityOfService = .atMostOnce, id: UInt16? = nil,
        isDuplicate: Bool = false, isRetained: Bool = false, properties: [Property] = []
    ) {
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.id = id
        self.isDuplicate = isDuplicate
        self.isRetained = isRetained
        self.properties = properties
    }
}

/// PUBACK, PUBREC, PUBREL, PUBCOMP.
public struct Acknowledgement: Hashable, Sendable {
    /// From 1.
    public var id: UInt16
    /// Version 3.1.1 has no other than `success`.
    public var code: ReasonCode
    public var properties: [Property]

    public init(_ id: UInt16, _ code: ReasonCode = .success, properties: [Property] = []) {
        self.id = id
        self.code = code
        self.properties = properties
    }
}

public struct Subscribe: Hashable, Sendable {
    public struct Wanted: Hashable, Sendable {
        public var filter: String
        public var quality: QualityOfService
        /// Version 5: not what this client sent itself.
        public var isNotLocal: Bool
        /// Version 5: with the mark that it was kept.
        public var keepsRetained: Bool
        /// Version 5: 0 what is kept is sent now; 1 only for a new subscription; 2 never.
        public var retainHandling: UInt8

        public init(
            _ filter: String, _ quality: QualityOfService = .atLeastOnce, isNotLocal: Bool = false,
            keepsRetained: Bool = false, retainHandling: UInt8 = 0
        ) {
            self.filter = filter
            self.quality = quality
            self.isNotLocal = isNotLocal
            self.keepsRetained = keepsRetained
            self.retainHandling = retainHandling
        }
    }

    public var id: UInt16
    /// At least one.
    public var wanted: [Wanted]
    public var properties: [Property]

    public init(_ id: UInt16, _ wanted: [Wanted], properties: [Property] = []) {
        self.id = id
        self.wanted = wanted
        self.properties = properties
    }
}

public struct Unsubscribe: Hashable, Sendable {
    public var id: UInt16
    /// At least one.
    public var filters: [String]
    public var properties: [Property]

    public init(_ id: UInt16, _ filters: [String], properties: [Property] = []) {
        self.id = id
        self.filters = filters
        self.properties = properties
    }
}

/// SUBACK and UNSUBACK. An UNSUBACK of version 3.1.1 has no codes.
public struct Codes: Hashable, Sendable {
    public var id: UInt16
    public var codes: [ReasonCode]
    public var properties: [Property]

    public init(_ id: UInt16, _ codes: [ReasonCode], properties: [Property] = []) {
        self.id = id
        self.codes = codes
        self.properties = properties
    }
}

/// DISCONNECT and AUTH. A DISCONNECT of version 3.1.1 says nothing.
public struct Farewell: Hashable, Sendable {
    public var code: ReasonCode
    public var properties: [Property]

    public init(_ code: ReasonCode = .success, properties: [Property] = []) {
        self.code = code
        self.properties = properties
    }
}
