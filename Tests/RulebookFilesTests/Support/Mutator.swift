import RulebookFiles

/// Small damage to a text, the same for the same seed.
struct Mutator {
    var random: Seeded

    private static let tokens: [[UInt8]] =
        [
            "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "\r\n", "\t", "  ", "&a ", "*a", "!!str ", "null", "~",
            "true", "-1",
            "0", "1.5", "1e9", "999999999999", "1000001", "2/3", "50%", "2026-02-30", "'", "\"", "\\u0000", "\\ud83d",
            "#", "|", ">",
            "%", "@", "---\n", "...", "? ", "<<: ", "是", "😀", "\u{FEFF}", "\u{85}", "met", "count", "kind", "clause",
            "items",
            "sections", "rule", "points", "excluded", "applicable", "weight: -1, ", "zh", "en", "other:",
        ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x1B]]

    init(_ seed: Int) { random = Seeded(seed) }

    mutating func noise() -> [UInt8] {
        var bytes: [UInt8] = []
        let isText = random.int(0...1) == 0
        for _ in 0..<random.int(0...120) {
            if isText { bytes += random.pick(Mutator.tokens) } else { bytes.append(UInt8(random.int(0...255))) }
        }
        return bytes
    }

    /// One to four changes: bytes, words, ranges, lines.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.int(1...4) where !bytes.isEmpty {
            let start = random.int(0...bytes.count - 1)
            let end = min(bytes.count, start + random.int(1...12))
            switch random.int(0...7) {
            case 0: bytes[start] = UInt8(random.int(0...255))
            case 1: bytes[start] ^= UInt8(1 << random.int(0...7))
            case 2: bytes.insert(contentsOf: random.pick(Mutator.tokens), at: start)
            case 3: bytes.replaceSubrange(start..<end, with: random.pick(Mutator.tokens))
            case 4: bytes.removeSubrange(start..<end)
            case 5: bytes.insert(contentsOf: bytes[start..<end], at: random.int(0...bytes.count))
            case 6: bytes.removeSubrange((random.int(0...9) == 0 ? start : max(0, bytes.count - 20))...)
            default: swapLines(&bytes)
            }
        }
        return bytes
    }

    private mutating func swapLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.swapAt(random.int(0...lines.count - 1), random.int(0...lines.count - 1))
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
