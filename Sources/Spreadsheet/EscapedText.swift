/// Characters that XML cannot carry travel in spreadsheets as `_xHHHH_`, one UTF-16 unit each; a text that happens to
/// look like that has its first underscore escaped as `_x005F_`.
enum EscapedText {
    private static let underscore = UInt8(ascii: "_")

    static func encode(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes -> String? in
            guard needsEncoding(bytes) else { return nil }
            return encoded(bytes)
        } ?? text
    }

    /// NUL, which databases and C strings reject, becomes U+FFFD.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard containsEscape(bytes) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var plainStart = 0
        var index = 0
        func flush(to end: Int) {
            guard plainStart < end else { return }
            units.append(contentsOf: String(decoding: bytes[plainStart..<end], as: UTF8.self).utf16)
        }
        while index < bytes.count {
            if let unit = escape(at: index, in: bytes) {
                flush(to: index)
                units.append(unit == 0 ? 0xFFFD : unit)
                index += 7
                plainStart = index
            } else {
                index += 1
            }
        }
        flush(to: bytes.count)
        return String(decoding: units, as: UTF16.self)
    }

    private static func needsEncoding(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A || $0 == 0xEF } || containsEscape(bytes)
    }

    private static func encoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 32)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20, byte != 0x09, byte != 0x0A {
                append(UInt16(byte), to: &output)
            } else if byte == underscore, escape(at: index, in: bytes) != nil {
                append(UInt16(underscore), to: &output)
            } else if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                append(0xFF00 | UInt16(bytes[index + 2] == 0xBE ? 0xFE : 0xFF), to: &output)  // U+FFFE, U+FFFF
                index += 2
            } else {
                output.append(byte)
            }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ unit: UInt16, to output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        output += [underscore, UInt8(ascii: "x")]
        for shift in [12, 8, 4, 0] { output.append(digits[Int(unit >> UInt16(shift) & 15)]) }
        output.append(underscore)
    }

    private static func containsEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0] == underscore && escape(at: $0, in: bytes) != nil }
    }

    /// The unit of `_xHHHH_` at this place.
    private static func escape(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt16? {
        guard index + 6 < bytes.count, bytes[index] == underscore, bytes[index + 1] == UInt8(ascii: "x"),
            bytes[index + 6] == underscore
        else { return nil }
        var unit: UInt16 = 0
        for place in 2...5 {
            let byte = bytes[index + place]
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt16((byte & 0xDF) - 0x37)
            default: return nil
            }
        }
        return unit
    }
}
