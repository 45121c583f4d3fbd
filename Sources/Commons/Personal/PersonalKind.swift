public import Rulebook

/// A kind of personal field: what it may hold, how it is shown to others, how it is found. What a domain keeps of
/// people (residents, elders, patients) is made of these.
public enum PersonalKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The citizen's identity number (GB 11643): 18 characters with a check character.
    case identity
    case phone
    case mail
    case address
    /// Whom to call: a name and a telephone number.
    case emergency
    case health

    /// How much harm a leak does: GB/T 35273, annex B.
    public enum Sensitivity: String, Hashable, Sendable {
        case personal
        /// Sensitive in the meaning of PIPL article 28: it takes a consent of its own.
        case sensitive
    }

    public var title: Phrase {
        switch self {
        case .identity: Phrase(zh: "身份证号", en: "Identity number")
        case .phone: Phrase(zh: "电话", en: "Telephone")
        case .mail: Phrase(zh: "邮箱", en: "Mail")
        case .address: Phrase(zh: "住址", en: "Address")
        case .emergency: Phrase(zh: "紧急联系人", en: "Emergency contact")
        case .health: Phrase(zh: "健康情况", en: "Health")
        }
    }

    /// What to write, for those who fill it in.
    public var hint: Phrase {
        switch self {
        case .identity: Phrase(zh: "18 位公民身份号码，末位可以是 X", en: "18 characters; the last may be X")
        case .phone: Phrase(zh: "手机号，或带区号的固定电话", en: "A mobile number, or one with its area code")
        case .mail: Phrase(zh: "名称@域名", en: "name@domain")
        case .address: Phrase(zh: "省、市、区、街道、门牌", en: "Street and number, district, city, province")
        case .emergency: Phrase(zh: "姓名和电话，用空格隔开", en: "A name and a telephone number with a blank between")
        case .health: Phrase(zh: "只写需要照顾到的情况，最多 1000 字", en: "Only what has to be allowed for; 1,000 characters")
        }
    }

    public var sensitivity: Sensitivity { self == .identity || self == .health ? .sensitive : .personal }

    /// Whether somebody can be found by the whole value: by its blind index, never by a part of it.
    public var isSearchable: Bool { self == .identity || self == .phone || self == .mail }

    /// What has to be agreed to before it is kept.
    public var consent: ConsentPurpose {
        switch self {
        case .mail: .mail
        case .phone, .address, .emergency: .contact
        case .identity, .health: .sensitive
        }
    }

    /// The value as it is kept: equal values give equal texts.
    /// - Throws: A `Refusal` that names the kind as its place.
    public func normal(_ text: String) throws -> String {
        let text = PersonalText.trimmed(text)
        let normal: String? =
            switch self {
            case .identity: IdentityNumber.normal(text)
            case .phone: PhoneNumber.normal(text)
            case .mail: PersonalText.isMail(text) ? text : nil
            case .address: PersonalText.isLine(text, of: 5...200) ? text : nil
            case .emergency: EmergencyContact.normal(text)
            case .health: PersonalText.isText(text, of: 1...1000) ? text : nil
            }
        guard let normal else { throw Refusal(.invalid, problem, place: rawValue) }
        return normal
    }

    /// What of a value is compared when somebody is looked for.
    public func searched(_ normal: String) -> String { self == .mail ? normal.lowercased() : normal }

    /// The value as those see it who may not see it in clear.
    public func masked(_ normal: String) -> String {
        switch self {
        case .identity: Mask.middle(normal, first: 3, last: 4)
        case .phone: Mask.phone(normal)
        case .mail: Mask.mail(normal)
        case .address: Mask.start(normal, shown: normal.count > 9 ? 6 : 2)
        case .emergency: EmergencyContact.masked(normal)
        case .health: Mask.whole
        }
    }

    private var problem: Phrase {
        switch self {
        case .identity:
            Phrase(zh: "身份证号应为 18 位，且校验位正确", en: "an identity number has 18 characters and a check character that fits")
        case .phone:
            Phrase(
                zh: "电话应为 11 位手机号、带区号的固定电话，或以 + 开头的国际号码",
                en: "a telephone number has 11 digits, or an area code, or begins with +")
        case .mail: Phrase(zh: "邮箱地址应为 名称@域名", en: "a mail address is name@domain")
        case .address: Phrase(zh: "住址为 5 至 200 个字符，写成一行", en: "an address has 5 to 200 characters in one line")
        case .emergency:
            Phrase(
                zh: "紧急联系人应为姓名加电话，例如“王芳 13812345678”",
                en: "an emergency contact is a name and a number, such as 'Wang Fang 13812345678'")
        case .health: Phrase(zh: "健康情况为 1 至 1000 个字符", en: "health has 1 to 1,000 characters")
        }
    }
}
