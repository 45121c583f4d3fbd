/// Small damage to bytes, the same for the same seed.
public struct Mutator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// What inputs are made of.
    private let tokens: [[UInt8]]

    private static let usual: [[UInt8]] =
        [
            "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "\r\n", "\t", "  ", "&a ", "*a", "!!str ", "null", "~",
            "true", "-1", "0", "1.5", "1e9", "999999999999", "9223372036854775808", "1000001", "2/3", "50%",
            "2026-02-30", "'", "\"", "\\u0000", "\\ud83d", "#", "|", ">", "%", "%0", "%00", "%ff", "@", "---\n", "...",
            "? ", "<<: ", "=", ";", "$", "/", "\\", "..", "*", "W/", "bytes=", "是", "😀", "\u{FEFF}", "\u{85}",
            "\u{202E}", "met", "count", "kind", "clause", "items", "sections", "rule", "points", "excluded",
            "applicable", "weight: -1, ", "zh", "en", "other:",
        ].map { Array($0.utf8) } + strange

    /// Bytes that no text has.
    private static let strange: [[UInt8]] = [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x1B]]

    /// - Parameter words: of what is read; nil: those of rulebooks, forms and addresses.
    public init(_ seed: Int, words: [String]? = nil) {
        state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15
        tokens = words.map { $0.map { Array($0.utf8) } + Mutator.strange } ?? Mutator.usual
    }

    /// SplitMix64.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// One of them; there is at least one.
    public mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }

    /// Up to 120 bytes or words.
    public mutating func noise() -> [UInt8] {
        var bytes: [UInt8] = []
        let isText = int(0...1) == 0
        for _ in 0..<int(0...120) {
            if isText { bytes += pick(tokens) } else { bytes.append(UInt8(int(0...255))) }
        }
        return bytes
    }

    /// One to four changes: bytes, words, ranges, lines.
    public mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<int(1...4) where !bytes.isEmpty {
            let start = int(0...bytes.count - 1)
            let end = min(bytes.count, start + int(1...12))
            switch int(0...7) {
            case 0: bytes[start] = UInt8(int(0...255))
            case 1: bytes[start] ^= UInt8(1 << int(0...7))
            case 2: bytes.insert(contentsOf: pick(tokens), at: start)
            case 3: bytes.replaceSubrange(start..<end, with: pick(tokens))
            case 4: bytes.removeSubrange(start..<end)
            case 5: bytes.insert(contentsOf: bytes[start..<end], at: int(0...bytes.count))
            case 6: bytes.removeSubrange((int(0...9) == 0 ? start : max(0, bytes.count - 20))...)
            default: swapLines(&bytes)
            }
        }
        return bytes
    }

    private mutating func swapLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.swapAt(int(0...lines.count - 1), int(0...lines.count - 1))
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
