import Commons
import Secrets
import Testing

struct JournalCheckpointTests {
    private static let key = SigningKey()
    private static let checkpoint = Checkpoint(
        origin: "linli/0011223344556677", size: 42, root: MerkleTree.emptyRoot,
        at: Instant(milliseconds: 1_790_000_000_000))

    private static func note(_ size: Int = 42) -> SignedNote {
        var checkpoint = checkpoint
        checkpoint.size = size
        return SignedNote(checkpoint.text, by: key, named: checkpoint.origin)
    }

    @Test func looksAsOthersExpectIt() {
        let lines = Self.note().encoded.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 7)
        #expect(lines[0] == "linli/0011223344556677")
        #expect(lines[1] == "42")
        #expect(lines[2] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(lines[3] == "time 1790000000000")
        #expect(lines[4] == "")
        #expect(lines[5].hasPrefix("— linli/0011223344556677 "))
        #expect(lines[6] == "")
    }

    @Test func readsBack() throws {
        let note = try #require(SignedNote(Self.note().encoded))
        #expect(note == Self.note())
        #expect(Checkpoint(text: note.text) == Self.checkpoint)
        #expect(note.isSigned(by: Self.key.publicKey, named: "linli/0011223344556677"))
        #expect(!note.isSigned(by: Self.key.publicKey, named: "linli/another"))
        #expect(!note.isSigned(by: SigningKey().publicKey, named: "linli/0011223344556677"))
    }

    @Test func severalMaySign() {
        let second = SigningKey()
        var note = Self.note()
        note.sign(by: second, named: "witness.example")
        let again = SignedNote(note.encoded)
        #expect(again?.isSigned(by: second.publicKey, named: "witness.example") == true)
        #expect(again?.isSigned(by: Self.key.publicKey, named: "linli/0011223344556677") == true)
    }

    @Test func oneChangedByteIsNeverTheSameAndSigned() {
        let bytes = Array(Self.note().encoded.utf8)
        for position in bytes.indices {
            for bit in [UInt8(1), 0x20, 0x80] {
                var changed = bytes
                changed[position] ^= bit
                guard let text = String(validating: changed, as: UTF8.self), let note = SignedNote(text),
                    let checkpoint = Checkpoint(text: note.text)
                else { continue }
                #expect(!note.isSigned(by: Self.key.publicKey, named: checkpoint.origin), "byte \(position)")
            }
        }
    }

    @Test(arguments: [
        "", "\n", "linli/a\n1\n", "linli/a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 1\n",
        "linli/a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 1\n", "linli/a\n1\nAAAA\ntime 1\n",
        "linli/a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime x\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 1\n",
    ]) func whatIsNoneIsNotRead(_ text: String) {
        #expect(Checkpoint(text: text) == nil)
    }

    @Test func aFileOfThemGrowsByAppending() {
        let notes = [Self.note(1), Self.note(2), Self.note(3)]
        let text = notes.map(\.encoded).joined(separator: WitnessFile.separator)
        #expect(WitnessFile.notes(text) == notes)
        #expect(WitnessFile.notes("") == [])
        #expect(WitnessFile.notes(notes[0].encoded) == [notes[0]])
        #expect(WitnessFile.notes(text + "rubbish") == nil)
        #expect(WitnessFile.notes("rubbish\n" + text) == nil)
    }
}
