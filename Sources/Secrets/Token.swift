/// A secret that whoever holds it proves something with: a session, a link in a mail. Only its digest is kept.
public struct Token: Hashable, Sendable, CustomStringConvertible {
    /// 43 characters A-Z, a-z, 0-9, `-` and `_`: 32 bytes.
    public let text: String

    /// A fresh one.
    public init() { text = Base64.text(SecureRandom.bytes(32), .addresses) }

    /// nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        text = Base64.text(bytes, .addresses)
    }

    /// nil unless it is the text of some token.
    public init?(_ text: String) {
        guard text.utf8.count == 43, Base64.bytes(text, .addresses) != nil else { return nil }
        self.text = text
    }

    /// What may be kept: SHA-256 of the text, in hexadecimal. A token is random enough to need no salt.
    public var digest: String { SHA256Digest.hex(of: Array(text.utf8)) }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "Token" }
}
