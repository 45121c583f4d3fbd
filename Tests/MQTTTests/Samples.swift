import MQTT
import NIOCore

/// One packet of each kind and of each shape that it has.
enum Samples {
    private static func buffer(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

    private static let said: [Property] = [
        .text(.reasonString, "why"), Property(.userProperty, .pair("a", "1")), Property(.userProperty, .pair("a", "2")),
    ]

    static let v311: [Packet] = [
        .connect(Connect(version: .v311, client: "")),
        .connect(
            Connect(
                version: .v311, client: "门禁-1", isClean: false, keepAlive: 0, user: "u", password: [0, 255],
                will: Connect.Will(topic: "a/b", payload: buffer("off"), quality: .exactlyOnce, isRetained: true))),
        .connect(Connect(version: .v311, client: "c", keepAlive: 65_535, user: "u")),
        .connack(Connack(.success, hasSession: true)), .connack(Connack(.success)),
        .connack(Connack(.unsupportedProtocolVersion)), .connack(Connack(.clientIdentifierNotValid)),
        .connack(Connack(.serverUnavailable)), .connack(Connack(.badUserNameOrPassword)),
        .connack(Connack(.notAuthorized)), .publish(Publish(topic: "t", payload: ByteBuffer())),
        .publish(Publish(topic: "t/温度", payload: buffer("21.5"), isRetained: true)),
        .publish(Publish(topic: "t", payload: buffer("{}"), quality: .atLeastOnce, id: 1)),
        .publish(Publish(topic: "t", payload: buffer("{}"), quality: .exactlyOnce, id: 65_535, isDuplicate: true)),
        .puback(Acknowledgement(1)), .pubrec(Acknowledgement(2)), .pubrel(Acknowledgement(3)),
        .pubcomp(Acknowledgement(65_535)),
        .subscribe(
            Subscribe(
                7,
                [
                    .init("a/+/c", .atMostOnce), .init("#", .exactlyOnce), .init("a/#"), .init("/"),
                ])), .suback(Codes(7, [.success, .grantedQoS1, .grantedQoS2, .unspecifiedError])),
        .unsubscribe(Unsubscribe(8, ["a/+/c", "#"])), .unsuback(Codes(8, [])), .pingreq, .pingresp,
        .disconnect(Farewell()),
    ]

    static let v5: [Packet] = [
        .connect(Connect(version: .v5, client: "")),
        .connect(
            Connect(
                version: .v5, client: "c", isClean: false, keepAlive: 30, password: [1],
                will: Connect.Will(
                    topic: "w", payload: buffer("gone"), quality: .atLeastOnce,
                    properties: [
                        .number(.willDelay, 60), .number(.payloadFormat, 1), .text(.contentType, "text/plain"),
                        .text(.responseTopic, "r"), Property(.correlationData, .bytes([0, 1])),
                        .number(.messageExpiry, UInt32.max),
                    ]),
                properties: [
                    .number(.sessionExpiry, UInt32.max), .number(.receiveMaximum, 10),
                    .number(.maximumPacketSize, 1 << 20), .number(.topicAliasMaximum, 0),
                    .number(.requestProblemInformation, 0), .number(.requestResponseInformation, 1),
                    .text(.authenticationMethod, "SCRAM"), Property(.authenticationData, .bytes([9])),
                    Property(.userProperty, .pair("", "")),
                ])),
        .connack(
            Connack(
                .success, hasSession: true,
                properties: [
                    .text(.assignedClientIdentifier, "x"), .number(.serverKeepAlive, 60), .number(.maximumQoS, 1),
                    .number(.retainAvailable, 0), .number(.wildcardSubscriptionAvailable, 1),
                    .number(.subscriptionIdentifierAvailable, 0), .number(.sharedSubscriptionAvailable, 0),
                    .text(.responseInformation, "i"), .text(.serverReference, "s"), .number(.topicAliasMaximum, 8),
                ])), .connack(Connack(.banned, properties: said)),
        .publish(
            Publish(
                topic: "", payload: buffer("1"), quality: .atLeastOnce, id: 9,
                properties: [
                    .number(.topicAlias, 1), .number(.subscriptionIdentifier, 1),
                    .number(.subscriptionIdentifier, 268_435_455),
                ])), .publish(Publish(topic: "t", payload: ByteBuffer())), .puback(Acknowledgement(1)),
        .puback(Acknowledgement(1, .noMatchingSubscribers)),
        .puback(Acknowledgement(1, .quotaExceeded, properties: said)),
        .pubrec(Acknowledgement(2, .success, properties: said)),
        .pubrel(Acknowledgement(3, .packetIdentifierNotFound)), .pubcomp(Acknowledgement(4)),
        .subscribe(
            Subscribe(
                7,
                [
                    .init("a", .exactlyOnce, isNotLocal: true, keepsRetained: true, retainHandling: 2),
                    .init("$share/g/a", .atMostOnce, retainHandling: 1),
                ], properties: [.number(.subscriptionIdentifier, 128)])),
        .suback(Codes(7, [.notAuthorized, .grantedQoS1], properties: said)),
        .unsubscribe(Unsubscribe(8, ["a"], properties: [Property(.userProperty, .pair("k", "v"))])),
        .unsuback(Codes(8, [.noSubscriptionExisted, .success])), .pingreq, .pingresp, .disconnect(Farewell()),
        .disconnect(Farewell(.disconnectWithWill)),
        .disconnect(Farewell(.serverMoved, properties: said + [.text(.serverReference, "b")])),
        .auth(
            Farewell(
                .continueAuthentication,
                properties: [.text(.authenticationMethod, "M"), Property(.authenticationData, .bytes([]))])),
        .auth(Farewell()),
    ]

    static let all = v311.map { ($0, ProtocolVersion.v311) } + v5.map { ($0, ProtocolVersion.v5) }

    static func bytes(_ packet: Packet, _ version: ProtocolVersion) -> [UInt8] {
        var buffer = ByteBuffer()
        packet.write(version, to: &buffer)
        return Array(buffer.readableBytesView)
    }

    /// A reader for whom the connection stands where this packet may come.
    static func reader(_ packet: Packet, _ version: ProtocolVersion, limit: Int = 1 << 20) -> PacketReader {
        if case .connect = packet { return PacketReader(limit: limit) }
        return PacketReader(version: version, limit: limit)
    }
}
