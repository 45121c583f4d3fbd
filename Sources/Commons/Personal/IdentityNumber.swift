import Rulebook

/// The citizen's identity number (GB 11643-1999): six digits of the region, eight of the day of birth, three in order,
/// and a check character by ISO 7064, MOD 11-2.
enum IdentityNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432".utf8)

    /// In capitals and without blanks; nil if it is none.
    static func normal(_ text: String) -> String? {
        let text = PersonalText.narrowed(text).filter { !$0.isWhitespace }.uppercased()
        let bytes = Array(text.utf8)
        guard bytes.count == 18, PersonalText.isDigits(text.dropLast()), bytes[0] != UInt8(ascii: "0") else {
            return nil
        }
        let digits = bytes.dropLast().map { Int($0) - 48 }
        let birth = digits[6..<14].reduce(0) { $0 * 10 + $1 }
        guard birth >= 18_000_101, Day(year: birth / 10_000, month: birth / 100 % 100, day: birth % 100) != nil else {
            return nil
        }
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return bytes[17] == checks[sum % 11] ? text : nil
    }
}
