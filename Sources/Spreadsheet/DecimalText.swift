/// Decimal numbers as text, so that no binary rounding sneaks in.
public enum DecimalText {
    /// Spreadsheets keep 15 significant digits, no more.
    public static let significantDigits = 15

    /// `[+-] digits [. digits] [E [+-] digits]` with at least one digit in the mantissa, and nothing else.
    public static func isNumber(_ text: String) -> Bool {
        var point = false
        var digit = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x30...0x39: digit = true
            case UInt8(ascii: ".") where !point: point = true
            case UInt8(ascii: "+") where index == 0, UInt8(ascii: "-") where index == 0: break
            default: return Parsed(text) != nil
            }
        }
        return digit
    }

    /// The number with at most 15 significant digits (rounded half up, as a spreadsheet shows it), without exponent,
    /// superfluous zeros or sign of zero: `8.6999999999999993` and `8.70` are `8.7`, `1E3` is `1000`.
    /// Nil where the text is no number or its exponent is beyond 400.
    public static func normalized(_ text: String) -> String? {
        guard var parsed = Parsed(text) else { return nil }
        parsed.round(to: significantDigits)
        return parsed.plain
    }

    /// The same number written plainly, or nil where it has more than 15 significant digits or is no number.
    static func exact(_ text: String) -> String? {
        guard let parsed = Parsed(text), parsed.digits.count <= significantDigits else { return nil }
        return parsed.plain
    }

    /// 0.d1d2d3... × 10^exponent, without leading and trailing zeros; zero has no digits.
    private struct Parsed {
        var isNegative = false
        var digits: [UInt8] = []
        var exponent = 0

        init?(_ text: String) {
            let bytes = Array(text.utf8)
            var index = 0
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                isNegative = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            var seenDigit = false
            var seenPoint = false
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "."), !seenPoint {
                    seenPoint = true
                } else if byte >= 0x30, byte <= 0x39 {
                    seenDigit = true
                    if digits.isEmpty, byte == 0x30 {
                        if seenPoint { exponent -= 1 }
                    } else {
                        digits.append(byte - 0x30)
                        if !seenPoint { exponent += 1 }
                    }
                } else {
                    break
                }
                index += 1
            }
            guard seenDigit else { return nil }
            if index < bytes.count {
                guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
                guard let shift = Self.exponent(bytes[(index + 1)...]) else { return nil }
                exponent += shift
            }
            trim()
        }

        /// Clamped to ±100,000, which is out of any range that counts.
        private static func exponent(_ bytes: ArraySlice<UInt8>) -> Int? {
            var rest = bytes
            var isNegative = false
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                isNegative = sign == UInt8(ascii: "-")
                rest = rest.dropFirst()
            }
            guard !rest.isEmpty else { return nil }
            var value = 0
            for byte in rest {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = min(value * 10 + Int(byte - 0x30), 100_000)
            }
            return isNegative ? -value : value
        }

        private mutating func trim() {
            while digits.last == 0 { digits.removeLast() }
            if digits.isEmpty {
                exponent = 0
                isNegative = false
            }
        }

        mutating func round(to count: Int) {
            guard digits.count > count else { return }
            let up = digits[count] >= 5
            digits.removeLast(digits.count - count)
            if up {
                while digits.last == 9 { digits.removeLast() }
                if digits.isEmpty {
                    digits = [1]
                    exponent += 1
                } else {
                    digits[digits.count - 1] += 1
                }
            }
            trim()
        }

        var plain: String? {
            guard !digits.isEmpty else { return "0" }
            guard abs(exponent) <= 400, digits.count <= 1000 else { return nil }
            var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
            if exponent <= 0 {
                text += [0x30, UInt8(ascii: ".")]
                text += Array(repeating: 0x30, count: -exponent)
                text += digits.map { $0 + 0x30 }
            } else {
                for index in 0..<max(exponent, digits.count) {
                    if index == exponent { text.append(UInt8(ascii: ".")) }
                    text.append(index < digits.count ? digits[index] + 0x30 : 0x30)
                }
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
