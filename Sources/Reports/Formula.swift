public import Rulebook

extension Score {
    /// How Q was computed, term by term: `0.25×72 + 0.20×60 + … = 68.20`.
    public var formula: Phrase {
        var terms = categories.map { "\($0.category.weight.asWeight)×\($0.score.shown)" }
        if rulebook.total.base > .zero { terms.insert(base.shown, at: 0) }
        let sum = terms.joined(separator: " + ")
        let divisor = rulebook.total.divisor
        let whole = divisor == .one ? sum : "(\(sum)) ÷ \(divisor.shown)"
        let uncapped = (base + categories.map(\.weighted).sum()) / divisor
        let text = "Q = \(whole) = \(uncapped.rounded())"
        guard uncapped != q else { return .same(text) }
        return .same(text) + Phrase(zh: "，最高 \(q.rounded())", en: ", at most \(q.rounded())")
    }
}
