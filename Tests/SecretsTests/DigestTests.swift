import Testing

@testable import Secrets

@Suite struct DigestTests {
    /// RFC 4231; case 5 is of a shortened code and left out.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func rfc4231(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        #expect(Hexadecimal.text(HMACSHA256.code(for: message, key: key)) == code)
    }

    @Test func anEmptyKeyIsAKeyToo() {
        let code = HMACSHA256.code(for: Array("x".utf8), key: [1])
        let empty = HMACSHA256.code(for: [], key: [])
        #expect(code != empty)
        #expect(Hexadecimal.text(empty) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func codesAreChecked() {
        let (key, message): ([UInt8], [UInt8]) = (Array("key".utf8), Array("message".utf8))
        var code = HMACSHA256.code(for: message, key: key)
        #expect(HMACSHA256.isCode(code, of: message, key: key))
        #expect(!HMACSHA256.isCode(code.dropLast(), of: message, key: key))
        #expect(!HMACSHA256.isCode([], of: message, key: key))
        code[31] ^= 1
        #expect(!HMACSHA256.isCode(code, of: message, key: key))
    }

    @Test func constantTimeEqualIsEqual() {
        #expect(constantTimeEqual("", ""))
        #expect(constantTimeEqual("abc", "abc"))
        for other in ["", "ab", "abd", "abcd", "ABC"] { #expect(!constantTimeEqual("abc", other)) }
        #expect(!constantTimeEqual([1, 2], [1, 3]))
    }

    /// FIPS 180-2, appendix B.
    @Test func streamsMakeTheSameDigest() {
        let text = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        let digest = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        #expect(SHA256Digest.hex(of: text) == digest)
        for size in 1...text.count {
            let stream = SHA256Stream()
            for start in stride(from: 0, to: text.count, by: size) {
                stream.update(Array(text[start..<min(start + size, text.count)]))
            }
            #expect(stream.finishHex() == digest)
        }
    }

    @Test func streamsGoOnAfterAnAnswer() {
        let stream = SHA256Stream()
        #expect(stream.finishHex() == SHA256Digest.hex(of: []))
        stream.update([])
        #expect(stream.finish() == SHA256Digest.bytes(of: []))
        stream.update(Array("abc".utf8))
        #expect(stream.finishHex() == SHA256Digest.hex(of: Array("abc".utf8)))
    }

    @Test func hexadecimalIsReadAgain() {
        #expect(Hexadecimal.bytes(Hexadecimal.text(Array(0...255))) == Array(0...255))
        #expect(Hexadecimal.bytes("00fFAb") == [0, 255, 0xab])
        #expect(Hexadecimal.bytes("") == [])
        for text in ["0", "0g", "é0", " 00", "000"] { #expect(Hexadecimal.bytes(text) == nil, "\(text)") }
    }
}
