import Testing

@testable import Secrets

struct SealedBoxTests {
    private static let key = [UInt8](0..<32)
    private static let place = Array("person/1/phone".utf8)

    /// Made by another implementation of AES-256-GCM.
    @Test func sealsAsOthersDo() {
        let sealed = SealedBox.seal(Array("linli".utf8), key: Self.key, context: Self.place, nonce: [UInt8](0..<12))
        #expect(Hexadecimal.text(Array(sealed.dropFirst(12))) == "2b6bb877ac12aea406fb1ff9c244972f87a260cc27")
    }

    @Test(arguments: [0, 1, 15, 16, 17, 100_000]) func opensWhatItSealed(_ count: Int) {
        let plain = [UInt8](repeating: 7, count: count)
        let sealed = SealedBox.seal(plain, key: Self.key, context: Self.place)
        #expect(sealed.count == count + SealedBox.overhead)
        #expect(SealedBox.open(sealed, key: Self.key, context: Self.place) == plain)
    }

    @Test func twoOfTheSameLookDifferent() {
        let plain = Array("13800000000".utf8)
        #expect(
            SealedBox.seal(plain, key: Self.key, context: []) != SealedBox.seal(plain, key: Self.key, context: []))
    }

    @Test func nothingElseOpens() {
        let sealed = SealedBox.seal(Array("13800000000".utf8), key: Self.key, context: Self.place)
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 1
            #expect(SealedBox.open(changed, key: Self.key, context: Self.place) == nil, "byte \(position)")
        }
        for count in 0..<sealed.count {
            #expect(SealedBox.open(Array(sealed.prefix(count)), key: Self.key, context: Self.place) == nil)
        }
        var other = Self.key
        other[31] ^= 1
        #expect(SealedBox.open(sealed, key: other, context: Self.place) == nil)
        #expect(SealedBox.open(sealed, key: [1], context: Self.place) == nil)
        #expect(SealedBox.open(sealed, key: Self.key, context: Array("person/2/phone".utf8)) == nil)
    }

    /// Made by another implementation of HKDF.
    @Test func keysComeFromOneSecretAsTheStandardSays() {
        let secret = [UInt8](repeating: 0x0b, count: 22)
        let key = DerivedKey.bytes(from: secret, purpose: "linli key id", count: 42)
        #expect(
            Hexadecimal.text(key)
                == "5079ed7245b821bbc36dd6cbbce4e18e98c2a0c9f211d0eef3207b872959b3e1fb8a4fd72dd155191c6e")
        #expect(DerivedKey.bytes(from: secret, purpose: "another", count: 42) != key)
        #expect(DerivedKey.bytes(from: secret, purpose: "linli key id", count: 1) == [0x50])
        #expect(DerivedKey.bytes(from: secret, purpose: "linli key id", count: 8160).count == 8160)
    }
}
