import MQTT
import NIOCore
import Testing

@Suite struct PacketTests {
    /// The first packet in these bytes, from a connection that speaks a version already, or none yet.
    private func read(
        _ bytes: [UInt8], _ version: ProtocolVersion? = .v311, limit: Int = 1 << 20
    ) throws(PacketProblem) -> Packet? {
        var reader = PacketReader(version: version, limit: limit)
        var buffer = ByteBuffer(bytes: bytes)
        return try reader.next(&buffer)
    }

    private func problem(_ bytes: [UInt8], _ version: ProtocolVersion? = .v311, limit: Int = 1 << 20) -> ReasonCode? {
        do throws(PacketProblem) {
            _ = try read(bytes, version, limit: limit)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: Samples.all)
    func everyPacketIsReadAsItWasWritten(_ packet: Packet, _ version: ProtocolVersion) throws {
        var reader = Samples.reader(packet, version)
        var buffer = ByteBuffer(bytes: Samples.bytes(packet, version))
        let found = try reader.next(&buffer)
        #expect(found == packet)
        #expect(buffer.readableBytes == 0)
    }

    /// However it is cut on its way, and whatever follows.
    @Test(arguments: Samples.all)
    func nothingIsTakenBeforeItIsAllThere(_ packet: Packet, _ version: ProtocolVersion) throws {
        let bytes = Samples.bytes(packet, version)
        for count in 0..<bytes.count {
            var reader = Samples.reader(packet, version)
            var buffer = ByteBuffer(bytes: bytes.prefix(count))
            let early = try reader.next(&buffer)
            #expect(early == nil && buffer.readableBytes == count)
            buffer.writeBytes(bytes[count...] + [0xC0, 0])
            let whole = try reader.next(&buffer)
            let following = try reader.next(&buffer)
            #expect(whole == packet && following == .pingreq)
        }
    }

    /// As the examples of the specification have them.
    @Test func bytesAreThoseOfTheSpecification() throws {
        let body = [0, 4] + Array("MQTT".utf8) + [4, 0b1100_0010, 0, 10, 0, 0, 0, 1, 0x75, 0, 0]
        let connect = Connect(version: .v311, client: "", keepAlive: 10, user: "u", password: [])
        let found = try read([0x10, 17] + body, nil)
        #expect(found == .connect(connect))
        #expect(Samples.bytes(.connect(connect), .v311) == [0x10, 17] + body)
        #expect(Samples.bytes(.pubrel(Acknowledgement(0x0102)), .v311) == [0x62, 2, 1, 2])
        #expect(Samples.bytes(.puback(Acknowledgement(1, .quotaExceeded)), .v311) == [0x40, 2, 0, 1])
        #expect(Samples.bytes(.puback(Acknowledgement(1, .quotaExceeded)), .v5) == [0x40, 3, 0, 1, 0x97])
        #expect(Samples.bytes(.connack(Connack(.badUserNameOrPassword, hasSession: true)), .v311) == [0x20, 2, 0, 4])
        #expect(Samples.bytes(.connack(Connack(.banned)), .v311) == [0x20, 2, 0, 5])
        #expect(Samples.bytes(.connack(Connack(.quotaExceeded)), .v311) == [0x20, 2, 0, 3])
        #expect(Samples.bytes(.connack(Connack(.banned)), .v5) == [0x20, 3, 0, 0x8A, 0])
        #expect(Samples.bytes(.suback(Codes(1, [.notAuthorized])), .v311) == [0x90, 3, 0, 1, 0x80])
        #expect(Samples.bytes(.disconnect(Farewell(.serverBusy)), .v311) == [0xE0, 0])
    }

    @Test(arguments: [(0, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), (2_097_151, 3), (2_097_152, 4)])
    func lengthsTakeAsFewBytesAsTheyCan(_ length: Int, _ size: Int) throws {
        // A topic of one character takes three bytes.
        let packet = Packet.publish(
            Publish(topic: "t", payload: ByteBuffer(repeating: 7, count: max(length - 3, 0))))
        let bytes = Samples.bytes(packet, .v311)
        #expect(bytes.count == 1 + size + max(length, 3))
        let found = try read(bytes, limit: bytes.count)
        #expect(found == packet)
        #expect(problem(bytes, limit: bytes.count - 1) == .packetTooLarge)
    }

    @Test func whatIsTooLargeIsRefusedBeforeItIsThere() {
        #expect(problem([0x30, 0xFF, 0xFF, 0xFF, 0x7F]) == .packetTooLarge)
        #expect(problem([0x30, 0x80, 0x80, 0x80, 0x80]) == .malformedPacket)
        #expect(problem([0xC0, 0x80, 0x00], .v5) == .malformedPacket)
        #expect(problem([0xC0, 0x80, 0x00], .v311) == nil)
    }

    @Test func theFirstPacketIsConnectAndTheOnlyOne() {
        #expect(problem([0xC0], nil) == .protocolError)
        #expect(problem(Samples.bytes(.connect(Connect(version: .v5, client: "")), .v5), .v5) == .protocolError)
        #expect(problem([0x00], nil) == .malformedPacket)
        #expect(problem(Array("GET / HTTP/1.1".utf8), nil) == .malformedPacket)
        #expect(problem([0x16, 3, 1], nil) == .malformedPacket)
    }

    @Test(arguments: 0...255)
    func flagsOfHeadsAreWhatTheyMustBe(_ flags: Int) {
        let first = UInt8(flags)
        let (kind, low) = (first >> 4, first & 15)
        let mustBe: UInt8? = kind == 0 ? nil : [6, 8, 10].contains(kind) ? 2 : 0
        let found = problem([first], .v5)
        if kind == 3 {
            #expect(found == nil)
        } else {
            #expect((found == .malformedPacket) == (low != mustBe))
        }
    }

    // MARK: Each rule of CONNECT

    private func connect(_ flags: UInt8, name: String = "MQTT", level: UInt8 = 4, _ rest: [UInt8] = []) -> [UInt8] {
        let body = [0, UInt8(name.utf8.count)] + Array(name.utf8) + [level, flags, 0, 10] + rest
        return [0x10, UInt8(body.count)] + body
    }

    @Test func connectSaysWhatIsWrongWithIt() {
        #expect(problem(connect(2, [0, 0]), nil) == nil)
        #expect(problem(connect(3, [0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(2, name: "MQIsdp", level: 3, [0, 1, 0x61]), nil) == .unsupportedProtocolVersion)
        #expect(problem(connect(2, level: 6, [0, 0]), nil) == .unsupportedProtocolVersion)
        #expect(problem(connect(2, name: "HTTP", [0, 0]), nil) == .malformedPacket)
        // A will's quality or mark without a will, QoS 3, a password without a user name.
        #expect(problem(connect(0b0000_1010, [0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(0b0010_0010, [0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(0b0001_1110, [0, 0, 0, 1, 0x61, 0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(0b0000_0110, [0, 0, 0, 1, 0x61, 0, 0]), nil) == nil)
        #expect(problem(connect(0b0000_0110, [0, 0, 0, 1, 0x23, 0, 0]), nil) == .topicNameInvalid)
        #expect(problem(connect(0b0100_0010, [0, 0, 0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(0b0100_0010, level: 5, [0, 0, 0, 0, 0]), nil) == nil)
        // A user name that is announced and missing, one that is there and not announced.
        #expect(problem(connect(0b1000_0010, [0, 0]), nil) == .malformedPacket)
        #expect(problem(connect(2, [0, 0, 0, 1, 0x61]), nil) == .malformedPacket)
    }

    @Test(arguments: [[0xC3, 0x28], [0x00], [0xED, 0xA0, 0x80], [0xF8], [0x61, 0x00]] as [[UInt8]])
    func textsAreUTF8WithoutNull(_ bytes: [UInt8]) {
        #expect(problem(connect(2, [0, UInt8(bytes.count)] + bytes), nil) == .malformedPacket)
        let topic = [0, UInt8(bytes.count)] + bytes
        #expect(problem([0x30, UInt8(topic.count)] + topic) == .malformedPacket)
    }

    // MARK: Each rule of the others

    @Test func publishSaysWhatIsWrongWithIt() {
        #expect(problem([0x30, 3, 0, 1, 0x61]) == nil)
        #expect(problem([0x38, 3, 0, 1, 0x61]) == .malformedPacket)
        #expect(problem([0x36, 5, 0, 1, 0x61, 0, 1]) == .malformedPacket)
        #expect(problem([0x32, 5, 0, 1, 0x61, 0, 0]) == .malformedPacket)
        #expect(problem([0x32, 4, 0, 1, 0x61, 0]) == .malformedPacket)
        #expect(problem([0x30, 2, 0, 0]) == .protocolError)
        #expect(problem([0x30, 3, 0, 1, 0x2B]) == .topicNameInvalid)
        #expect(problem([0x30, 3, 0, 1, 0x23]) == .topicNameInvalid)
        #expect(problem([0x30, 4, 0, 1, 0x61, 0], .v5) == nil)
        #expect(problem([0x30, 3, 0, 0, 0], .v5) == .protocolError)
        #expect(problem([0x30, 6, 0, 0, 3, 0x23, 0, 1], .v5) == nil)
        #expect(problem([0x30, 6, 0, 0, 3, 0x23, 0, 0], .v5) == .protocolError)
    }

    @Test func propertiesSayWhatIsWrongWithThem() {
        func publish(_ properties: [UInt8]) -> [UInt8] {
            let body = [0, 1, 0x61, UInt8(properties.count)] + properties
            return [0x30, UInt8(body.count)] + body
        }
        #expect(problem(publish([1, 1]), .v5) == nil)
        #expect(problem(publish([1, 2]), .v5) == .protocolError)
        #expect(problem(publish([1, 1, 1, 1]), .v5) == .protocolError)
        #expect(problem(publish([0x26, 0, 0, 0, 0, 0x26, 0, 0, 0, 0]), .v5) == nil)
        #expect(problem(publish([0x0B, 0]), .v5) == .protocolError)
        // Where answers go is a topic.
        #expect(problem(publish([0x08, 0, 1, 0x61]), .v5) == nil)
        #expect(problem(publish([0x08, 0, 3, 0x61, 0x2F, 0x23]), .v5) == .protocolError)
        #expect(problem(publish([0x0B, 1, 0x0B, 2]), .v5) == nil)
        // Of another packet, of none, one that is cut, a length that goes too far.
        #expect(problem(publish([0x11, 0, 0, 0, 1]), .v5) == .malformedPacket)
        #expect(problem(publish([0x04, 0]), .v5) == .malformedPacket)
        #expect(problem(publish([0x02, 0, 0]), .v5) == .malformedPacket)
        #expect(problem([0x30, 4, 0, 1, 0x61, 9], .v5) == .malformedPacket)
        // The subscription of a client has one identifier only.
        #expect(problem([0x82, 11, 0, 1, 4, 0x0B, 1, 0x0B, 2, 0, 1, 0x61, 0], .v5) == .protocolError)
    }

    @Test func subscriptionsSayWhatIsWrongWithThem() {
        #expect(problem([0x82, 6, 0, 1, 0, 1, 0x61, 1]) == nil)
        #expect(problem([0x82, 2, 0, 1]) == .protocolError)
        #expect(problem([0x82, 6, 0, 0, 0, 1, 0x61, 1]) == .malformedPacket)
        #expect(problem([0x82, 6, 0, 1, 0, 1, 0x61, 3]) == .malformedPacket)
        #expect(problem([0x82, 6, 0, 1, 0, 1, 0x61, 4]) == .malformedPacket)
        #expect(problem([0x82, 7, 0, 1, 0, 0, 1, 0x61, 0x04], .v5) == nil)
        #expect(problem([0x82, 7, 0, 1, 0, 0, 1, 0x61, 0x30], .v5) == .protocolError)
        #expect(problem([0x82, 7, 0, 1, 0, 0, 1, 0x61, 0x40], .v5) == .malformedPacket)
        #expect(problem([0x82, 7, 0, 1, 0, 2, 0x61, 0x23, 1]) == .topicFilterInvalid)
        #expect(problem([0x82, 5, 0, 1, 0, 0, 1]) == .topicFilterInvalid)
        #expect(problem([0xA2, 2, 0, 1]) == .protocolError)
        #expect(problem([0xA2, 4, 0, 1, 0, 0]) == .topicFilterInvalid)
        #expect(problem([0xA2, 5, 0, 1, 0, 1, 0x61]) == nil)
    }

    @Test func theRestSaysWhatIsWrongWithIt() {
        #expect(problem([0x40, 2, 0, 0]) == .malformedPacket)
        #expect(problem([0x40, 3, 0, 1, 0]) == .malformedPacket)
        #expect(problem([0x40, 3, 0, 1, 0], .v5) == nil)
        #expect(problem([0x40, 3, 0, 1, 0x55], .v5) == .malformedPacket)
        #expect(problem([0xC0, 1, 0]) == .malformedPacket)
        #expect(problem([0xE0, 1, 0]) == .malformedPacket)
        #expect(problem([0xE0, 1, 0x04], .v5) == nil)
        #expect(problem([0xF0, 0]) == .malformedPacket)
        #expect(problem([0xF0, 0], .v5) == nil)
        #expect(problem([0x20, 2, 2, 0]) == .malformedPacket)
        #expect(problem([0x20, 2, 0, 6]) == .malformedPacket)
        #expect(problem([0x20, 2, 1, 5]) == .protocolError)
    }

    @Test func longTextsAreCutWhereACharacterEnds() throws {
        let long = String(repeating: "字", count: 30_000)
        var buffer = ByteBuffer()
        Packet.connack(Connack(.banned, properties: [.text(.reasonString, long)])).write(.v5, to: &buffer)
        var reader = PacketReader(version: .v5, limit: 1 << 20)
        let found = try reader.next(&buffer)
        guard case .connack(let connack) = found else {
            Issue.record("no CONNACK")
            return
        }
        #expect(connack.properties.text(.reasonString) == String(repeating: "字", count: 21_845))
    }
}
