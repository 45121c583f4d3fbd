import CCrypto

/// A key that signs (Ed25519, RFC 8032). Whoever holds it can speak for its owner; whoever holds its `publicKey` can
/// tell whether it was used.
public struct SigningKey: Sendable, CustomStringConvertible {
    /// 32 bytes; secret.
    public let seed: [UInt8]
    public let publicKey: VerifyingKey

    /// A fresh one.
    public init() { self.init(drawn: SecureRandom.bytes(32)) }

    /// nil unless there are 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.init(drawn: seed)
    }

    private init(drawn seed: [UInt8]) {
        self.seed = seed
        let key = Self.key(seed)
        defer { EVP_PKEY_free(key) }
        var (bytes, count) = ([UInt8](repeating: 0, count: 32), 32)
        let read = EVP_PKEY_get_raw_public_key(key, &bytes, &count)
        precondition(read == 1 && count == 32, "Ed25519 is not available")
        publicKey = VerifyingKey(known: bytes)
    }

    /// 64 bytes, the same for the same message every time.
    public func signature(of message: [UInt8]) -> [UInt8] {
        let key = Self.key(seed)
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var (signature, count) = ([UInt8](repeating: 0, count: 64), 64)
        let made =
            EVP_DigestSignInit(context, nil, nil, nil, key) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        precondition(made && count == 64, "Ed25519 is not available")
        return signature
    }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "SigningKey" }

    // It fails only where no memory is left, or Ed25519 itself is missing.
    private static func key(_ seed: [UInt8]) -> OpaquePointer {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            preconditionFailure("Ed25519 is not available")
        }
        return key
    }
}

/// Tells whether a signature is by the owner of a `SigningKey`. No secret.
public struct VerifyingKey: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// nil unless it is what `text` gives.
    public init?(_ text: String) {
        guard let bytes = Base64.bytes(text, .addresses) else { return nil }
        self.init(bytes: bytes)
    }

    fileprivate init(known bytes: [UInt8]) { self.bytes = bytes }

    /// 43 characters A-Z, a-z, 0-9, `-` and `_`.
    public var text: String { Base64.text(bytes, .addresses) }

    /// The first 16 hexadecimal digits of its SHA-256: what people compare, and what signatures name their key by.
    public var id: String { String(SHA256Digest.hex(of: bytes).prefix(16)) }

    public func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
