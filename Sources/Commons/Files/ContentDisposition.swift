/// The `Content-Disposition` of an answer (RFC 6266, RFC 5987).
public enum ContentDisposition {
    /// Saved, never shown.
    public static func attachment(_ name: String) -> String { header("attachment", name) }

    /// Shown within a browser; only for types that may be (`FileType.isInline`).
    public static func inline(_ name: String) -> String { header("inline", name) }

    /// Twice: in plain ASCII for old programs, and in full.
    private static func header(_ kind: String, _ name: String) -> String {
        let name = FileName.cleaned(name)
        let plain = String(name.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(encoded(name))"
    }

    /// Some browsers decode percent signs even here.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.value >= 32 && scalar != "\"" && scalar != "%" && scalar != ";"
    }

    /// `attr-char` stays, every other byte becomes `%XX`.
    private static func encoded(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return name.utf8.reduce(into: "") { text, byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 128, character.isLetter || character.isNumber || "!#$&+-.^_`|~".contains(character) {
                text.append(character)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
