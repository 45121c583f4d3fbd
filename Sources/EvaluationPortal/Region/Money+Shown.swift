import Markup
import Rulebook

extension Money {
    /// As people read it: `1,234,500.00 元`.
    func yuan(_ language: PageLanguage) -> String { language("\(grouped) 元", "¥\(grouped)") }

    /// Two decimals, and commas between thousands.
    var grouped: String {
        let parts = shown.split(separator: ".", maxSplits: 1)
        let digits = Array(parts[0])
        let groups = digits.enumerated().map { index, digit in
            index > 0 && digit.isNumber && digits[index - 1].isNumber && (digits.count - index) % 3 == 0
                ? ",\(digit)" : String(digit)
        }
        return groups.joined() + "." + parts[1]
    }
}
