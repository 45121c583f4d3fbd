extension Fen {
    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
    private static let places = ["", "拾", "佰", "仟"]
    private static let groups = ["", "万", "亿", "万亿"]

    /// As receipts and cheques write money, so that nobody adds a digit: `壹佰贰拾元零叁分`, `壹仟元整`. 0 or more.
    public static func capital(_ fen: Int) -> String {
        let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10)
        var text = yuan > 0 ? whole(yuan) + "元" : ""
        if jiao > 0 { text += digits[jiao] + "角" }
        if rest > 0 {
            if jiao == 0, yuan > 0 { text += "零" }
            return text + digits[rest] + "分"
        }
        return (text.isEmpty ? "零元" : text) + "整"
    }

    private static func whole(_ number: Int) -> String {
        var (text, rest, group, gap) = ("", number, 0, false)
        while rest > 0 {
            let part = rest % 10_000
            if part > 0 {
                // A group that does not begin with thousands follows a zero, as does one after empty groups.
                text = four(part) + groups[group] + (gap && !text.isEmpty ? "零" : "") + text
                gap = part < 1000
            } else {
                gap = true
            }
            rest /= 10_000
            group += 1
        }
        return text
    }

    /// 1...9999, without zeros in front or behind.
    private static func four(_ number: Int) -> String {
        var (text, isGap) = ("", false)
        for place in (0..<4).reversed() {
            let digit = number / [1, 10, 100, 1000][place] % 10
            if digit == 0 {
                isGap = !text.isEmpty
            } else {
                text += (isGap ? "零" : "") + digits[digit] + places[place]
                isGap = false
            }
        }
        return text
    }
}
