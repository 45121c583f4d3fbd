import CCrypto

/// Proof that somebody who knows a key wrote a message (RFC 2104, with SHA-256).
public enum HMACSHA256 {
    /// 32 bytes.
    public static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var length = UInt32(0)
        // An empty array may have no address, and for no address OpenSSL takes the key of an earlier call.
        let key = key.isEmpty ? [0] : key
        // It fails only where SHA-256 itself is missing or no memory is left; there is no answer without a code.
        let made = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, &length)
        precondition(made != nil && Int(length) == code.count, "HMAC-SHA-256 is not available")
        return code
    }

    /// In constant time.
    public static func isCode(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEqual(code, self.code(for: message, key: key))
    }
}
