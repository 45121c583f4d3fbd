import CCrypto

/// The SHA-256 of some bytes.
public enum SHA256Digest {
    /// 32 bytes.
    public static func bytes(of bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = CCrypto.SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// In lower-case hexadecimal.
    public static func hex(of bytes: [UInt8]) -> String { Hexadecimal.text(self.bytes(of: bytes)) }
}
