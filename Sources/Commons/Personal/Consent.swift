public import Rulebook

/// Something that is done with personal data only where its person has agreed (PIPL articles 13 to 16, 29).
public struct ConsentPurpose: Hashable, Sendable {
    public var id: String
    /// Of the text: whoever agreed to another one is asked again.
    public var edition: String
    public var title: Phrase
    /// What one agrees to.
    public var text: Phrase
    /// What stops when it is withdrawn.
    public var rests: Phrase

    public static let mail = ConsentPurpose(
        id: "mail", edition: "2026-11",
        title: Phrase(zh: "邮件通知", en: "Notices by mail"),
        text: Phrase(
            zh: "同意把申报进展和待办提醒发到我的邮箱。邮件只含事项和链接，不含认定内容。",
            en:
                "Notices of cases and reminders may be sent to my mail address. They hold no findings."
        ),
        rests: Phrase(zh: "撤回后不再发邮件；消息仍在本站查看。", en: "Once withdrawn no mail is sent; notices stay on this site."))

    public static let contact = ConsentPurpose(
        id: "contact", edition: "2026-11",
        title: Phrase(zh: "保存联系方式", en: "Keeping contact details"),
        text: Phrase(
            zh: "同意加密保存我的电话、住址和紧急联系人，用于评价工作联系；查看要写明用途，我能看到谁在何时看过。",
            en: "My telephone number, address and emergency contact may be kept encrypted, to reach me on cases. "
                + "Whoever looks says why, and I see who looked when."),
        rests: Phrase(zh: "撤回后立即删除电话、住址和紧急联系人。", en: "Once withdrawn these three are deleted at once."))

    public static let sensitive = ConsentPurpose(
        id: "sensitive", edition: "2026-11",
        title: Phrase(zh: "保存敏感个人信息", en: "Keeping sensitive data"),
        text: Phrase(
            zh: "单独同意加密保存我的身份证号和健康情况，仅用于核对身份和安排照顾；泄露可能影响人身和财产安全。不同意不影响使用本站。",
            en: "My identity number and what I tell of my health may be kept encrypted, only to check who I am and to "
                + "allow for my health. A leak could harm me. Without this consent the site works all the same."),
        rests: Phrase(zh: "撤回后立即删除身份证号和健康情况。", en: "Once withdrawn both are deleted at once."))

    public static let all = [mail, contact, sensitive]

    public static func named(_ id: String) -> ConsentPurpose? { all.first { $0.id == id } }

    /// The fields that are kept only for as long as it holds. A mail address stays: only writing to it stops.
    public var kept: [PersonalKind] { id == "mail" ? [] : PersonalKind.allCases.filter { $0.consent == self } }
}

/// That somebody agreed to a purpose, and until when.
public struct Consent: Hashable, Sendable {
    /// By which way it was given or withdrawn.
    public enum Way: String, Hashable, Sendable, Codable, CaseIterable {
        /// By the person, on their page.
        case page
        /// To an administrator, who noted it.
        case administrator
        /// Before consents were kept: the address stood in the account.
        case before
        /// With the erasure of the person's data.
        case erasure

        public var title: Phrase {
            switch self {
            case .page: Phrase(zh: "本人在页面上", en: "by the person, on this page")
            case .administrator: Phrase(zh: "由管理员登记", en: "noted by an administrator")
            case .before: Phrase(zh: "升级前已登记邮箱", en: "address on file before the upgrade")
            case .erasure: Phrase(zh: "删除个人信息时", en: "with the erasure")
            }
        }
    }
    public var person: String
    /// Of a `ConsentPurpose`.
    public var purpose: String
    /// From 1 for each person and purpose: withdrawn ones stay as history.
    public var number: Int
    public var edition: String
    public var givenAt: Instant
    public var way: Way
    public var withdrawnAt: Instant?
    public var withdrawnWay: Way?

    public init(
        person: String, purpose: String, number: Int, edition: String, givenAt: Instant, way: Way,
        withdrawnAt: Instant? = nil, withdrawnWay: Way? = nil
    ) {
        self.person = person
        self.purpose = purpose
        self.number = number
        self.edition = edition
        self.givenAt = givenAt
        self.way = way
        self.withdrawnAt = withdrawnAt
        self.withdrawnWay = withdrawnWay
    }

    public var isActive: Bool { withdrawnAt == nil }
}

extension Sequence<Consent> {
    /// The one that holds now.
    public func active(_ purpose: ConsentPurpose) -> Consent? { first { $0.purpose == purpose.id && $0.isActive } }
}
