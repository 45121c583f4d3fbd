import Commons
public import Rulebook

/// A field as an administrator describes it.
public struct AddedField: Hashable, Sendable {
    /// What may stand in it, of what a form can be given without a program.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        case line, words, integer, decimal, money, day, moment, choice, choices, flag, files
        case phone, mail, identity

        public var title: Phrase {
            switch self {
            case .line: Phrase(zh: "一行文字", en: "One line")
            case .words: Phrase(zh: "多行文字", en: "Several lines")
            case .integer: Phrase(zh: "整数", en: "Whole number")
            case .decimal: Phrase(zh: "小数（两位）", en: "Number with two decimals")
            case .money: Phrase(zh: "金额", en: "Money")
            case .day: Phrase(zh: "日期", en: "Day")
            case .moment: Phrase(zh: "日期和时间", en: "Day and time")
            case .choice: Phrase(zh: "单选", en: "One of several")
            case .choices: Phrase(zh: "多选", en: "Some of several")
            case .flag: Phrase(zh: "是否", en: "Yes or no")
            case .files: Phrase(zh: "文件", en: "Files")
            case .phone: Phrase(zh: "电话号码（个人信息）", en: "Telephone, personal")
            case .mail: Phrase(zh: "电子邮箱（个人信息）", en: "E-mail, personal")
            case .identity: Phrase(zh: "身份证号（个人信息）", en: "Identity number, personal")
            }
        }

        public var hasOptions: Bool { self == .choice || self == .choices }
        /// Always kept encrypted.
        public var isPersonal: Bool { [.phone, .mail, .identity].contains(self) }
        var canBeEncrypted: Bool { isPersonal || self == .line || self == .words }
        var canBeFiltered: Bool { ![.words, .files].contains(self) && !isPersonal }
    }

    /// An answer of `choice` and `choices`. `id`: nil where it is new.
    public struct Option: Hashable, Sendable {
        public var id: String?
        public var zh: String
        public var en: String

        public init(id: String? = nil, zh: String, en: String) {
            self.id = id
            self.zh = zh
            self.en = en
        }
    }

    public var zh: String
    public var en: String
    public var sort: Sort
    public var unit: String
    public var options: [Option]
    public var isRequired: Bool
    public var isListed: Bool
    public var isFiltered: Bool
    /// Kept encrypted and shown masked.
    public var isEncrypted: Bool

    public init(
        zh: String, en: String, sort: Sort, unit: String = "", options: [Option] = [], isRequired: Bool = false,
        isListed: Bool = false, isFiltered: Bool = false, isEncrypted: Bool = false
    ) {
        self.zh = zh
        self.en = en
        self.sort = sort
        self.unit = unit
        self.options = options
        self.isRequired = isRequired
        self.isListed = isListed
        self.isFiltered = isFiltered
        self.isEncrypted = isEncrypted
    }

    /// - Throws: A `Refusal` with a detail for each part that has to change.
    /// `form`: the one that it is added to, or stands in. `before`: the field that it changes; nil: it is new.
    func field(_ id: String, in form: Form, before: Field? = nil) throws(Refusal) -> Field {
        var details: [Refusal.Detail] = []
        func wrong(_ place: String, _ zh: String, _ en: String) {
            details.append(.init(place, Phrase(zh: zh, en: en)))
        }
        for (place, text) in [("zh", zh), ("en", en)] {
            if text.isEmpty || text.unicodeScalars.count > 40 || text.contains(where: \.isNewline) {
                wrong(place, "名称为 1 至 40 个字符的一行", "a title is one line of 1 to 40 characters")
            } else if form.fields.contains(where: { $0.id != id && $0.isCalled(text) }) {
                wrong(place, "已有名为“\(text)”的字段", "there is a field '\(text)' already")
            }
        }
        if unit.unicodeScalars.count > 10 { wrong("unit", "单位最多 10 个字符", "a unit has at most 10 characters") }
        if isEncrypted, !sort.canBeEncrypted { wrong("encrypted", "这种内容不能加密", "this is not kept encrypted") }
        if isFiltered, isEncrypted || !sort.canBeFiltered {
            wrong("filtered", "这种内容不能用于筛选", "lists cannot be narrowed by this")
        }
        let answers = options(before, &details)
        guard details.isEmpty else {
            throw Refusal(
                .invalid, details.map(\.reason).joined(), place: details.count == 1 ? details[0].place : nil,
                details: details)
        }
        var field = Field(
            id, zh: zh, en: en, before.map { $0.with(answers) } ?? content(answers), unit: unit,
            isRequired: isRequired, isListed: isListed, isFiltered: isFiltered,
            // How it is kept never changes: what was written stands there as it is.
            secrecy: before?.secrecy ?? (isEncrypted ? .personal : .open))
        field.isAdded = true
        return field
    }

    private func content(_ answers: [Field.Option]) -> Field.Content {
        switch sort {
        case .line: .line(most: 200)
        case .words: .words(most: 2000)
        case .integer: .integer(-1_000_000_000...1_000_000_000)
        case .decimal: .decimal(decimals: 2, -100_000_000_000...100_000_000_000)
        case .money: .money
        case .day: .day
        case .moment: .moment
        case .choice: .choice(answers)
        case .choices: .choices(answers)
        case .flag: .flag
        case .files: .files(most: 9)
        case .phone: .personal(.phone)
        case .mail: .personal(.mail)
        case .identity: .personal(.identity)
        }
    }

    /// What is there keeps its id, whatever it is called now; what is new follows.
    private func options(_ before: Field?, _ details: inout [Refusal.Detail]) -> [Field.Option] {
        guard before.map({ !$0.options.isEmpty }) ?? sort.hasOptions else { return [] }
        func wrong(_ zh: String, _ en: String) { details.append(.init("options", Phrase(zh: zh, en: en))) }
        let known = before?.options ?? []
        var found: [Field.Option] = []
        for option in known {
            guard let now = options.first(where: { $0.id == option.id }) else {
                // Records say it.
                wrong("选项“\(option.title.zh)”不能去掉，可以改名", "'\(option.title.en)' stays; it can be renamed")
                continue
            }
            found.append(.init(option.id, zh: now.zh, en: now.en))
        }
        for (number, option) in options.filter({ $0.id == nil }).enumerated() {
            found.append(.init("o\(known.count + number + 1)", zh: option.zh, en: option.en))
        }
        if options.contains(where: { one in one.id.map { id in !known.contains { $0.id == id } } ?? false }) {
            wrong("没有这个选项", "there is no such answer")
        }
        if found.isEmpty { wrong("请填写选项，每行一个", "say the answers, one a line") }
        if found.count > CommunityLimits.options {
            wrong("最多 \(CommunityLimits.options) 个选项", "at most \(CommunityLimits.options) answers")
        }
        let texts = found.flatMap { Array(Set([$0.title.zh, $0.title.en])) }
        if Set(texts).count != texts.count { wrong("选项不能重复", "each answer stands once") }
        let isBad = texts.contains { text in
            text.isEmpty || text.unicodeScalars.count > 60 || text.contains { $0.isNewline || $0 == ";" || $0 == "；" }
        }
        if isBad { wrong("选项为 1 至 60 个字符，不含分号", "an answer has 1 to 60 characters and no semicolon") }
        return found
    }
}

extension CommunityLimits {
    /// Fields of a form.
    public static let fields = 60
    /// Answers of a field.
    public static let options = 200
}

extension Field {
    fileprivate func isCalled(_ text: String) -> Bool {
        [title.zh, title.en, id].contains { $0.lowercased() == text.lowercased() }
    }

    fileprivate func with(_ options: [Option]) -> Content {
        switch content {
        case .choice: .choice(options)
        case .choices: .choices(options)
        default: content
        }
    }
}
