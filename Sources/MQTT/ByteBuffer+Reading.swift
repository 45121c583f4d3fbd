import NIOCore

/// What stands in packets. A body is a slice of its own: what is missing in it will never come.
extension ByteBuffer {
    // MARK: Data types (MQTT 5, 1.5)

    mutating func byte() throws(PacketProblem) -> UInt8 { try integer() }

    mutating func integer<Number: FixedWidthInteger>() throws(PacketProblem) -> Number {
        guard let value = readInteger(as: Number.self) else { throw .malformed("a packet ends too early") }
        return value
    }

    mutating func variable() throws(PacketProblem) -> UInt32 {
        var value: UInt32 = 0
        for place in 0..<4 {
            let byte = try byte()
            value |= UInt32(byte & 0x7F) << (7 * place)
            if byte & 0x80 == 0 {
                if place > 0, byte == 0 { throw .malformed("a number in more bytes than it needs") }
                return value
            }
        }
        throw .malformed("a number of more than four bytes")
    }

    mutating func text() throws(PacketProblem) -> String {
        let length: UInt16 = try integer()
        guard let view = readSlice(length: Int(length)) else { throw .malformed("a packet ends too early") }
        let text: String?? = view.withUnsafeReadableBytes { bytes in
            // A text with the character U+0000 is malformed (1.5.4).
            bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
        }
        guard let text, let text else { throw .malformed("a text is not UTF-8") }
        return text
    }

    mutating func bytes() throws(PacketProblem) -> [UInt8] {
        let length: UInt16 = try integer()
        guard let bytes = readBytes(length: Int(length)) else { throw .malformed("a packet ends too early") }
        return bytes
    }

    mutating func identifier() throws(PacketProblem) -> UInt16 {
        let id: UInt16 = try integer()
        guard id > 0 else { throw .malformed("a packet's identifier is 0") }
        return id
    }

    mutating func quality(_ bits: UInt8) throws(PacketProblem) -> QualityOfService {
        guard let quality = QualityOfService(rawValue: bits & 3) else { throw .malformed("QoS 3") }
        return quality
    }

    mutating func reason() throws(PacketProblem) -> ReasonCode {
        guard let code = ReasonCode(rawValue: try byte()) else { throw .malformed("no such reason code") }
        return code
    }

    mutating func properties(
        _ version: ProtocolVersion, _ place: Property.Places
    ) throws(PacketProblem) -> [Property] {
        guard version == .v5 else { return [] }
        let length = try variable()
        guard var body = readSlice(length: Int(length)) else { throw .malformed("a packet ends too early") }
        var properties: [Property] = []
        while body.readableBytes > 0 {
            guard let name = Property.Name(rawValue: UInt8(clamping: try body.variable())), name.places.contains(place)
            else { throw .malformed("a property that has no place in this packet") }
            if !name.repeats(in: place), properties.contains(where: { $0.name == name }) {
                throw .wrong("a property stands twice")
            }
            let value = try body.value(of: name)
            // An answer has to have somewhere to go (3.3.2.3.5).
            if name == .responseTopic, case .text(let topic) = value, !TopicFilter.isTopic(topic) {
                throw .wrong("an answer's topic that nothing can be sent to")
            }
            properties.append(Property(name, value))
        }
        return properties
    }

    private mutating func value(of name: Property.Name) throws(PacketProblem) -> Property.Value {
        let number: UInt32
        switch name.form {
        case .text: return .text(try text())
        case .bytes: return .bytes(try bytes())
        case .pair: return .pair(try text(), try text())
        case .flag:
            number = UInt32(try byte())
            if number > 1 { throw .wrong("a property that is neither 0 nor 1") }
        case .byte2: number = UInt32(try integer() as UInt16)
        case .byte4: number = try integer()
        case .variable: number = try variable()
        }
        if number == 0, name.excludesZero { throw .wrong("a property that must not be 0") }
        return .number(number)
    }

    // MARK: Packets (chapter 3)

    mutating func connect() throws(PacketProblem) -> Connect {
        let name = try text()
        let level = try byte()
        guard name == "MQTT", let version = ProtocolVersion(rawValue: level) else {
            guard name == "MQTT" || name == "MQIsdp" else { throw .malformed("this is not MQTT") }
            throw PacketProblem(.unsupportedProtocolVersion, "version \(level) of MQTT")
        }
        let flags = try byte()
        guard flags & 1 == 0 else { throw .malformed("flags of a CONNECT") }
        let hasWill = flags & 0b100 != 0
        guard hasWill || flags & 0b111000 == 0 else { throw .malformed("flags of a will without a will") }
        guard version == .v5 || flags & 0b1000_0000 != 0 || flags & 0b0100_0000 == 0 else {
            throw .malformed("a password without a user name")
        }
        let willQuality = try quality(flags >> 3)
        let keepAlive: UInt16 = try integer()
        let properties = try properties(version, .connect)
        var connect = Connect(
            version: version, client: try text(), isClean: flags & 0b10 != 0, keepAlive: keepAlive,
            properties: properties)
        if hasWill {
            let properties = try self.properties(version, .will)
            let topic = try text()
            guard TopicFilter.isTopic(topic) else { throw PacketProblem(.topicNameInvalid, "the topic of a will") }
            let length: UInt16 = try integer()
            guard let payload = readSlice(length: Int(length)) else { throw .malformed("a packet ends too early") }
            connect.will = Connect.Will(
                topic: topic, payload: payload, quality: willQuality, isRetained: flags & 0b10_0000 != 0,
                properties: properties)
        }
        if flags & 0b1000_0000 != 0 { connect.user = try text() }
        if flags & 0b0100_0000 != 0 { connect.password = try bytes() }
        return connect
    }

    mutating func connack(_ version: ProtocolVersion) throws(PacketProblem) -> Connack {
        let flags = try byte()
        guard flags <= 1 else { throw .malformed("flags of a CONNACK") }
        guard let code = ReasonCode(connectCode: try byte(), version) else { throw .malformed("no such reason code") }
        guard flags == 0 || code == .success else { throw .wrong("a refusal with a session") }
        return Connack(code, hasSession: flags == 1, properties: try properties(version, .connack))
    }

    mutating func publish(_ flags: UInt8, _ version: ProtocolVersion) throws(PacketProblem) -> Publish {
        let quality = try quality(flags >> 1)
        let isDuplicate = flags & 0b1000 != 0
        guard quality > .atMostOnce || !isDuplicate else { throw .malformed("QoS 0 cannot be sent again") }
        let topic = try text()
        let id = quality > .atMostOnce ? try identifier() : nil
        let properties = try properties(version, .publish)
        if topic.isEmpty {
            guard properties.number(.topicAlias) != nil else { throw .wrong("neither a topic nor an alias of one") }
        } else if !TopicFilter.isTopic(topic) {
            throw PacketProblem(.topicNameInvalid, "a topic that nothing can be sent to")
        }
        let payload = readSlice(length: readableBytes) ?? ByteBuffer()
        return Publish(
            topic: topic, payload: payload, quality: quality, id: id, isDuplicate: isDuplicate,
            isRetained: flags & 1 != 0, properties: properties)
    }

    mutating func acknowledgement(_ version: ProtocolVersion) throws(PacketProblem) -> Acknowledgement {
        var acknowledgement = Acknowledgement(try identifier())
        guard version == .v5, readableBytes > 0 else { return acknowledgement }
        acknowledgement.code = try reason()
        if readableBytes > 0 { acknowledgement.properties = try properties(version, .acknowledgement) }
        return acknowledgement
    }

    mutating func subscribe(_ version: ProtocolVersion) throws(PacketProblem) -> Subscribe {
        var packet = Subscribe(try identifier(), [], properties: try properties(version, .subscribe))
        if readableBytes == 0 { throw .wrong("a SUBSCRIBE without a filter") }
        repeat {
            let filter = try text()
            guard TopicFilter(filter) != nil else { throw PacketProblem(.topicFilterInvalid, "a filter of topics") }
            let options = try byte()
            guard options & (version == .v5 ? 0b1100_0000 : 0b1111_1100) == 0 else {
                throw .malformed("options of a subscription")
            }
            guard options >> 4 < 3 else { throw .wrong("retain handling 3") }
            packet.wanted.append(
                Subscribe.Wanted(
                    filter, try quality(options), isNotLocal: options & 0b100 != 0,
                    keepsRetained: options & 0b1000 != 0, retainHandling: options >> 4))
        } while readableBytes > 0
        return packet
    }

    mutating func unsubscribe(_ version: ProtocolVersion) throws(PacketProblem) -> Unsubscribe {
        var packet = Unsubscribe(try identifier(), [], properties: try properties(version, .unsubscribe))
        if readableBytes == 0 { throw .wrong("an UNSUBSCRIBE without a filter") }
        repeat {
            let filter = try text()
            guard TopicFilter(filter) != nil else { throw PacketProblem(.topicFilterInvalid, "a filter of topics") }
            packet.filters.append(filter)
        } while readableBytes > 0
        return packet
    }

    mutating func codes(_ version: ProtocolVersion, hasCodes: Bool) throws(PacketProblem) -> Codes {
        var packet = Codes(try identifier(), [], properties: try properties(version, .acknowledgement))
        guard hasCodes else { return packet }
        repeat {
            let code = try reason()
            guard code.subscribeCode(version) == code.rawValue else {
                throw .malformed("no such return code")
            }
            packet.codes.append(code)
        } while readableBytes > 0
        return packet
    }

    mutating func farewell(
        _ version: ProtocolVersion, _ place: Property.Places
    ) throws(PacketProblem) -> Farewell {
        guard version == .v5, readableBytes > 0 else { return Farewell() }
        var farewell = Farewell(try reason())
        if readableBytes > 0 { farewell.properties = try properties(version, place) }
        return farewell
    }
}
