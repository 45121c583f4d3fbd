import CCrypto

/// The SHA-256 of bytes that come one after the other, such as a file's.
public final class SHA256Stream {
    private let context: OpaquePointer

    public init() {
        // It fails only where no memory is left, or SHA-256 itself is missing.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("SHA-256 is not available")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes(update) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        let added = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(added == 1, "SHA-256 is not available")
    }

    /// The digest of all so far, 32 bytes; more may follow.
    public func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        // Of a copy, so that asking changes nothing.
        guard let copy = EVP_MD_CTX_new(), EVP_MD_CTX_copy_ex(copy, context) == 1 else {
            preconditionFailure("SHA-256 is not available")
        }
        defer { EVP_MD_CTX_free(copy) }
        let made = EVP_DigestFinal_ex(copy, &digest, nil)
        precondition(made == 1, "SHA-256 is not available")
        return digest
    }

    /// As `finish`, in lower-case hexadecimal.
    public func finishHex() -> String { Hexadecimal.text(finish()) }
}
