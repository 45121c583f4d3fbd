/// An archive as POSIX has it (ustar), in one form only: whatever `tar` opens it, and two that hold the same are the
/// same byte by byte. Members are plain files of nobody's, without a time.
public enum Tar {
    /// What everything is a multiple of, in bytes.
    public static let block = 512
    /// Two blocks of zeros.
    public static let end = [UInt8](repeating: 0, count: 2 * block)
    /// The largest size that a header can say: 8 GiB less one.
    public static let largest: Int64 = 0o77777777777
    static let longestName = 100

    /// Whether a member may be called this: 1 to 100 visible ASCII characters.
    public static func isName(_ name: String) -> Bool {
        (1...longestName).contains(name.utf8.count) && name.utf8.allSatisfy { (33...126).contains($0) }
    }

    /// The block before a member. `name`: see `isName`; `size`: 0...`largest`.
    public static func header(_ name: String, size: Int64) -> [UInt8] {
        precondition(isName(name) && (0...largest).contains(size), "a name and a size that a header can say")
        var bytes = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at start: Int) {
            bytes.replaceSubrange(start..<start + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, 11), at: 124)
        put(octal(0, 11), at: 136)
        // Counted as blanks in its own sum.
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("0000000", at: 329)
        put("0000000", at: 337)
        let sum = bytes.reduce(Int64(0)) { $0 + Int64($1) }
        put(octal(sum, 6), at: 148)
        bytes[154] = 0
        return bytes
    }

    /// What a header says; nil unless it is byte by byte what `header` gives.
    public static func read(_ bytes: [UInt8]) -> (name: String, size: Int64)? {
        guard bytes.count == block else { return nil }
        let name = String(decoding: bytes.prefix(longestName).prefix { $0 != 0 }, as: UTF8.self)
        guard isName(name), let size = Int64(String(decoding: bytes[124..<135], as: UTF8.self), radix: 8),
            (0...largest).contains(size), header(name, size: size) == bytes
        else { return nil }
        return (name, size)
    }

    /// How many zeros follow after this many bytes of a member.
    public static func padding(after size: Int64) -> Int { Int((Int64(block) - size % Int64(block)) % Int64(block)) }

    private static func octal(_ number: Int64, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
