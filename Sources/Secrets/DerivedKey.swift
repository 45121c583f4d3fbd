/// Keys for several ends out of one (HKDF with SHA-256, RFC 5869).
public enum DerivedKey {
    /// - `secret`: random already.
    /// - `purpose`: another one gives another key.
    /// - `count`: how many bytes, 1...8160.
    public static func bytes(from secret: [UInt8], salt: [UInt8] = [], purpose: String, count: Int = 32) -> [UInt8] {
        precondition((1...8160).contains(count), "between 1 and 8160 bytes")
        let salt = salt.isEmpty ? [UInt8](repeating: 0, count: 32) : salt
        let key = HMACSHA256.code(for: secret, key: salt)
        var (bytes, block): ([UInt8], [UInt8]) = ([], [])
        var counter: UInt8 = 0
        while bytes.count < count {
            counter += 1
            block = HMACSHA256.code(for: block + Array(purpose.utf8) + [counter], key: key)
            bytes += block
        }
        return Array(bytes.prefix(count))
    }
}
