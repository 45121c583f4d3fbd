import Testing

@testable import Secrets

struct KeyRingTests {
    private static let place = "person/1/phone"

    @Test func readsBackFromItsFile() throws {
        var ring = KeyRing(at: 1)
        let sealed = ring.seal("13800000000", for: Self.place)
        ring.rotate(.fields, at: 2)
        ring.rotate(.signing, isCompromised: true, at: 3)
        let again = try #require(KeyRing(file: ring.file))
        #expect(again.entries == ring.entries)
        #expect(try again.open(sealed, for: Self.place) == "13800000000")
        #expect(again.blindIndex("a", kind: "phone") == ring.blindIndex("a", kind: "phone"))
        #expect(again.signer.publicKey == ring.signer.publicKey)
    }

    @Test func aDamagedFileIsNoRing() {
        let file = KeyRing(at: 1).file
        for count in stride(from: 0, to: file.count, by: 7) { #expect(KeyRing(file: Array(file.prefix(count))) == nil) }
        let text = String(decoding: file, as: UTF8.self)
        #expect(KeyRing(file: Array(text.replacing("\"signing\"", with: "\"fields\"").utf8)) == nil)
        #expect(KeyRing(file: Array(text.replacing("\"format\" : 1", with: "\"format\" : 2").utf8)) == nil)
    }

    @Test func onlyTheNewestMakesAndTheOldStillReads() throws {
        var ring = KeyRing(at: 1)
        let (old, first) = (ring.seal("王", for: Self.place), ring.signer.publicKey)
        let fresh = ring.rotate(.fields, at: 2)
        let new = ring.seal("王", for: Self.place)
        #expect(KeyRing.keyID(of: new) == fresh.id)
        #expect(KeyRing.keyID(of: old) != fresh.id)
        #expect(try ring.open(old, for: Self.place) == "王")
        #expect(try ring.open(new, for: Self.place) == "王")
        ring.rotate(.signing, isCompromised: true, at: 5)
        #expect(ring.signer.publicKey != first)
        #expect(ring.verifiers.map(\.compromisedAt) == [5, nil])
        #expect(ring.verifiers.first?.key == first)
    }

    @Test func aFieldOpensInItsPlaceAlone() {
        let ring = KeyRing(at: 1)
        let sealed = ring.seal("13800000000", for: Self.place)
        #expect(throws: KeyRingError.damaged) { try ring.open(sealed, for: "person/2/phone") }
        #expect(throws: KeyRingError.damaged) { try ring.open([1, 2, 3], for: Self.place) }
        #expect(throws: KeyRingError.noKey(KeyRing.keyID(of: sealed) ?? "")) {
            try KeyRing(at: 1).open(sealed, for: Self.place)
        }
    }

    @Test func theBlindIndexTellsEqualsAndNothingElse() {
        let (ring, other) = (KeyRing(at: 1), KeyRing(at: 1))
        #expect(ring.blindIndex("a", kind: "phone") == ring.blindIndex("a", kind: "phone"))
        #expect(ring.blindIndex("a", kind: "phone") != ring.blindIndex("b", kind: "phone"))
        #expect(ring.blindIndex("a", kind: "phone") != ring.blindIndex("a", kind: "mail"))
        #expect(ring.blindIndex("a", kind: "phone") != other.blindIndex("a", kind: "phone"))
    }
}
