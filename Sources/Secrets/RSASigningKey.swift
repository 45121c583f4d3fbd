import CCrypto

/// A private RSA key that signs (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017, section 8.2), for others who ask for it.
public struct RSASigningKey: Sendable, CustomStringConvertible {
    /// Secret.
    private let der: [UInt8]
    public let publicKey: RSAVerifyingKey

    /// nil unless it is a key of at least 2048 bits.
    /// - `pem`: PKCS#8 or PKCS#1, not encrypted, as PEM or as its Base64 alone.
    public init?(pem: String) {
        guard let text = KeyText.read(pem), [nil, "PRIVATE KEY", "RSA PRIVATE KEY"].contains(text.label),
            let key = Self.key(text.der)
        else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let publicKey = RSAVerifyingKey(key), let trial = Self.signature(of: [], key) else { return nil }
        // Numbers that belong to no key are only found out when they are used.
        guard publicKey.isValid(trial, of: []) else { return nil }
        der = text.der
        self.publicKey = publicKey
    }

    /// As long as the key is, 256 bytes or more; the same for the same message every time.
    public func signature(of message: [UInt8]) -> [UInt8] {
        let key = Self.key(der)
        defer { EVP_PKEY_free(key) }
        // It did when the key was read; it fails only where no memory is left.
        guard let key, let signature = Self.signature(of: message, key) else {
            preconditionFailure("RSA does not sign")
        }
        return signature
    }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "RSASigningKey" }

    private static func key(_ der: [UInt8]) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress
            guard let key = d2i_AutoPrivateKey(nil, &place, der.count) else { return nil }
            guard place == bytes.baseAddress?.advanced(by: der.count) else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
    }

    private static func signature(of message: [UInt8], _ key: OpaquePointer) -> [UInt8]? {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var count = Int(EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: count)
        let made =
            EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        return made ? Array(signature.prefix(count)) : nil
    }
}
