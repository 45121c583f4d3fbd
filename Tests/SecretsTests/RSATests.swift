import Secrets
import Testing

@Suite struct RSATests {
    private let message = Array(RSAFixtures.message.utf8)

    /// Without the first line and the last, and in one line.
    private static func bare(_ pem: String) -> String {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }

    /// With one byte behind it.
    private static func longer(_ pem: String) -> String { Base64.padded((Base64.bytes(padded: bare(pem)) ?? []) + [0]) }

    private static let privateKeys = [
        RSAFixtures.pkcs8, RSAFixtures.pkcs1, bare(RSAFixtures.pkcs8), bare(RSAFixtures.pkcs1),
        "\n" + RSAFixtures.pkcs8.replacing("\n", with: "\r\n") + "\n\n",
        RSAFixtures.pkcs8.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"),
    ]
    private static let publicKeys = [
        RSAFixtures.spki, RSAFixtures.certificate, bare(RSAFixtures.spki), bare(RSAFixtures.certificate),
        RSAFixtures.certificate + "\n" + RSAFixtures.otherPublic, RSAFixtures.spki.replacing("\n", with: "\r\n"),
    ]

    @Test(arguments: privateKeys) func signsAsOpenSSLDoes(_ pem: String) throws {
        let key = try #require(RSASigningKey(pem: pem))
        #expect(Base64.padded(key.signature(of: message)) == RSAFixtures.signature)
        #expect(key.publicKey == RSAVerifyingKey(pem: RSAFixtures.spki))
    }

    @Test(arguments: publicKeys) func verifiesWhatOpenSSLSigned(_ pem: String) throws {
        let key = try #require(RSAVerifyingKey(pem: pem))
        let signature = try #require(Base64.bytes(padded: RSAFixtures.signature))
        #expect(key.isValid(signature, of: message))
        #expect(key == RSAVerifyingKey(pem: RSAFixtures.spki))
    }

    @Test func anythingElseIsNoSignature() throws {
        let key = try #require(RSAVerifyingKey(pem: RSAFixtures.spki))
        let other = try #require(RSAVerifyingKey(pem: RSAFixtures.otherPublic))
        let signature = try #require(Base64.bytes(padded: RSAFixtures.signature))
        #expect(!other.isValid(signature, of: message))
        for position in message.indices {
            var changed = message
            changed[position] ^= 1
            #expect(!key.isValid(signature, of: changed))
        }
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 0x80
            #expect(!key.isValid(changed, of: message))
        }
        for wrong in [[], Array(signature.dropLast()), signature + [0], [UInt8](repeating: 0, count: 256)] {
            #expect(!key.isValid(wrong, of: message))
        }
    }

    /// Keys that are too small, of another kind, behind a passphrase, of the other half, cut or with more behind.
    @Test(arguments: [
        "", "MII", "-----BEGIN PRIVATE KEY-----", RSAFixtures.small, RSAFixtures.ed25519, RSAFixtures.encrypted,
        RSAFixtures.encryptedOld, RSAFixtures.spki, RSAFixtures.certificate, bare(RSAFixtures.spki),
        String(bare(RSAFixtures.pkcs8).dropLast(4)), longer(RSAFixtures.pkcs8), longer(RSAFixtures.pkcs1),
        RSAFixtures.pkcs8.replacing("PRIVATE KEY", with: "PUBLIC KEY"),
        RSAFixtures.pkcs8.replacing("-----END", with: "-----THE END"),
    ])
    func otherTextsAreNoSigningKeys(_ pem: String) { #expect(RSASigningKey(pem: pem) == nil) }

    @Test(arguments: [
        "", "MII", "-----BEGIN PUBLIC KEY-----", RSAFixtures.smallPublic, RSAFixtures.ed25519Public, RSAFixtures.pkcs8,
        RSAFixtures.pkcs1, bare(RSAFixtures.pkcs8), String(bare(RSAFixtures.spki).dropLast(4)),
        longer(RSAFixtures.spki), longer(RSAFixtures.certificate),
        RSAFixtures.spki.replacing("PUBLIC KEY", with: "CERTIFICATE"),
    ])
    func otherTextsAreNoVerifyingKeys(_ pem: String) { #expect(RSAVerifyingKey(pem: pem) == nil) }

    /// One number of the key is another: what it signs would be worth nothing.
    @Test func numbersThatBelongToNoKeyAreNone() throws {
        var der = try #require(Base64.bytes(padded: Self.bare(RSAFixtures.pkcs1)))
        der[40] ^= 1
        #expect(RSASigningKey(pem: Base64.padded(der)) == nil)
    }

    @Test func aKeySaysNothingOfItself() throws {
        #expect("\(try #require(RSASigningKey(pem: RSAFixtures.pkcs8)))" == "RSASigningKey")
    }

    @Test func paddedBase64() {
        for (bytes, text) in [([], ""), ([1], "AQ=="), ([1, 2], "AQI="), ([1, 2, 3], "AQID")] as [([UInt8], String)] {
            #expect(Base64.padded(bytes) == text)
            #expect(Base64.bytes(padded: text) == bytes)
        }
        for text in ["AQ", "AQ=", "AQ===", "=", "====", "AR==", "AQI", "A=QI", "AQID====", "AQ==AQ=="] {
            #expect(Base64.bytes(padded: text) == nil, "\(text)")
        }
    }
}
