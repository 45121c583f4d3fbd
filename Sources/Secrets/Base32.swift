/// Bytes as letters and digits that people can type (RFC 4648, section 6), without padding.
public enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    public static func text(_ bytes: [UInt8]) -> String {
        var (text, held, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(letters[Int(held >> count & 31)])
            }
            held &= 1 << count - 1
        }
        if count > 0 { text.append(letters[Int(held << (5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil unless it is what `text` gives.
    public static func bytes(_ text: String) -> [UInt8]? {
        var (bytes, held, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for letter in text.utf8 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            held = held << 5 | UInt32(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(held >> count))
                held &= 1 << count - 1
            }
        }
        return count < 5 && held == 0 ? bytes : nil
    }
}
