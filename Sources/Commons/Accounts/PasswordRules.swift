public import Rulebook

/// What a password must be.
public struct PasswordRules: Hashable, Sendable {
    public static let lengths = 8...128

    /// In characters; within `lengths`.
    public var minimum: Int
    /// How many of the four kinds of characters it has at least; 1: any will do.
    public var kinds: Int
    /// In lower case.
    public var blocked: Set<String>

    public init(minimum: Int = 10, kinds: Int = 1, blocked: Set<String> = PasswordRules.common) {
        self.minimum = min(max(minimum, Self.lengths.lowerBound), Self.lengths.upperBound)
        self.kinds = min(max(kinds, 1), 4)
        self.blocked = blocked
    }

    /// Everything that is wrong with a password; empty: it will do.
    public func problems(_ password: String, login: String) -> [Phrase] {
        var problems: [Phrase] = []
        let folded = password.lowercased()
        if password.count < minimum {
            problems.append(Phrase(zh: "至少 \(minimum) 个字符", en: "at least \(minimum) characters"))
        }
        if password.count > Self.lengths.upperBound || password.utf8.count > 4 * Self.lengths.upperBound {
            let most = Self.lengths.upperBound
            problems.append(Phrase(zh: "至多 \(most) 个字符", en: "at most \(most) characters"))
        }
        if password.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            problems.append(Phrase(zh: "不能含控制字符", en: "no control characters"))
        }
        if kinds > 1, Self.kinds(of: password) < kinds {
            problems.append(
                Phrase(
                    zh: "至少含小写字母、大写字母、数字、其他字符中的 \(kinds) 类",
                    en: "at least \(kinds) of: small letters, capitals, digits, other characters"))
        }
        if blocked.contains(folded) || Self.isMonotonous(folded) {
            problems.append(Phrase(zh: "太常见，容易被猜到", en: "too common: it is guessed first"))
        }
        if !login.isEmpty, folded.contains(login.lowercased()) {
            problems.append(Phrase(zh: "不能包含登录名", en: "must not contain the login"))
        }
        return problems
    }

    func check(_ password: String, login: String) throws {
        let problems = problems(password, login: login)
        guard !problems.isEmpty else { return }
        let reasons = problems.joined()
        throw Refusal(
            .invalid, zh: "密码不符合要求：\(reasons.zh)", en: "the password will not do: \(reasons.en)", place: "password",
            details: problems.map { Refusal.Detail("password", $0) })
    }

    /// Small letters, capitals, digits, and all else, such as signs and Chinese: how many of these there are.
    static func kinds(of password: String) -> Int {
        Set(
            password.unicodeScalars.map { scalar in
                switch scalar.value {
                case 97...122: 0
                case 65...90: 1
                case 48...57: 2
                default: 3
                }
            }
        ).count
    }

    /// One or two characters over and over, or a run such as `23456789` or `hgfedcba`.
    private static func isMonotonous(_ password: String) -> Bool {
        if Set(password).count <= 2 { return true }
        let values = password.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        // After 9 comes 0.
        return steps.allSatisfy { $0 == 1 || $0 == -9 } || steps.allSatisfy { $0 == -1 || $0 == 9 }
    }

    /// The ones of eight characters and more that lists of stolen passwords begin with, here and abroad.
    public static let common: Set<String> = [
        "password", "password1", "password12", "password123", "passw0rd", "p@ssw0rd", "p@ssword", "p@ssw0rd123",
        "passw0rd123", "1qaz2wsx", "1qaz2wsx3edc", "qwertyuiop", "qwerty123", "qwerty1234", "qwer1234", "asdfghjkl",
        "zxcvbnm123", "1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "q1w2e3r4t5", "abc12345", "abc123456", "abcd1234",
        "abc1234567", "abcd123456", "a1234567", "a12345678", "a123456789", "aa123456", "aa123456789", "admin123",
        "admin1234", "admin12345", "admin123456", "administrator", "adminadmin", "admin@123", "root123456",
        "iloveyou", "iloveyou1314", "woaini1314", "woaini520", "woaini123", "5201314520", "52013145201314",
        "1314520520", "147258369", "147852369", "123123123", "123456789a", "123456789q", "1234567890a", "123qweasd",
        "123qweasdzxc", "123456qwerty", "welcome123", "letmein123", "changeme123", "sunshine", "football",
        "baseball", "superman", "trustno1", "princess", "starwars", "whatever", "computer", "internet", "dragon123",
        "monkey123", "taobao123", "wechat123", "zhongguo", "zhongguo123", "china123456", "hangzhou123", "beijing2008",
    ]
}
