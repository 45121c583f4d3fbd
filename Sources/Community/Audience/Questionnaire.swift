import Commons
import Rulebook

/// The questions of a poll or a survey, as a form that everybody fills in.
///
/// A survey has one question a line, and after a bar how it is answered: `星级` (one to five stars, also where nothing
/// stands there), `文字` (words), or answers to choose from with `/` between them:
///
///     对保洁是否满意 | 星级
///     您最常走哪个门 | 北门/南门
///     还有什么建议 | 文字
enum Questionnaire {
    static let mostQuestions = 50
    static let mostOptions = 50
    static let mostWords = 1000

    /// nil: nothing is asked.
    static func form(of item: Item, _ facet: AudienceFacet, title: String) throws(Refusal) -> Form? {
        switch facet.asks {
        case nil: return nil
        case .options(let field, let several):
            let options = try options(lines(item.fields[field]?.text ?? ""), place: field)
            let isSeveral = item.fields[several]?.flag ?? false
            return Form([
                Field(
                    "q1", zh: title, en: title, isSeveral ? .choices(options) : .choice(options), isRequired: true)
            ])
        case .questions(let field): return try questions(lines(item.fields[field]?.text ?? ""), place: field)
        }
    }

    private static func questions(_ lines: [String], place: String) throws(Refusal) -> Form {
        guard (1...mostQuestions).contains(lines.count) else {
            throw Refusal(
                .invalid, zh: "应有 1 到 \(mostQuestions) 个问题，每行一个",
                en: "has 1 to \(mostQuestions) questions, a line each", place: place)
        }
        var fields: [Field] = []
        for (index, line) in lines.enumerated() {
            let parts = line.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "|" || $0 == "｜" }
            let title = trimmed(parts[0])
            guard (1...200).contains(title.unicodeScalars.count) else {
                throw Refusal(
                    .invalid, zh: "第 \(index + 1) 个问题应有 1 到 200 个字符",
                    en: "question \(index + 1) has 1 to 200 characters", place: place)
            }
            let content: Field.Content
            switch parts.count > 1 ? trimmed(parts[1]) : "" {
            case "", "星级", "stars": content = .choice(stars)
            case "文字", "words": content = .words(most: mostWords)
            case let answers: content = .choice(try options(answers.split(separator: "/").map(trimmed), place: place))
            }
            var isWords = false
            if case .words = content { isWords = true }
            // Nobody has to write.
            fields.append(Field("q\(index + 1)", zh: title, en: title, content, isRequired: !isWords))
        }
        return Form(fields)
    }

    static let stars = (1...5).map { Field.Option("\($0)", zh: "\($0) 星", en: $0 == 1 ? "1 star" : "\($0) stars") }

    private static func options(_ titles: [String], place: String) throws(Refusal) -> [Field.Option] {
        guard (2...mostOptions).contains(titles.count), Set(titles).count == titles.count else {
            throw Refusal(
                .invalid, zh: "应有 2 到 \(mostOptions) 个互不相同的选项", en: "has 2 to \(mostOptions) different answers",
                place: place)
        }
        // What is chosen is found by its id or its title: neither may be another one's.
        let taken = Set((1...titles.count).map { "o\($0)" })
        guard titles.allSatisfy({ (1...100).contains($0.unicodeScalars.count) && !taken.contains($0) }) else {
            throw Refusal(
                .invalid, zh: "选项应有 1 到 100 个字符，不能写作 o1", en: "an answer has 1 to 100 characters and is not o1",
                place: place)
        }
        return titles.enumerated().map { Field.Option("o\($0 + 1)", zh: $1, en: $1) }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
