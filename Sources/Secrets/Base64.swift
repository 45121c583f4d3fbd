/// Base64 without padding (RFC 4648): with `-` and `_` in addresses, with `+` and `/` in password hashes.
public enum Base64 {
    public enum Alphabet: Sendable {
        case standard, addresses

        fileprivate var digits: [UInt8] {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
            switch self {
            case .standard: return letters + Array("+/".utf8)
            case .addresses: return letters + Array("-_".utf8)
            }
        }
    }

    public static func text(_ bytes: [UInt8], _ alphabet: Alphabet) -> String {
        let digits = alphabet.digits
        var text: [UInt8] = []
        var (pending, bits): (UInt32, Int) = (0, 0)
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(digits[Int(pending >> UInt32(bits) & 63)])
            }
            pending &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(digits[Int(pending << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil unless this is what `text` gives for some bytes: two texts never mean the same bytes.
    public static func bytes(_ text: some StringProtocol, _ alphabet: Alphabet) -> [UInt8]? {
        var values = [UInt32?](repeating: nil, count: 256)
        for (value, digit) in alphabet.digits.enumerated() { values[Int(digit)] = UInt32(value) }
        var bytes: [UInt8] = []
        var (pending, bits): (UInt32, Int) = (0, 0)
        for digit in text.utf8 {
            guard let value = values[Int(digit)] else { return nil }
            pending = pending << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
                pending &= (1 << UInt32(bits)) - 1
            }
        }
        return bits < 6 && pending == 0 ? bytes : nil
    }
}
