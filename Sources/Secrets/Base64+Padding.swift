extension Base64 {
    /// With `+` and `/`, filled up with `=` to a multiple of four: what others write (RFC 4648, section 4).
    public static func padded(_ bytes: [UInt8]) -> String {
        let text = text(bytes, .standard)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    /// nil unless this is what `padded` gives for some bytes.
    public static func bytes(padded text: some StringProtocol) -> [UInt8]? {
        let filling = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard filling < 3, text.utf8.count % 4 == 0 else { return nil }
        return bytes(text.dropLast(filling), .standard)
    }
}
