import Fuzzing
import MQTT
import NIOCore
import Testing

/// What strangers send, damaged.
@Suite struct MQTTFuzzTests {
    /// Everything that can be read, or what was wrong.
    private func packets(_ bytes: [UInt8], _ reader: PacketReader, piece: Int) -> (found: [Packet], code: ReasonCode?) {
        var (reader, buffer, found) = (reader, ByteBuffer(), [Packet]())
        do throws(PacketProblem) {
            for start in stride(from: 0, to: bytes.count, by: piece) {
                buffer.writeBytes(bytes[start..<min(start + piece, bytes.count)])
                while let packet = try reader.next(&buffer) { found.append(packet) }
            }
        } catch {
            return (found, error.code)
        }
        return (found, nil)
    }

    /// What is read can be written and read again; how the bytes are cut on their way changes nothing.
    @Test(arguments: ProtocolVersion.allCases)
    func packetsOfAConversation(_ version: ProtocolVersion) {
        let samples = version == .v5 ? Samples.v5 : Samples.v311
        let seeds = samples.map { Samples.bytes($0, version) }
        let outcome = Fuzz.run(20_000, seeds) { bytes in
            // A CONNECT comes first, and alone.
            let isFirst = bytes.first.map { $0 >> 4 == 1 } ?? false
            let reader = PacketReader(version: isFirst ? nil : version, limit: 10_000)
            let whole = packets(bytes, reader, piece: max(bytes.count, 1))
            let cut = packets(bytes, reader, piece: 1)
            guard whole.found == cut.found, whole.code == cut.code else { return .wrong("cut otherwise") }
            for packet in whole.found {
                var spoken = version
                if case .connect(let connect) = packet { spoken = connect.version }
                let again = packets(
                    Samples.bytes(packet, spoken), Samples.reader(packet, spoken), piece: 1 << 20)
                guard again.code == nil, again.found == [packet] else { return .wrong("\(packet)") }
            }
            return whole.code == nil && !whole.found.isEmpty ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// Before anybody has said who they are.
    @Test func strangers() {
        let seeds = Samples.all.compactMap { packet, version -> [UInt8]? in
            if case .connect = packet { Samples.bytes(packet, version) } else { nil }
        }
        let outcome = Fuzz.run(20_000, seeds) { bytes in
            let read = packets(bytes, PacketReader(limit: 1_000), piece: 7)
            if let first = read.found.first, case .connect = first { return .taken }
            return read.found.isEmpty ? .refused : .wrong("\(read.found)")
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
