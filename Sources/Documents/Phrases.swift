/// The few words that the renderers themselves say; everything else is the document's own text.
struct Phrases {
    let isChinese: Bool

    init(language: String) {
        isChinese = language.lowercased().hasPrefix("zh")
    }

    /// What stands before, between and after the page number and the number of pages.
    var pageNumber: (before: String, between: String, after: String) {
        isChinese ? ("第 ", " 页 / 共 ", " 页") : ("Page ", " of ", "")
    }

    func stars(_ count: Int) -> String {
        if isChinese { return "\(count) 颗星" }
        return count == 1 ? "1 star" : "\(count) stars"
    }

    /// Says a tone to those who do not see its symbol; nothing for `neutral`.
    func name(of tone: Document.Tone) -> String {
        switch tone {
        case .neutral: ""
        case .good: isChinese ? "符合" : "Good"
        case .warning: isChinese ? "注意" : "Attention"
        case .bad: isChinese ? "不符合" : "Problem"
        }
    }

    func blankLines(_ count: Int) -> String {
        isChinese ? "\(count) 行空白，供手写" : "\(count) blank lines to write on"
    }

    var blank: String { isChinese ? "待填写" : "To fill in" }
}

extension Document.Tone {
    /// Goes wherever the tone's colour goes; none for `neutral`.
    var symbol: String? {
        switch self {
        case .neutral: nil
        case .good: "✓"
        case .warning: "!"
        case .bad: "✕"
        }
    }
}
