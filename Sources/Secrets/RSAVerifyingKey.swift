import CCrypto

/// Tells whether a signature is by the owner of a private RSA key (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017,
/// section 8.2). No secret.
public struct RSAVerifyingKey: Hashable, Sendable {
    static let smallest = 2048

    /// Its SubjectPublicKeyInfo (RFC 5280) in DER.
    private let der: [UInt8]

    /// nil unless it is a key of at least 2048 bits.
    /// - `pem`: a SubjectPublicKeyInfo or an X.509 certificate, as PEM or as its Base64 alone. Who issued the
    ///   certificate, and until when it counts, is not looked at.
    public init?(pem: String) {
        guard let text = KeyText.read(pem) else { return nil }
        let key: OpaquePointer? =
            switch text.label {
            case "PUBLIC KEY": Self.key(text.der)
            case "CERTIFICATE": Self.certified(text.der)
            case nil: Self.key(text.der) ?? Self.certified(text.der)
            default: nil
            }
        guard let key else { return nil }
        defer { EVP_PKEY_free(key) }
        self.init(key)
    }

    /// The public half of a key of libcrypto's; nil unless it is RSA of at least 2048 bits.
    init?(_ key: OpaquePointer) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, EVP_PKEY_get_bits(key) >= Self.smallest else { return nil }
        var start: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(key, &start)
        defer { CRYPTO_free(start, #file, #line) }
        guard count > 0, let start else { return nil }
        der = Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }

    public func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = Self.key(der) else { return false }
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    private static func key(_ der: [UInt8]) -> OpaquePointer? {
        whole(der, d2i_PUBKEY, EVP_PKEY_free)
    }

    private static func certified(_ der: [UInt8]) -> OpaquePointer? {
        guard let certificate = whole(der, d2i_X509, X509_free) else { return nil }
        defer { X509_free(certificate) }
        return X509_get_pubkey(certificate)
    }

    /// What is read from all of the bytes; nil where some are left over.
    private static func whole(
        _ der: [UInt8],
        _ read: (UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int)
            -> OpaquePointer?,
        _ free: (OpaquePointer?) -> Void
    ) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress
            guard let thing = read(nil, &place, der.count) else { return nil }
            guard place == bytes.baseAddress?.advanced(by: der.count) else {
                free(thing)
                return nil
            }
            return thing
        }
    }
}
