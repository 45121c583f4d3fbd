#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SQLValue {
    /// Throws for what not every engine can keep: a NUL within text, and a number that is none.
    public func check() throws {
        switch self {
        case .text(let text) where text.holdsNUL:
            throw DatabaseError(
                .other, "text with a NUL character cannot be stored; it is \(text.utf8.count) bytes long")
        case .double(let number) where number.isNaN:
            throw DatabaseError(.other, "NaN cannot be stored")
        default: break
        }
    }
}

extension String {
    fileprivate var holdsNUL: Bool {
        let quick = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        }
        return quick ?? utf8.contains(0)
    }
}

/// What `Connection.announce` asks of its arguments on every engine.
public enum Announcement {
    /// The longest message, in bytes of UTF-8.
    public static let longestMessage = 7_000
    /// The longest name of a channel, in bytes.
    public static let longestChannel = 40

    /// Throws unless the channel is a name and the message short enough.
    public static func check(_ message: String, on channel: String) throws {
        try check(channel: channel)
        guard (1...longestMessage).contains(message.utf8.count) else {
            throw DatabaseError(.other, "an announcement of \(message.utf8.count) bytes; 1 to \(longestMessage)")
        }
        try SQLValue.text(message).check()
    }

    /// Throws unless the channel is 1 to 40 visible characters of ASCII other than `"`.
    public static func check(channel: String) throws {
        let isName = channel.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "\"") }
        guard isName, (1...longestChannel).contains(channel.utf8.count) else {
            throw DatabaseError(
                .other, "\(channel) is no channel: 1 to \(longestChannel) visible ASCII characters without quotes")
        }
    }
}
