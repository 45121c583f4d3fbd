import Testing

@testable import Secrets

@Suite struct RandomTests {
    @Test func bytesAreAsManyAsAskedFor() {
        for count in [0, 1, 32, 1000] { #expect(SecureRandom.bytes(count).count == count) }
        #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
    }

    @Test func tokensStandInAddresses() throws {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let tokens = (0..<100).map { _ in Token() }
        #expect(Set(tokens).count == 100)
        for token in tokens {
            #expect(token.text.count == 43 && token.text.allSatisfy(allowed.contains))
            #expect(Token(token.text) == token)
            #expect(token.digest == SHA256Digest.hex(of: Array(token.text.utf8)))
            #expect("\(token)" == "Token", "a token is never printed by accident")
        }
        #expect(Token(bytes: Array(repeating: 0xff, count: 32))?.text == String(repeating: "_", count: 42) + "8")
    }

    @Test func otherTextsAreNoToken() {
        let text = String(repeating: "A", count: 42)
        #expect(Token(text + "A") != nil)
        for other in ["", text, text + "AA", text + "B", text + "=", text + "é", text + "+", text + " "] {
            #expect(Token(other) == nil, "\(other)")
        }
        #expect(Token(bytes: []) == nil)
        #expect(Token(bytes: Array(repeating: 0, count: 33)) == nil)
    }

    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(_ bytes: String, _ text: String) {
        #expect(Base64.text(Array(bytes.utf8), .standard) == text)
        #expect(Base64.bytes(text, .standard) == Array(bytes.utf8))
    }

    @Test func base64HasOneTextForEachBytes() {
        #expect(Base64.text([0xfb, 0xff], .standard) == "+/8")
        #expect(Base64.text([0xfb, 0xff], .addresses) == "-_8")
        for text in ["A", "Zh", "Zm9", "Zg==", "AAAAA", "-_8"] { #expect(Base64.bytes(text, .standard) == nil) }
        for length in 0..<100 {
            let bytes = SecureRandom.bytes(length)
            #expect(Base64.bytes(Base64.text(bytes, .addresses), .addresses) == bytes)
        }
    }

    @Test func identifiersSortByTime() {
        let allowed = Set("0123456789abcdefghjkmnpqrstvwxyz")
        let times: [Int64] = [0, 1, 31, 32, 1023, 1_700_000_000_000, 1_700_000_000_001, 281_474_976_710_655]
        let ids = times.map { Identifier.make(at: $0) }
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.count == 26 && $0.allSatisfy(allowed.contains) })
        #expect(Set((0..<1000).map { _ in Identifier.make(at: 5) }).count == 1000)
    }

    @Test func identifiersHoldTimeAndRandomness() {
        let id = Identifier.make(at: 1_469_918_176_385, random: Array(0..<10))
        #expect(id == "01aryz6s41" + "000g40r40m30e209")
        #expect(Identifier.make(at: -1, random: Array(repeating: 255, count: 10)) == "0000000000zzzzzzzzzzzzzzzz")
    }
}
