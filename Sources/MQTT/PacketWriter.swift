public import NIOCore

extension Packet {
    /// Writes the packet as a version has it. Properties and reasons that the version does not have are left out.
    /// - Returns: false where it would be longer than a packet can be (268,435,455 bytes and its head); nothing is
    ///   written then.
    @discardableResult
    public func write(_ version: ProtocolVersion, to buffer: inout ByteBuffer) -> Bool {
        var body = ByteBuffer()
        let first: UInt8
        switch self {
        case .connect(let packet): first = packet.write(&body)
        case .connack(let packet):
            body.writeInteger(packet.hasSession && packet.code == .success ? 1 : 0, as: UInt8.self)
            body.writeInteger(packet.code.connectCode(version))
            body.write(packet.properties, version)
            first = PacketKind.connack.head
        case .publish(let packet): first = packet.write(&body, version)
        case .puback(let packet): first = packet.write(&body, version, .puback)
        case .pubrec(let packet): first = packet.write(&body, version, .pubrec)
        case .pubrel(let packet): first = packet.write(&body, version, .pubrel)
        case .pubcomp(let packet): first = packet.write(&body, version, .pubcomp)
        case .subscribe(let packet):
            body.writeInteger(packet.id)
            body.write(packet.properties, version)
            for one in packet.wanted {
                body.write(one.filter)
                var options = one.quality.rawValue
                if version == .v5 {
                    options |= (one.isNotLocal ? 0b100 : 0) | (one.keepsRetained ? 0b1000 : 0) | one.retainHandling << 4
                }
                body.writeInteger(options)
            }
            first = PacketKind.subscribe.head
        case .suback(let packet):
            body.writeInteger(packet.id)
            body.write(packet.properties, version)
            for code in packet.codes { body.writeInteger(code.subscribeCode(version)) }
            first = PacketKind.suback.head
        case .unsubscribe(let packet):
            body.writeInteger(packet.id)
            body.write(packet.properties, version)
            for filter in packet.filters { body.write(filter) }
            first = PacketKind.unsubscribe.head
        case .unsuback(let packet):
            body.writeInteger(packet.id)
            body.write(packet.properties, version)
            if version == .v5 { for code in packet.codes { body.writeInteger(code.rawValue) } }
            first = PacketKind.unsuback.head
        case .pingreq: first = PacketKind.pingreq.head
        case .pingresp: first = PacketKind.pingresp.head
        case .disconnect(let packet): first = packet.write(&body, version, .disconnect)
        case .auth(let packet): first = packet.write(&body, version, .auth)
        }
        guard body.readableBytes < 1 << 28 else { return false }
        buffer.writeInteger(first)
        buffer.write(variable: UInt32(body.readableBytes))
        buffer.writeBuffer(&body)
        return true
    }
}

extension PacketKind {
    var head: UInt8 { rawValue << 4 | flags }
}

extension Connect {
    fileprivate func write(_ body: inout ByteBuffer) -> UInt8 {
        body.write("MQTT")
        body.writeInteger(version.rawValue)
        var flags: UInt8 = isClean ? 0b10 : 0
        if let will { flags |= 0b100 | will.quality.rawValue << 3 | (will.isRetained ? 0b10_0000 : 0) }
        if user != nil { flags |= 0b1000_0000 }
        // Version 3.1.1 has no password without a user name.
        let password = version == .v5 || user != nil ? password : nil
        if password != nil { flags |= 0b0100_0000 }
        body.writeInteger(flags)
        body.writeInteger(keepAlive)
        body.write(properties, version)
        body.write(client)
        if let will {
            body.write(will.properties, version)
            body.write(will.topic)
            body.write(bytes: will.payload.readableBytesView)
        }
        if let user { body.write(user) }
        if let password { body.write(bytes: password) }
        return PacketKind.connect.head
    }
}

extension Publish {
    fileprivate func write(_ body: inout ByteBuffer, _ version: ProtocolVersion) -> UInt8 {
        body.reserveCapacity(topic.utf8.count + payload.readableBytes + 8)
        body.write(topic)
        if quality > .atMostOnce { body.writeInteger(id ?? 1) }
        body.write(properties, version)
        body.writeImmutableBuffer(payload)
        return PacketKind.publish.rawValue << 4 | (isDuplicate ? 0b1000 : 0) | quality.rawValue << 1
            | (isRetained ? 1 : 0)
    }
}

extension Acknowledgement {
    fileprivate func write(_ body: inout ByteBuffer, _ version: ProtocolVersion, _ kind: PacketKind) -> UInt8 {
        body.writeInteger(id)
        if version == .v5, code != .success || !properties.isEmpty {
            body.writeInteger(code.rawValue)
            if !properties.isEmpty { body.write(properties, version) }
        }
        return kind.head
    }
}

extension Farewell {
    fileprivate func write(_ body: inout ByteBuffer, _ version: ProtocolVersion, _ kind: PacketKind) -> UInt8 {
        if version == .v5, code != .success || !properties.isEmpty {
            body.writeInteger(code.rawValue)
            if !properties.isEmpty { body.write(properties, version) }
        }
        return kind.head
    }
}

extension ByteBuffer {
    fileprivate mutating func write(variable value: UInt32) {
        var rest = value
        repeat {
            let byte = UInt8(rest & 0x7F)
            rest >>= 7
            writeInteger(rest > 0 ? byte | 0x80 : byte)
        } while rest > 0
    }

    /// At most 65,535 bytes, cut where a character ends.
    fileprivate mutating func write(_ text: String) {
        if text.utf8.count <= Int(UInt16.max) {
            writeInteger(UInt16(text.utf8.count))
            writeString(text)
            return
        }
        var cut = text.unicodeScalars.startIndex
        var count = 0
        while true {
            let width = UTF8.width(text.unicodeScalars[cut])
            if count + width > Int(UInt16.max) { break }
            count += width
            cut = text.unicodeScalars.index(after: cut)
        }
        write(String(text.unicodeScalars[..<cut]))
    }

    fileprivate mutating func write(bytes: some Collection<UInt8>) {
        let bytes = bytes.prefix(Int(UInt16.max))
        writeInteger(UInt16(bytes.count))
        writeBytes(bytes)
    }

    fileprivate mutating func write(_ properties: [Property], _ version: ProtocolVersion) {
        guard version == .v5 else { return }
        var body = ByteBuffer()
        for property in properties {
            body.writeInteger(property.name.rawValue)
            switch (property.name.form, property.value) {
            case (.flag, .number(let number)): body.writeInteger(UInt8(number == 0 ? 0 : 1))
            case (.byte2, .number(let number)): body.writeInteger(UInt16(clamping: number))
            case (.byte4, .number(let number)): body.writeInteger(number)
            case (.variable, .number(let number)): body.write(variable: min(number, 268_435_455))
            case (.text, .text(let text)): body.write(text)
            case (.bytes, .bytes(let bytes)): body.write(bytes: bytes)
            case (.pair, .pair(let name, let value)):
                body.write(name)
                body.write(value)
            default: preconditionFailure("a property with a value of another type")
            }
        }
        write(variable: UInt32(body.readableBytes))
        writeBuffer(&body)
    }
}
