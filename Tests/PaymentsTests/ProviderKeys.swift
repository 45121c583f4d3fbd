import Secrets

/// What providers sign with, and what they check ours with.
enum ProviderKeys {
    /// By their texts: reading one takes longer than signing does.
    private static let signers = [TestKeys.ours, TestKeys.provider].reduce(into: [String: RSASigningKey]()) {
        $0[$1] = RSASigningKey(pem: $1)
    }

    static func signature(_ message: [UInt8], _ pem: String = TestKeys.provider) -> String {
        guard let key = signers[pem] else { preconditionFailure("a key of the tests") }
        return Base64.padded(key.signature(of: message))
    }

    static func isOurs(_ signature: String, _ message: [UInt8]) -> Bool {
        guard let bytes = Base64.bytes(padded: signature) else { return false }
        return signers[TestKeys.ours]?.publicKey.isValid(bytes, of: message) == true
    }
}
