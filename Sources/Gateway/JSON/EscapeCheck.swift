import Glibc

/// What yajl lets pass among the escapes of JSON texts: the character 0, which PostgreSQL cannot keep, and halves of
/// characters, which it replaces.
enum EscapeCheck {
    /// Whether well-formed JSON is free of them.
    static func isSound(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress, let first = memchr(start, 0x5C, bytes.count) else { return true }
        var index = UnsafeRawPointer(first) - UnsafeRawPointer(start)
        // Outside of texts there are no backslashes in JSON.
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let unit = unit(bytes, at: index) else {
                index += 2
                continue
            }
            index += 6
            switch unit {
            case 0, 0xDC00...0xDFFF: return false
            case 0xD800...0xDBFF:
                guard let low = self.unit(bytes, at: index), 0xDC00...0xDFFF ~= low else { return false }
                index += 6
            default: break
            }
        }
        return true
    }

    /// What `\u` and four digits stand for; nil: they do not stand here.
    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}
