public import Commons
import Rulebook

/// What all of them answered to one question.
public struct Tally: Hashable, Sendable {
    public var question: Field
    /// How many answered it.
    public var answered: Int
    /// How many chose each of its answers, in their order; empty where words are asked for.
    public var counts: [Int]
    /// What was written, in no order of people.
    public var words: [String]

    /// Fewer secret answers than this tell who gave them.
    public static let leastSecret = 3

    static func all(_ questions: Form, _ receipts: [Receipt]) -> [Tally] {
        questions.fields.map { question in
            let values = receipts.compactMap { $0.answer[question.id] }
            let options = question.options.map(\.id)
            let counts = options.map { option in values.count { $0.words.contains(option) } }
            let words = options.isEmpty ? values.flatMap(\.words).sorted() : []
            return Tally(question: question, answered: values.count, counts: counts, words: words)
        }
    }

    /// Why the totals are not to be seen; nil: they are. While a secret vote goes on, watching its totals would tell
    /// who voted what.
    static func obstacle(_ receipts: [Receipt], isSecret: Bool, isOpen: Bool) -> Phrase? {
        guard isSecret else { return nil }
        if isOpen { return Phrase(zh: "不记名：截止后才显示结果", en: "secret: the result is shown once it is over") }
        if receipts.count(where: { $0.answeredAt != nil }) < leastSecret {
            return Phrase(
                zh: "不记名：答复不足 \(leastSecret) 份，不显示结果", en: "secret: fewer than \(leastSecret) answers are not shown")
        }
        return nil
    }
}
