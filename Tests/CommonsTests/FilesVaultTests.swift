import Commons
import Testing

@Suite struct FilesVaultTests {
    @Test func digestsHaveOneForm() {
        let good = String(repeating: "0f", count: 32)
        #expect(FileRecord.isDigest(good))
        for bad in [
            "", good.uppercased(), String(good.dropLast()), good + "0", "../" + good.dropFirst(3),
            "g" + good.dropFirst(),
        ] {
            #expect(!FileRecord.isDigest(bad), "\(bad)")
        }
    }

    @Test func rangesAreWithinTheFile() throws {
        #expect(try FileFault.check(nil, within: 5) == 0..<5)
        #expect(try FileFault.check(0..<5, within: 5) == 0..<5)
        #expect(try FileFault.check(4..<5, within: 5) == 4..<5)
        #expect(try FileFault.check(9..<9, within: 5).isEmpty)
        for bad in [Int64(0)..<6, 5..<6, -1..<2] {
            let refusal = #expect(throws: Refusal.self) { try FileFault.check(bad, within: 5) }
            #expect(refusal?.kind == .invalid)
        }
    }

    /// Every piece but the last is full, and none is asked for twice.
    @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 600_000])
    func bytesComeInPieces(_ count: Int) async throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31) }
        let bytes = FileBytes(0..<Int64(count)) { Array(content[Int($0.lowerBound)..<Int($0.upperBound)]) }
        var sizes: [Int] = []
        for try await piece in bytes { sizes.append(piece.count) }
        #expect(sizes.dropLast().allSatisfy { $0 == FileBytes.chunkSize })
        #expect(sizes.reduce(0, +) == count)
        #expect(sizes.allSatisfy { $0 > 0 })
        #expect(try await bytes.all() == content)
    }
}
