import CCrypto

/// Bytes that nobody can guess, from the generator of OpenSSL, which the operating system seeds.
public enum SecureRandom {
    /// - Parameter count: 0 or more.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // It fails only where the system has no randomness at all; nothing that needs secrets may go on then.
        precondition(count == 0 || RAND_bytes(&bytes, Int32(count)) == 1, "the system gives no random bytes")
        return bytes
    }
}
