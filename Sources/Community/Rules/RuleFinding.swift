public import Rulebook

/// What is noticed of a rule beside others.
public struct RuleFinding: Hashable, Sendable {
    public enum Severity: Hashable, Sendable {
        /// It cannot hold as it is.
        case refused
        /// It can, and somebody should think about it.
        case warning
        /// To know of.
        case note
    }

    public var severity: Severity
    public var words: Phrase

    public init(_ severity: Severity, _ words: Phrase) {
        self.severity = severity
        self.words = words
    }
}

extension RuleGraph {
    /// What is to be said of one of the rules: the worst first.
    func findings(of rule: Int) -> [RuleFinding] {
        var found: [RuleFinding] = []
        if let path = loop(through: rule, sureOnly: true) {
            found.append(
                RuleFinding(
                    .refused,
                    Phrase(
                        zh: path.count == 1 ? "这条规则会反复触发自己：\(words(path).zh)" : "规则会互相反复触发：\(words(path).zh)",
                        en: path.count == 1
                            ? "it would set itself off again and again: \(words(path).en)"
                            : "these would set each other off again and again: \(words(path).en)")))
        } else if let path = loop(through: rule, sureOnly: false) {
            found.append(
                RuleFinding(
                    .warning,
                    Phrase(
                        zh: "设备执行命令后若上报相应数据，会反复触发：\(words(path).zh)",
                        en: "if devices report what they were told to do, this goes round and round: \(words(path).en)")
                ))
        }
        for (other, isCertain) in fights(of: rule) {
            let title = rules[other].title
            found.append(
                isCertain
                    ? RuleFinding(
                        .refused,
                        Phrase(
                            zh: "与规则“\(title.zh)”冲突：同一时刻做相反的事",
                            en: "it fights '\(title.en)': both run at once and do contrary things"))
                    : RuleFinding(
                        .warning,
                        Phrase(
                            zh: "条件同时成立时，与规则“\(title.zh)”做相反的事",
                            en: "where the conditions of both hold, it does the contrary of '\(title.en)'")))
        }
        let next = Set(edges[rule].map(\.to)).subtracting([rule]).sorted().map { rules[$0].title }
        if !next.isEmpty {
            let titles = next.map { Phrase(zh: "“\($0.zh)”", en: "'\($0.en)'") }.joined()
            found.append(RuleFinding(.note, Phrase(zh: "它可能触发：\(titles.zh)", en: "it can set off: \(titles.en)")))
        }
        return found
    }

    private func words(_ path: [Int]) -> Phrase {
        let titles = (path + [path[0]]).map { rules[$0].title }
        return Phrase(
            zh: titles.map { "“\($0.zh)”" }.joined(separator: " → "),
            en: titles.map { "'\($0.en)'" }.joined(separator: " → "))
    }
}
