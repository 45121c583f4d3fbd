public import NIOCore

/// Reads the packets of one connection, one after the other. The version is that of the CONNECT, which comes first on
/// a server and was sent before on a client.
public struct PacketReader: Sendable {
    /// nil: nothing has been said yet.
    public var version: ProtocolVersion?
    /// How many bytes a packet has at most, its head included.
    public var limit: Int

    public init(version: ProtocolVersion? = nil, limit: Int) {
        self.version = version
        self.limit = limit
    }

    /// Takes the next packet out of the buffer.
    /// - Returns: nil while it is not all there; then the buffer is as it was.
    public mutating func next(_ buffer: inout ByteBuffer) throws(PacketProblem) -> Packet? {
        let start = buffer.readerIndex
        guard let first: UInt8 = buffer.getInteger(at: start) else { return nil }
        guard let kind = PacketKind(rawValue: first >> 4) else { throw .malformed("no such type of packet") }
        guard kind == .publish || first & 0x0F == kind.flags else { throw .malformed("flags of a packet") }
        // What a stranger sends first is judged before all of it is there.
        if version == nil, kind != .connect { throw .wrong("the first packet is no CONNECT") }
        guard let (length, size) = try length(buffer, at: start + 1) else { return nil }
        let whole = 1 + size + length
        guard whole <= limit else {
            throw PacketProblem(.packetTooLarge, "a packet of \(whole) bytes, where \(limit) are taken")
        }
        guard buffer.readableBytes >= whole, var body = buffer.getSlice(at: start + 1 + size, length: length) else {
            return nil
        }
        let packet = try read(kind, flags: first & 0x0F, &body)
        guard body.readableBytes == 0 else { throw .malformed("bytes after the end of a packet") }
        buffer.moveReaderIndex(forwardBy: whole)
        return packet
    }

    /// The remaining length, and in how many bytes it stands; nil: they are not all there.
    private func length(_ buffer: ByteBuffer, at start: Int) throws(PacketProblem) -> (Int, Int)? {
        var (value, size) = (0, 0)
        while size < 4 {
            guard let byte: UInt8 = buffer.getInteger(at: start + size) else { return nil }
            value |= Int(byte & 0x7F) << (7 * size)
            size += 1
            if byte & 0x80 == 0 {
                // Version 3.1.1 does not forbid it.
                if size > 1, byte == 0, version == .v5 { throw .malformed("a length in more bytes than it needs") }
                return (value, size)
            }
        }
        throw .malformed("a length of more than four bytes")
    }

    private mutating func read(
        _ kind: PacketKind, flags: UInt8, _ body: inout ByteBuffer
    ) throws(PacketProblem) -> Packet {
        switch kind {
        case .connect:
            guard version == nil else { throw .wrong("a second CONNECT") }
            let connect = try body.connect()
            version = connect.version
            return .connect(connect)
        case .connack: return .connack(try body.connack(spoken))
        case .publish: return .publish(try body.publish(flags, spoken))
        case .puback: return .puback(try body.acknowledgement(spoken))
        case .pubrec: return .pubrec(try body.acknowledgement(spoken))
        case .pubrel: return .pubrel(try body.acknowledgement(spoken))
        case .pubcomp: return .pubcomp(try body.acknowledgement(spoken))
        case .subscribe: return .subscribe(try body.subscribe(spoken))
        case .suback: return .suback(try body.codes(spoken, hasCodes: true))
        case .unsubscribe: return .unsubscribe(try body.unsubscribe(spoken))
        case .unsuback: return .unsuback(try body.codes(spoken, hasCodes: spoken == .v5))
        case .pingreq: return .pingreq
        case .pingresp: return .pingresp
        case .disconnect: return .disconnect(try body.farewell(spoken, .disconnect))
        case .auth:
            guard spoken == .v5 else { throw .malformed("no such type of packet") }
            return .auth(try body.farewell(spoken, .auth))
        }
    }

    private var spoken: ProtocolVersion { version ?? .v311 }
}

/// The types of packets, by their number (MQTT 5, table 2-1).
enum PacketKind: UInt8 {
    case connect = 1
    case connack, publish, puback, pubrec, pubrel, pubcomp, subscribe, suback, unsubscribe, unsuback, pingreq, pingresp
    case disconnect, auth

    /// What the flags of its head must be; those of PUBLISH have a meaning.
    var flags: UInt8 {
        switch self {
        case .pubrel, .subscribe, .unsubscribe: 0b0010
        default: 0
        }
    }
}
