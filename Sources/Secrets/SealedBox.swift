import CCrypto

/// Bytes that only the holder of a key can read, and that nobody else can change or move unnoticed (AES-256-GCM,
/// NIST SP 800-38D).
public enum SealedBox {
    public static let keySize = 32
    static let nonceSize = 12
    static let tagSize = 16
    /// How much longer a sealed text is than what is in it.
    public static let overhead = nonceSize + tagSize

    /// A fresh nonce, the encrypted bytes, and the tag.
    /// - `key`: 32 bytes.
    /// - `context`: where the bytes belong: they open only with the same.
    public static func seal(_ plain: [UInt8], key: [UInt8], context: [UInt8]) -> [UInt8] {
        seal(plain, key: key, context: context, nonce: SecureRandom.bytes(nonceSize))
    }

    /// With a nonce of 12 bytes that was never used with this key before.
    static func seal(_ plain: [UInt8], key: [UInt8], context: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(key.count == keySize && nonce.count == nonceSize, "a key has 32 bytes, a nonce 12")
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var sealed = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: tagSize)
        var (length, rest) = (Int32(0), Int32(0))
        var end = [UInt8](repeating: 0, count: 16)
        let made =
            EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_EncryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1
            && EVP_EncryptUpdate(cipher, &sealed, &length, plain, Int32(plain.count)) == 1
            && EVP_EncryptFinal_ex(cipher, &end, &rest) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(tagSize), &tag) == 1
        // It fails only where AES itself is missing or no memory is left.
        precondition(made, "AES-256-GCM is not available")
        return nonce + sealed + tag
    }

    /// nil unless it was sealed with this key and context and nothing of it has changed.
    public static func open(_ sealed: [UInt8], key: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard sealed.count >= overhead, key.count == keySize else { return nil }
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        let nonce = Array(sealed.prefix(nonceSize))
        let body = Array(sealed.dropFirst(nonceSize).dropLast(tagSize))
        var tag = Array(sealed.suffix(tagSize))
        var plain = [UInt8](repeating: 0, count: body.count)
        var end = [UInt8](repeating: 0, count: 16)
        var (length, rest) = (Int32(0), Int32(0))
        let opened =
            EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_DecryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1
            && EVP_DecryptUpdate(cipher, &plain, &length, body, Int32(body.count)) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(tagSize), &tag) == 1
            && EVP_DecryptFinal_ex(cipher, &end, &rest) == 1
        return opened ? plain : nil
    }
}
