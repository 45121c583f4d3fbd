/// Amounts in yuan, as Alipay writes them, and in fen. No fraction is ever a `Double`.
enum YuanText {
    /// `12.34` for 1234 fen.
    static func text(fen: Int) -> String {
        let rest = fen % 100
        return "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// In fen: `0.01`, `100`, `12.3`. nil: digits with at most two behind a point are something else, or it is more
    /// than an `Int` holds.
    static func fen(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let yuan = parts.first, !yuan.isEmpty, parts.count == 1 || (1...2).contains(parts[1].count) else {
            return nil
        }
        let cents = parts.count == 1 ? [] : Array(parts[1])
        let filled = Array(yuan) + cents + [UInt8](repeating: UInt8(ascii: "0"), count: 2 - cents.count)
        var fen = 0
        for digit in filled {
            guard (48...57).contains(digit) else { return nil }
            let (tens, isTooMuch) = fen.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooMuch) = tens.addingReportingOverflow(Int(digit - 48))
            if isTooMuch || isStillTooMuch { return nil }
            fen = sum
        }
        return fen
    }
}
