import Commons
import Markup
import PortalKit
import Rulebook

/// One number among the security rules, as the page shows it.
struct SecurityRule: Sendable {
    var name: String
    var title: Phrase
    var hint: Phrase?
    var unit: Phrase
    var range: ClosedRange<Int>
    var value: @Sendable (SecurityRules) -> Int
    var set: @Sendable (inout SecurityRules, Int) -> Void
    /// What 0 (or 1, of kinds) means.
    var none: Phrase?
    /// Which requirement it answers.
    var source: String

    private static func unit(_ zh: String, _ en: String) -> Phrase { Phrase(zh: zh, en: en) }

    static let passwords: [SecurityRule] = [
        .init(
            name: "passwordLength", title: Phrase(zh: "密码最短长度", en: "Shortest password"),
            unit: unit("个字符", "characters"),
            range: SecurityRules.Range.passwordLength, value: { $0.passwordLength }, set: { $0.passwordLength = $1 },
            source: "GB/T 22239 7.1.4.1 a; ASVS 6.2.1"),
        .init(
            name: "passwordKinds", title: Phrase(zh: "至少含几类字符", en: "Kinds of characters"),
            hint: Phrase(
                zh: "小写字母、大写字母、数字、其他；1 为不要求。", en: "Small letters, capitals, digits, others; 1: any."),
            unit: unit("类", "kinds"), range: SecurityRules.Range.passwordKinds, value: { $0.passwordKinds },
            set: { $0.passwordKinds = $1 }, none: Phrase(zh: "不要求", en: "any"),
            source: "GB/T 22239 7.1.4.1 a; ASVS 6.2.5"),
        .init(
            name: "passwordDays", title: Phrase(zh: "密码有效期", en: "A password is good for"),
            hint: Phrase(zh: "到期后先换密码才能继续；0 为不限。", en: "Then it is changed before anything else; 0: no limit."),
            unit: unit("天", "days"), range: SecurityRules.Range.passwordDays, value: { $0.passwordDays },
            set: { $0.passwordDays = $1 }, none: Phrase(zh: "不限", en: "no limit"),
            source: "GB/T 22239 7.1.4.1 a; ASVS 6.2.10"),
        .init(
            name: "passwordMemory", title: Phrase(zh: "不得重复最近的密码", en: "Earlier passwords not to be used again"),
            unit: unit("个", "passwords"), range: SecurityRules.Range.passwordMemory, value: { $0.passwordMemory },
            set: { $0.passwordMemory = $1 }, none: Phrase(zh: "不要求", en: "none"), source: "GB/T 22239 7.1.4.1 a"),
    ]

    static let locks: [SecurityRule] = [
        .init(
            name: "failures", title: Phrase(zh: "登录失败几次后锁定", en: "Failures until a login is locked"),
            unit: unit("次", "times"), range: SecurityRules.Range.failures, value: { $0.failures },
            set: { $0.failures = $1 }, source: "GB/T 22239 7.1.4.1 b; ASVS 6.3.1"),
        .init(
            name: "lockMinutes", title: Phrase(zh: "首次锁定时长", en: "The first lock lasts"),
            hint: Phrase(zh: "以后每错一次加倍，最长 4 小时。", en: "Each further failure doubles it, up to 4 hours."),
            unit: unit("分钟", "minutes"), range: SecurityRules.Range.lockMinutes, value: { $0.lockMinutes },
            set: { $0.lockMinutes = $1 }, source: "GB/T 22239 7.1.4.1 b; ASVS 6.3.1"),
    ]

    static let sessions: [SecurityRule] = [
        .init(
            name: "idleMinutes", title: Phrase(zh: "无操作自动退出", en: "A session ends when idle for"),
            unit: unit("分钟", "minutes"), range: SecurityRules.Range.idleMinutes, value: { $0.idleMinutes },
            set: { $0.idleMinutes = $1 }, source: "GB/T 22239 7.1.4.1 b; ASVS 7.3.1"),
        .init(
            name: "absoluteHours", title: Phrase(zh: "一次登录最长持续", en: "A session ends in any case after"),
            unit: unit("小时", "hours"), range: SecurityRules.Range.absoluteHours, value: { $0.absoluteHours },
            set: { $0.absoluteHours = $1 }, source: "ASVS 7.3.2"),
        .init(
            name: "proofMinutes", title: Phrase(zh: "确认身份后多久有效", en: "A proof of who one is lasts"),
            hint: Phrase(
                zh: "批准报告、发放证书、改权限等之前要确认身份；0 为每次。",
                en: "Approvals, certificates, rights and the like take one; 0: each time."),
            unit: unit("分钟", "minutes"), range: SecurityRules.Range.proofMinutes, value: { $0.proofMinutes },
            set: { $0.proofMinutes = $1 }, none: Phrase(zh: "每次", en: "each time"), source: "ASVS 7.5.1, 7.5.3"),
    ]

    static let all = passwords + locks + sessions

    func input(_ language: PageLanguage, _ form: FormState) -> HTML {
        Input(
            name, language(title), hint: hint.map { language($0) }, error: form.error(name, language), isRequired: true,
            unit: language(unit)
        ).number(form[name], min: String(range.lowerBound), max: String(range.upperBound))
    }

    func text(_ rules: SecurityRules, _ language: PageLanguage) -> String {
        let value = value(rules)
        if let none, value == range.lowerBound { return language(none) }
        return "\(value) \(language(unit))"
    }
}
