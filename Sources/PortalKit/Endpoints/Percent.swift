/// Percent-encoding (RFC 3986), strictly: what is no whole `%XX` or no UTF-8 is refused, never guessed at.
public enum Percent {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Everything but letters, digits, `-`, `.`, `_` and `~` as `%XX`.
    public static func encode(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `plus`: as in forms and queries, `+` is a space.
    /// - Returns: nil where a `%` is not followed by two hexadecimal digits, or the bytes are no UTF-8, or there is a
    ///   character 0, which no store can keep.
    public static func decode(_ bytes: some Collection<UInt8>, plus: Bool = false) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = iterator.next().flatMap(value), let low = iterator.next().flatMap(value) else {
                    return nil
                }
                plain.append(high << 4 | low)
            } else {
                plain.append(plus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return plain.contains(0) ? nil : String(validating: plain, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
        default: false
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
