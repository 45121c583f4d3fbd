import Commons
import Rulebook
import Testing

@testable import DemoCity

@Suite struct EvidenceTests {
    private func bytes(_ exhibit: Exhibit, edition: Int = 1) throws -> [UInt8] {
        let day = try #require(Day("2026-01-15"))
        return exhibit.bytes(of: Settlement.all[0], on: day, edition: edition, seed: 1)
    }

    @Test func isWhatItsNameSays() throws {
        let exhibits = Exhibit.must + Exhibit.more
        #expect(Set(exhibits.map(\.title)).count == exhibits.count)
        for exhibit in exhibits {
            let bytes = try bytes(exhibit)
            let type = FileType(head: bytes, name: exhibit.fileName)
            switch exhibit.fileName.split(separator: ".").last {
            case "pdf": #expect(type == .pdf)
            case "png": #expect(type == .png)
            default: #expect(type == .csv)
            }
            #expect((500...80_000).contains(bytes.count), "\(exhibit.title): \(bytes.count)")
            #expect(bytes == (try self.bytes(exhibit)), "the same throws, the same bytes")
            #expect(FileName.cleaned(exhibit.fileName) == exhibit.fileName)
        }
    }

    @Test func newEditionsDiffer() throws {
        for exhibit in Exhibit.must { #expect(try bytes(exhibit) != bytes(exhibit, edition: 2), "\(exhibit.title)") }
    }

    /// A zlib stream of known bytes, read back by the rules of RFC 1951 that `RunDeflate` keeps to.
    @Test func runsComeBack() throws {
        var writer = RunDeflate()
        writer.run(7, 1)
        writer.run(200, 3)
        writer.run(9, 4)
        writer.run(0, 1_000)
        writer.repeatLast(500, runs: [(0, 500)])
        let expected = [7, 200, 200, 200, 9, 9, 9, 9] + Array(repeating: UInt8(0), count: 1_500)
        #expect(try inflated(writer.finished()) == expected)
    }

    private struct Broken: Error {}

    /// Only what the writer uses: one block with fixed codes.
    private func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        var position = 16
        func bits(_ count: Int) throws -> Int {
            guard position + count <= bytes.count * 8 else { throw Broken() }
            defer { position += count }
            return (0..<count).reduce(0) {
                $0 | Int(bytes[(position + $1) / 8] >> UInt8((position + $1) % 8) & 1) << $1
            }
        }
        func code() throws -> Int {
            var value = 0
            for length in 1...9 {
                value = value << 1 | (try bits(1))
                if length == 7, value < 24 { return value + 256 }
                if length == 8, (0x30..<0xC0).contains(value) { return value - 0x30 }
                if length == 8, (0xC0..<0xC8).contains(value) { return value - 0xC0 + 280 }
                if length == 9, value >= 0x190 { return value - 0x190 + 144 }
            }
            throw Broken()
        }
        guard try bits(3) == 3 else { throw Broken() }
        let bases = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
        ]
        var output: [UInt8] = []
        while true {
            let symbol = try code()
            if symbol == 256 { break }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            let index = symbol - 257
            let extra = index < 8 || index == 28 ? 0 : index / 4 - 1
            let base = index == 28 ? 258 : index < bases.count ? bases[index] : index == 26 ? 195 : 227
            let length = base + (try bits(extra))
            let slot = try (0..<5).reduce(0) { value, _ in value << 1 | (try bits(1)) }
            let more = slot < 4 ? 0 : slot / 2 - 1
            let distance = (slot < 4 ? slot + 1 : (2 + slot % 2) << more + 1) + (try bits(more))
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
        return output
    }
}
