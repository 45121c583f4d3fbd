import Secrets

/// A field of a row as the journal tells it.
public enum JournalValue: Hashable, Sendable {
    case nothing
    case number(Int64)
    case text(String)
    /// SHA-256 of what is too long to repeat, in hexadecimal.
    case digest(String)
    /// SHA-256 of a salt and the value, in hexadecimal: it proves the value to whoever has both, and tells nothing once
    /// the salt is gone.
    case commitment(String)

    /// Commits to some bytes without saying them.
    /// - `salt`: 16 random bytes, kept apart.
    public static func commitment(to bytes: [UInt8], salt: [UInt8]) -> JournalValue {
        .commitment(SHA256Digest.hex(of: salt + bytes))
    }
}

extension JournalValue: Codable {
    private enum Key: String, CodingKey { case commitment, sha256 }

    public init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Key.self) {
            if let digest = try keyed.decodeIfPresent(String.self, forKey: .sha256) {
                self = .digest(digest)
            } else {
                self = .commitment(try keyed.decode(String.self, forKey: .commitment))
            }
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .nothing
        } else if let number = try? single.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try single.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .commitment(let hash):
            var keyed = encoder.container(keyedBy: Key.self)
            try keyed.encode(hash, forKey: .commitment)
        case .digest(let hash):
            var keyed = encoder.container(keyedBy: Key.self)
            try keyed.encode(hash, forKey: .sha256)
        case .nothing:
            var single = encoder.singleValueContainer()
            try single.encodeNil()
        case .number(let number):
            var single = encoder.singleValueContainer()
            try single.encode(number)
        case .text(let text):
            var single = encoder.singleValueContainer()
            try single.encode(text)
        }
    }
}
