public import Rulebook

/// Why somebody looks at personal data in clear.
public enum LookPurpose: String, Hashable, Sendable, Codable, CaseIterable {
    case service, contact, verify, urgent, duty, request

    public var title: Phrase {
        switch self {
        case .service: Phrase(zh: "为本人办理业务", en: "To do what the person asked for")
        case .contact: Phrase(zh: "因工作联系本人", en: "To reach the person about work")
        case .verify: Phrase(zh: "核对身份", en: "To check who the person is")
        case .urgent: Phrase(zh: "紧急情况", en: "An emergency")
        case .duty: Phrase(zh: "履行法定职责", en: "A duty by law")
        case .request: Phrase(zh: "应本人要求查阅、更正或导出", en: "The person asked to see, correct or have it")
        }
    }
}

/// That somebody saw personal data in clear: of whom, what, when and why.
public struct PersonalLook: Hashable, Sendable {
    public var id: String
    /// Whose data it was.
    public var person: String
    /// nil: all that there is, as an export.
    public var kind: PersonalKind?
    /// Who looked.
    public var by: String
    public var at: Instant
    public var purpose: LookPurpose
    /// In their own words.
    public var words: String

    public init(
        id: String, person: String, kind: PersonalKind?, by: String, at: Instant, purpose: LookPurpose, words: String
    ) {
        self.id = id
        self.person = person
        self.kind = kind
        self.by = by
        self.at = at
        self.purpose = purpose
        self.words = words
    }
}

/// What a look is for, as it was written into a form.
public struct LookReason: Hashable, Sendable {
    public var purpose: LookPurpose
    public var words: String

    /// How many characters the own words have.
    public static let length = 2...200

    /// - Throws: A `Refusal`; the words stand in the journal for good, so what looks like personal data is not taken.
    public init(_ purpose: LookPurpose, words: String, place: String = "words") throws {
        let words = PersonalText.trimmed(words)
        guard PersonalText.isLine(words, of: LookReason.length) else {
            throw Refusal(
                .invalid, zh: "请用 2 至 200 个字说明用途，写成一行", en: "say in 2 to 200 characters what it is for, in one line",
                place: place)
        }
        guard !LookReason.looksPersonal(words) else {
            throw Refusal(
                .invalid, zh: "用途说明会永久留在日志里，不能写号码、邮箱等个人信息",
                en: "these words stay in the journal for good: no numbers or addresses of people", place: place)
        }
        self.purpose = purpose
        self.words = words
    }

    /// A mail address, or seven digits in a row.
    private static func looksPersonal(_ words: String) -> Bool {
        var run = 0
        for scalar in PersonalText.narrowed(words).unicodeScalars where scalar != " " && scalar != "-" {
            if scalar == "@" { return true }
            run = (48...57).contains(scalar.value) ? run + 1 : 0
            if run >= 7 { return true }
        }
        return false
    }
}

extension JournalNote {
    /// That somebody saw, or took with them, what is personal: what it was of, which part, and why.
    public static func look(at field: String, of subject: String, _ reason: LookReason, isExport: Bool = false)
        -> JournalNote
    {
        JournalNote(
            isExport ? "personal.export" : "personal.look", on: subject,
            details: ["field": field, "purpose": reason.purpose.rawValue, "words": reason.words])
    }
}
