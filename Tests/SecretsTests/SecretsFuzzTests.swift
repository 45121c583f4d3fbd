import Fuzzing
import Secrets
import Testing

/// Texts and files of secrets, damaged: never a crash, and what is taken is written back as it was.
@Suite struct SecretsFuzzTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func texts() {
        let outcome = Fuzz.run(4000, Fuzz.lines("texts")) { bytes in
            let text = text(bytes)
            var isTaken = false
            if let hash = PasswordHash(text) {
                isTaken = true
                guard hash.text == text else { return .wrong("password hash") }
            }
            if let token = Token(text) {
                isTaken = true
                guard token.text == text else { return .wrong("token") }
            }
            if let key = VerifyingKey(text) {
                isTaken = true
                guard key.text == text else { return .wrong("key") }
                // Whatever the bytes: a point of the curve or not.
                guard !key.isSignature([UInt8](repeating: 1, count: 64), of: [1]) else { return .wrong("signature") }
            }
            for alphabet in [Base64.Alphabet.standard, .addresses] {
                guard let plain = Base64.bytes(text, alphabet) else { continue }
                isTaken = true
                guard Base64.text(plain, alphabet) == text else { return .wrong("Base64") }
            }
            if let plain = Hexadecimal.bytes(text) {
                isTaken = true
                guard Hexadecimal.text(plain) == text.lowercased() else { return .wrong("hexadecimal") }
            }
            return isTaken ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func rsaKeys() {
        let seeds = [RSAFixtures.pkcs8, RSAFixtures.pkcs1, RSAFixtures.spki, RSAFixtures.certificate]
        let outcome = Fuzz.run(800, seeds.map { Array($0.utf8) }) { bytes in
            let text = text(bytes)
            if let key = RSASigningKey(pem: text) {
                return .taken(if: key.publicKey.isValid(key.signature(of: bytes), of: bytes), "signing key")
            }
            guard let key = RSAVerifyingKey(pem: text) else { return .refused }
            return .taken(if: !key.isValid([UInt8](repeating: 1, count: 256), of: [1]), "verifying key")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func keyRings() {
        var ring = KeyRing(at: 1)
        ring.rotate(.fields, at: 2)
        ring.rotate(.signing, isCompromised: true, at: 3)
        let outcome = Fuzz.run(1500, [ring.file]) { bytes in
            guard let ring = KeyRing(file: bytes) else { return .refused }
            // It can do what a ring is for.
            let sealed = ring.seal("晴川里", for: "a")
            let isSound = (try? ring.open(sealed, for: "a")) == "晴川里" && !ring.signer.signature(of: [1]).isEmpty
            return .taken(if: isSound && KeyRing(file: ring.file) != nil)
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// A key under another id would seal what nobody finds the key to.
    @Test func keysUnderOtherIDs() throws {
        let ring = KeyRing(at: 1)
        let id = try #require(ring.inUse(.fields)?.id)
        let text = String(decoding: ring.file, as: UTF8.self)
        for other in ["0000000000000000", id + "00", "no id"] {
            #expect(KeyRing(file: Array(text.replacing(id, with: other).utf8)) == nil)
        }
        #expect(KeyRing(file: ring.file) != nil)
    }

    /// Nothing but what was sealed opens, whatever is done to it.
    @Test func sealedFields() {
        let ring = KeyRing(at: 1)
        let sealed = ring.seal("330106199001011234", for: "person/1/id")
        let outcome = Fuzz.run(3000, [sealed]) { bytes in
            _ = KeyRing.keyID(of: bytes)
            guard let text = try? ring.open(bytes, for: "person/1/id") else { return .refused }
            return .taken(if: bytes == sealed && text == "330106199001011234")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func sealedPieces() {
        let key = [UInt8](repeating: 3, count: 32)
        var sealer = SealedStream.Sealer(key: key, name: "a", pieceSize: 64)
        let sealed = sealer.add([UInt8](repeating: 5, count: 64)) + sealer.finish()
        let outcome = Fuzz.run(3000, [sealed]) { bytes in
            guard let size = SealedStream.plainSize(of: Int64(bytes.count), pieceSize: 64) else { return .refused }
            guard SealedStream.sealedSize(of: size, pieceSize: 64) == bytes.count else { return .wrong("size") }
            guard let plain = SealedStream.open(bytes, number: 0, isLast: true, key: key, name: "a") else {
                return .refused
            }
            return .taken(if: bytes == sealed && plain.count == 64)
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
