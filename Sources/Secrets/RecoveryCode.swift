/// A code that stands in once for somebody's phone: 24 letters and digits in groups, 120 bits, so that its digest may
/// be kept as it is. None of them looks like another: no I, L, O, U.
public struct RecoveryCode: Hashable, Sendable, CustomStringConvertible {
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 24

    private let letters: String

    /// A fresh one.
    public init() { letters = String(SecureRandom.bytes(Self.length).map { Self.letters[Int($0 & 31)] }) }

    /// What somebody typed, however they wrote it; nil: it can be none.
    public init?(_ text: String) {
        guard text.utf8.count <= 100 else { return nil }
        let plain = text.uppercased().compactMap { letter -> Character? in
            switch letter {
            case "O": "0"
            case "I", "L": "1"
            case "-", " ", "\u{3000}", "\t": nil
            default: letter
            }
        }
        guard plain.count == Self.length, plain.allSatisfy(Self.letters.contains) else { return nil }
        letters = String(plain)
    }

    /// In groups of six: `K7QF2M-9XWT4A-…`.
    public var text: String {
        stride(from: 0, to: Self.length, by: 6).map { start in
            let first = letters.index(letters.startIndex, offsetBy: start)
            return String(letters[first..<letters.index(first, offsetBy: 6)])
        }.joined(separator: "-")
    }

    /// What may be kept: SHA-256, in hexadecimal.
    public var digest: String { SHA256Digest.hex(of: Array(letters.utf8)) }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "RecoveryCode" }
}
