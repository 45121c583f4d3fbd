import Secrets
import Testing

@Suite struct SealedStreamTests {
    private static let key = [UInt8](repeating: 9, count: 32)
    private static let size = 16

    private func sealed(_ plain: [UInt8], in parts: Int = 1, name: String = "a") -> [UInt8] {
        var sealer = SealedStream.Sealer(key: Self.key, name: name, pieceSize: Self.size)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: plain.count, by: parts) {
            bytes += sealer.add(Array(plain[start..<min(start + parts, plain.count)]))
        }
        return bytes + sealer.finish()
    }

    /// As whoever reads a file does.
    private func opened(_ sealed: [UInt8], name: String = "a", key: [UInt8] = key) -> [UInt8]? {
        guard let size = SealedStream.plainSize(of: Int64(sealed.count), pieceSize: Self.size) else { return nil }
        let (count, box) = (Int(SealedStream.pieces(of: size, pieceSize: Self.size)), Self.size + SealedBox.overhead)
        var plain: [UInt8] = []
        for number in 0..<count {
            let piece = Array(sealed[number * box..<min(sealed.count, (number + 1) * box)])
            guard
                let bytes = SealedStream.open(
                    piece, number: Int64(number), isLast: number == count - 1, key: key, name: name)
            else { return nil }
            plain += bytes
        }
        return plain
    }

    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 100])
    func comesBack(_ count: Int) {
        let plain = (0..<count).map { UInt8($0) }
        for parts in [1, 7, 16, 17, 1000] {
            let bytes = sealed(plain, in: parts)
            #expect(Int64(bytes.count) == SealedStream.sealedSize(of: Int64(count), pieceSize: Self.size))
            #expect(opened(bytes) == plain)
        }
        #expect(opened(sealed(plain), name: "b") == nil)
        #expect(opened(sealed(plain), key: [UInt8](repeating: 8, count: 32)) == nil)
    }

    /// Every bit; every end; every piece left out, doubled, or in another's place.
    @Test func nothingChangesUnseen() {
        let bytes = sealed((0..<50).map { UInt8($0) })
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(opened(changed) == nil)
        }
        for count in 0..<bytes.count { #expect(opened(Array(bytes.prefix(count))) == nil) }
        let box = Self.size + SealedBox.overhead
        let pieces = stride(from: 0, to: bytes.count, by: box).map { Array(bytes[$0..<min($0 + box, bytes.count)]) }
        #expect(pieces.count == 4)
        let other = sealed((0..<50).map { UInt8($0) }, name: "b")
        for first in pieces.indices {
            var less = pieces
            less.remove(at: first)
            #expect(opened(Array(less.joined())) == nil)
            var more = pieces
            more.insert(pieces[first], at: first)
            #expect(opened(Array(more.joined())) == nil)
            var foreign = pieces
            foreign[first] = Array(other[first * box..<min((first + 1) * box, other.count)])
            #expect(opened(Array(foreign.joined())) == nil)
            for second in pieces.indices where second > first {
                var swapped = pieces
                swapped.swapAt(first, second)
                #expect(opened(Array(swapped.joined())) == nil)
            }
        }
    }

    /// A stream has one size for each size of what is in it, and no other.
    @Test func sizes() {
        var known: [Int64: Int64] = [:]
        for size in Int64(0)...300 { known[SealedStream.sealedSize(of: size, pieceSize: Self.size)] = size }
        #expect(known.count == 301)
        for sealed in Int64(0)...500 {
            #expect(SealedStream.plainSize(of: sealed, pieceSize: Self.size) == known[sealed], "\(sealed)")
        }
        #expect(SealedStream.plainSize(of: -1) == nil && SealedStream.plainSize(of: .max) == nil)
    }

    @Test func passphrases() {
        let light = PasswordHash.Parameters(logN: 4)
        let salt = [UInt8](repeating: 1, count: 16)
        let key = PassphraseKey.bytes("correct horse", salt: salt, light)
        #expect(key.count == 32 && key == PassphraseKey.bytes("ｃorrect horse", salt: salt, light))
        #expect(key != PassphraseKey.bytes("correct horsE", salt: salt, light))
        #expect(key != PassphraseKey.bytes("correct horse", salt: [UInt8](repeating: 2, count: 16), light))
        // What a forged backup asks of this machine has an end.
        #expect(PassphraseKey.isBearable(PassphraseKey.parameters))
        for (logN, r, p, isBearable) in [
            (20, 8, 4, true), (20, 8, 5, false), (20, 16, 1, false), (19, 16, 1, true), (21, 8, 1, false),
            (0, 8, 1, false),
        ] {
            let parameters = PasswordHash.Parameters(logN: logN, r: r, p: p)
            #expect(PassphraseKey.isBearable(parameters) == isBearable, "\(logN) \(r) \(p)")
        }
    }
}
