import Secrets

/// A field of a row as it is kept, and the one place that says how the journal tells it: whoever has the row can
/// compute anew what the journal says, with or without a database.
public enum JournalField: Hashable, Sendable {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
    case double(Double)

    /// What is hashed; different values give different bytes.
    public var bytes: [UInt8] {
        switch self {
        case .null: [0]
        case .int(let number): [1] + Array(String(number).utf8)
        case .text(let text): [2] + Array(text.utf8)
        case .blob(let bytes): [3] + bytes
        case .double(let number): [4] + withUnsafeBytes(of: number.bitPattern.bigEndian) { Array($0) }
        }
    }

    /// As it is, where that is short.
    public var open: JournalValue {
        switch self {
        case .null: .nothing
        case .int(let number): .number(number)
        case .text(let text): .text(text)
        case .double, .blob: .digest(SHA256Digest.hex(of: bytes))
        }
    }

    /// Its SHA-256.
    public var digest: JournalValue { self == .null ? .nothing : .digest(SHA256Digest.hex(of: bytes)) }

    /// Committed to with a salt, bound to its column, so that two that say the same do not show it.
    public func committed(_ column: String, salt: [UInt8]) -> JournalValue {
        .commitment(to: Array("\(column)\n".utf8) + bytes, salt: salt)
    }
}
