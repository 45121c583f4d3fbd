import CCrypto

/// RFC 2104 with SHA-1: what one-time codes are made with (RFC 4226). For nothing else: signatures use SHA-256.
enum HMACSHA1 {
    /// 20 bytes.
    static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        var length = UInt32(0)
        // As in HMACSHA256.
        let key = key.isEmpty ? [0] : key
        let made = HMAC(EVP_sha1(), key, Int32(key.count), message, message.count, &code, &length)
        precondition(made != nil && Int(length) == code.count, "HMAC-SHA-1 is not available")
        return code
    }
}
