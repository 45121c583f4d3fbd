/// Ids that nobody has had and that sort by the time they were made: 48 bits of time, then 80 random ones.
public enum Identifier {
    /// Crockford's base 32: no i, l, o or u, which look like other characters or make words.
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// 26 characters. Two of the same millisecond come in any order.
    /// - Parameter milliseconds: since 1970, 0 up to the year 10889.
    public static func make(at milliseconds: Int64) -> String {
        make(at: milliseconds, random: SecureRandom.bytes(10))
    }

    /// - Parameter random: 10 bytes.
    static func make(at milliseconds: Int64, random: [UInt8]) -> String {
        let time = UInt64(clamping: milliseconds) & 0xffff_ffff_ffff
        var text = stride(from: 45, through: 0, by: -5).map { digits[Int(time >> UInt64($0) & 31)] }
        for half in [random.prefix(5), random.dropFirst(5).prefix(5)] {
            let value = half.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            text += stride(from: 35, through: 0, by: -5).map { digits[Int(value >> UInt64($0) & 31)] }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
