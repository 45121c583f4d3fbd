public import Rulebook

extension Field {
    /// As one would write it into the field again: for forms, cells and calls.
    public func texts(_ value: FormValue) -> [String] {
        switch (content, value) {
        case (.decimal(let decimals, _), .number(let number)): [Field.digits(number, decimals)]
        case (.money, .number(let number)): [Field.digits(number, 2)]
        case (.moment, .number(let number)): [Instant(milliseconds: Int64(number)).shown]
        default: value.words
        }
    }

    /// As people read it, with its unit.
    public func shown(_ value: FormValue, _ language: Language) -> String {
        switch (content, value) {
        case (.flag, .flag(let flag)):
            return flag ? Phrase(zh: "是", en: "yes")[language] : Phrase(zh: "否", en: "no")[language]
        case (.choice, _), (.choices, _):
            let titles = value.words.map { word in
                options.first { $0.id == word }?.title ?? .same(word)
            }
            return titles.joined()[language]
        case (.money, _): return texts(value).map { "¥\($0)" }.joined()
        case (.files, .list(let files)):
            return Phrase(zh: "\(files.count) 个文件", en: "\(files.count) files")[language]
        default: return texts(value).joined(separator: " ") + (unit.isEmpty ? "" : " \(unit)")
        }
    }

    /// As somebody sees it who has not said why they look.
    public func masked(_ value: FormValue, _ language: Language) -> String {
        switch content {
        case .personal(let kind): value.words.map(kind.masked).joined(separator: " ")
        case .line: value.words.map(Mask.name).joined(separator: " ")
        default: Mask.whole
        }
    }
}
