/// How much room a text takes, roughly: no font is at hand here. In hundredths of the font size.
enum TextWidth {
    static func hundredths(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 100 : 57) }
    }

    /// The number of lines a text fills where a line holds `width` hundredths.
    static func lines(_ text: String, width: Int) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .reduce(0) { $0 + max(1, (hundredths($1) + width - 1) / max(width, 1)) }
    }

    /// Chinese, Japanese and Korean scripts, their punctuation, and full-width forms.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
