import Rulebook

/// What has to hold between the values of one case, by slot.
struct RowChecks {
    private struct Share {
        var clause: String
        var whole: Int
        var parts: [(key: String, slot: Int)]
        var wholeKey: String
        /// Every part and the whole must be there once one is; entries of a list may be without answers.
        var isStrict: Bool
    }

    private struct Extra {
        var clause: String
        var key: String
        var count: Int
        var extra: Int
    }

    private var shares: [Share] = []
    private var extras: [Extra] = []
    /// For each item, the slot that tells whether it has been judged; for lists the first entry's.
    private var judging: [(first: Int, count: Int)] = []

    init(_ scorer: CaseScorer) {
        for item in scorer.rulebook.controls + scorer.rulebook.items {
            switch item.rule {
            case .share(let rule):
                let parts = rule.parts.compactMap { part in scorer.slot(item.clause, part).map { (part, $0) } }
                guard let whole = scorer.slot(item.clause, rule.whole) else { continue }
                shares.append(
                    Share(clause: item.clause, whole: whole, parts: parts, wholeKey: rule.whole, isStrict: true))
                judging.append((whole, 1))
            case .list:
                for entry in 0..<CompiledRulebook.entriesPerList {
                    guard let whole = scorer.slot(item.clause, "responses", entry: entry),
                        let part = scorer.slot(item.clause, "satisfied", entry: entry)
                    else { continue }
                    shares.append(
                        Share(
                            clause: item.clause, whole: whole, parts: [("satisfied", part)], wholeKey: "responses",
                            isStrict: false))
                }
                if let first = scorer.slot(item.clause, "recognised", entry: 0) {
                    judging.append((first, 3 * CompiledRulebook.entriesPerList))
                }
            case .count(let rule):
                guard let count = scorer.slot(item.clause, "count") else { continue }
                judging.append((count, 1))
                if let extra = rule.extra, let slot = scorer.slot(item.clause, extra.key) {
                    extras.append(Extra(clause: item.clause, key: extra.key, count: count, extra: slot))
                }
            case .deduct: scorer.slot(item.clause, "count").map { judging.append(($0, 1)) }
            default: scorer.slot(item.clause, "met").map { judging.append(($0, 1)) }
            }
        }
    }

    func check(_ values: [Int32], _ tell: (String, Phrase) -> Void) {
        for share in shares {
            let whole = values[share.whole]
            var given = 0
            for (key, slot) in share.parts where values[slot] >= 0 {
                given += 1
                if values[slot] > max(whole, 0) {
                    tell(
                        share.clause,
                        Phrase(
                            zh: "\(key)（\(values[slot])）不能多于 \(share.wholeKey)（\(max(whole, 0))）",
                            en: "\(key) (\(values[slot])) cannot exceed \(share.wholeKey) (\(max(whole, 0)))"))
                }
            }
            guard share.isStrict else { continue }
            if given > 0, whole < 0 {
                tell(share.clause, Phrase(zh: "缺少“\(share.wholeKey)”", en: "'\(share.wholeKey)' is missing"))
            } else if given == 0, whole >= 0 {
                let keys = share.parts.map(\.key).joined(separator: " / ")
                tell(share.clause, Phrase(zh: "缺少“\(keys)”", en: "'\(keys)' is missing"))
            }
        }
        for extra in extras where values[extra.extra] >= 0 && values[extra.count] < 0 {
            tell(extra.clause, Phrase(zh: "有“\(extra.key)”而缺少 count", en: "'\(extra.key)' without a count"))
        }
    }

    func unjudged(_ values: [Int32]) -> Int {
        var open = 0
        for item in judging {
            var isJudged = false
            for slot in item.first..<item.first + item.count where values[slot] >= 0 { isJudged = true }
            if !isJudged { open += 1 }
        }
        return open
    }
}
