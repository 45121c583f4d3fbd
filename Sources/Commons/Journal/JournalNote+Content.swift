import Secrets

extension JournalNote {
    /// One entry as it stands in the journal, without its place: canonical JSON.
    public func content(_ origin: Origin, at: Instant) throws -> String {
        let written = Written(
            at: at.milliseconds, by: origin.person, way: origin.way, from: origin.address, act: act, on: subject,
            before: before, after: after, details: details.isEmpty ? nil : details)
        return String(decoding: try CanonicalJSON.encode(written), as: UTF8.self)
    }

    private struct Written: Encodable {
        var at: Int64
        var by: String?
        var way: String
        var from: String?
        var act: String
        var on: String
        var before: [String: JournalValue]?
        var after: [String: JournalValue]?
        var details: [String: String]?
    }
}

extension JournalValue: Codable {
    private enum Key: String, CodingKey { case commitment }

    public init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Key.self) {
            self = .commitment(try keyed.decode(String.self, forKey: .commitment))
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

    /// Commits to some bytes without saying them.
    /// - Parameter salt: 16 random bytes, kept apart.
    public static func commitment(to bytes: [UInt8], salt: [UInt8]) -> JournalValue {
        .commitment(SHA256Digest.hex(of: salt + bytes))
    }
}
