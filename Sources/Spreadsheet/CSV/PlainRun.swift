/// Looks for the byte that ends a run of plain ones outside of quotes: delimiter, quote, CR, LF, NUL.
///
/// Eight bytes at a time: fields are so short that a loop over bytes spends its time on mispredicted ends.
struct PlainRun {
    /// Bytes behind the terminating NUL that must be readable.
    static let padding = 8
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private let delimiters: UInt64

    init(delimiter: UInt8) { delimiters = UInt64(delimiter) * Self.ones }

    /// The next byte that is not plain.
    @inline(__always)
    func end(from start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var cursor = start
        while true {
            let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
            let stops = word.zeroBytes(of: delimiters) | word.zeroBytes(of: Self.ones &* 0x22) | Self.controls(in: word)
            guard stops != 0 else {
                cursor += 8
                continue
            }
            cursor += stops.trailingZeroBitCount &>> 3
            let byte = cursor.pointee
            // Tab and other control characters may turn out to be plain.
            if byte >= 0x0E || byte == 0x0A || byte == 0x0D || byte == 0
                || byte == UInt8(truncatingIfNeeded: delimiters)
            {
                return cursor
            }
            cursor += 1
        }
    }

    /// The high bit of the lowest byte below 0x0E is set, and of none lower.
    @inline(__always)
    private static func controls(in word: UInt64) -> UInt64 {
        (word &- ones &* 0x0E) & ~word & (ones &* 0x80)
    }
}

extension UInt64 {
    /// The high bit of the lowest byte that equals the one of the pattern is set, and of none lower.
    @inline(__always)
    fileprivate func zeroBytes(of pattern: UInt64) -> UInt64 {
        let difference = self ^ pattern
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}
