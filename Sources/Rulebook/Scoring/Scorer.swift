/// Scores assessments against one rulebook, exactly and with reasons.
public struct Scorer: Sendable {
    public let rulebook: Rulebook

    public init(_ rulebook: Rulebook) {
        self.rulebook = rulebook
    }

    /// The score of an assessment. Never fails: what is missing has not been judged and gives 0 points.
    public func score(_ assessment: Assessment) -> Score {
        let conditions = rulebook.conditions.map { condition in
            let result = condition.judge(assessment.community, appliedOn: assessment.appliedOn)
            return Score.ConditionResult(condition: condition, isMet: result.isMet, reason: result.reason)
        }
        let controls = rulebook.controls.map { judge($0, assessment.findings[$0.clause]) }
        var items = rulebook.items.map { judge($0, assessment.findings[$0.clause]) }
        let categories = rulebook.categories.map { category in
            let result = add(category.level, items)
            return Score.CategoryScore(
                category: category, score: result.score, maximum: result.maximum,
                sections: result.children.compactMap { if case .level(let level) = $0 { level } else { nil } })
        }
        for category in rulebook.categories {
            lever(category.level, category.weight / rulebook.total.divisor, &items)
        }
        let controlsAreMet = controls.allSatisfy(\.holds)
        let base = rulebook.total.baseNeedsControls && !controlsAreMet ? .zero : rulebook.total.base
        let sum = (base + categories.map(\.weighted).sum()) / rulebook.total.divisor
        let q = rulebook.total.maximum.map { min($0, sum) } ?? sum
        return Score(
            rulebook: rulebook, assessment: assessment, conditions: conditions, controls: controls, items: items,
            categories: categories, base: base, q: q,
            grade: grade(q, categories: categories, controls: controls, conditions: conditions))
    }

    // MARK: Items

    func judge(_ item: Item, _ finding: Finding?) -> ItemScore {
        var result = ItemScore(
            item: item, finding: finding, status: .unjudged, points: .zero, holds: false,
            reason: Phrase(zh: "未评定", en: "not judged"), leverage: .zero)
        guard let finding else { return result }
        if finding.isNotApplicable, item.notApplicable != .refused {
            result.status = .notApplicable
            result.holds = true
            result.points = item.notApplicable == .full ? item.maximum : .zero
            result.reason =
                item.notApplicable == .full
                ? Phrase(zh: "不适用，按满分计", en: "does not apply: full points")
                : Phrase(zh: "不适用，不计入总分", en: "does not apply: left out of the denominator")
            return result
        }
        guard let observation = finding.decided(for: item), let judgement = item.rule.judge(observation) else {
            let open = finding.unticked(of: item).map(\.title).joined()
            if !open.zh.isEmpty {
                result.reason = Phrase(zh: "未评定：尚未核对\(open.zh)", en: "not judged: \(open.en) not checked yet")
            }
            return result
        }
        result.status = .judged
        result.points = judgement.points
        result.holds = item.rule.holds(observation)
        result.reason = judgement.reason
        guard item.rule.kind == .all || item.rule.kind == .control else { return result }
        let failed = finding.checks.filter { !$0.holds }.map { check in
            item.checks.first { $0.id == check.id }?.title ?? Phrase.same(check.id)
        }
        let missing = (failed.isEmpty ? finding.unticked(of: item).map(\.title) : failed).joined()
        if !missing.zh.isEmpty {
            result.reason = result.reason + Phrase(zh: "：未达到\(missing.zh)", en: ": \(missing.en) not met")
        }
        return result
    }

    // MARK: Levels

    func add(_ level: Level, _ items: [ItemScore]) -> Score.LevelScore {
        var children: [Score.LevelScore.Child] = []
        var earned = Exact.zero
        for child in level.children {
            switch child {
            case .item(let index):
                earned += items[index].item.weight * items[index].points
                children.append(.item(index))
            case .level(let below):
                let result = add(below, items)
                earned += below.weight * result.score
                children.append(.level(result))
            }
        }
        let maximum = level.maximum(rulebook.items)
        let score = shape(level, items).value(earned)
        return Score.LevelScore(level: level, score: score, maximum: maximum, children: children)
    }

    /// How a level turns what its children earned into its own score.
    struct Shape {
        /// Rescaling to the applicable denominator.
        var factor: Exact
        var cap: Exact?
        /// Rescaling to another total.
        var scale: Exact

        func value(_ earned: Exact) -> Exact {
            let rescaled = earned * factor
            return (cap.map { min($0, rescaled) } ?? rescaled) * scale
        }

        var slope: Exact { factor * scale }
    }

    func shape(_ level: Level, _ items: [ItemScore]) -> Shape {
        let raw = level.rawMaximum(rulebook.items)
        var factor = Exact.one
        if level.rescalesToApplicable {
            let applicable = applicableMaximum(level, items)
            factor = applicable == .zero ? .zero : raw / applicable
        }
        var scale = Exact.one
        if let scaleTo = level.scaleTo {
            let full = level.cap.map { min($0, raw) } ?? raw
            scale = full == .zero ? .zero : scaleTo / full
        }
        return Shape(factor: factor, cap: level.cap.flatMap { $0 < raw * factor ? $0 : nil }, scale: scale)
    }

    /// What the children of a level add up to at most once items that do not apply are left out.
    private func applicableMaximum(_ level: Level, _ items: [ItemScore]) -> Exact {
        level.children.map { child in
            switch child {
            case .item(let index):
                items[index].status == .notApplicable && items[index].item.notApplicable == .excluded
                    ? .zero : items[index].item.weight * items[index].item.maximum
            case .level(let below): below.weight * shape(below, items).value(applicableMaximum(below, items))
            }
        }.sum()
    }

    private func lever(_ level: Level, _ above: Exact, _ items: inout [ItemScore]) {
        let slope = above * shape(level, items).slope
        for child in level.children {
            switch child {
            case .item(let index): items[index].leverage = slope * items[index].item.weight
            case .level(let below): lever(below, slope * below.weight, &items)
            }
        }
    }

    // MARK: Grade

    func grade(
        _ q: Exact, categories: [Score.CategoryScore], controls: [ItemScore], conditions: [Score.ConditionResult]
    ) -> Score.GradeResult {
        if let condition = conditions.first(where: { !$0.isMet }) {
            return Score.GradeResult(
                grade: nil,
                reason: Phrase(
                    zh: "不符合申请条件 \(condition.condition.clause)：\(condition.reason.zh)",
                    en: "not eligible by \(condition.condition.clause): \(condition.reason.en)"))
        }
        let barring = controls.filter { control in
            guard !control.holds else { return false }
            if case .veto(let limit) = control.item.rule, limit != nil, control.status == .judged { return false }
            return true
        }
        if !barring.isEmpty {
            let names = barring.map { "\($0.item.clause)" }
            return Score.GradeResult(
                grade: nil,
                reason: Phrase(
                    zh: "控制项 \(names.joined(separator: "、")) 不满足或未评定，不予评级",
                    en: "control items \(names.joined(separator: ", ")) not met or not judged: no grade"))
        }
        let limits = controls.compactMap { control -> Int? in
            guard case .veto(let limit?) = control.item.rule, !control.holds else { return nil }
            return rulebook.grades.firstIndex { $0.id == limit }
        }
        var notes: [Phrase] = []
        for (index, grade) in rulebook.grades.enumerated().reversed() where grade.range.reachesLower(q) {
            if let limit = limits.min(), index > limit {
                notes.append(Phrase(zh: "因否决情形不得评为\(grade.title.zh)；", en: "a veto forbids \(grade.title.en); "))
                continue
            }
            let short = categories.filter { $0.score < grade.minimum(of: $0.category) * $0.maximum }
            if short.isEmpty {
                let q = Phrase.same("Q = \(q.rounded())")
                // Where something forbade a higher grade, that decided it, not the interval of Q.
                let why =
                    notes.isEmpty
                    ? Phrase(zh: "控制项全部满足，", en: "all control items met, ") + q + Phrase(zh: "，", en: ", ")
                        + .same(grade.range.shown)
                    : notes.reduce(Phrase.same(""), +) + q
                return Score.GradeResult(grade: grade, reason: why)
            }
            for category in short {
                notes.append(
                    Phrase(
                        zh:
                            "\(category.category.title.zh)低于\(grade.title.zh)的最低要求 "
                            + "\(grade.minimum(of: category.category).percent)；",
                        en:
                            "\(category.category.title.en) is below the minimum of "
                            + "\(grade.minimum(of: category.category).percent) for \(grade.title.en); "
                    ))
            }
        }
        return Score.GradeResult(
            grade: nil,
            reason: notes.reduce(Phrase.same(""), +)
                + Phrase(zh: "Q = \(q.rounded())，未达到任何等级", en: "Q = \(q.rounded()) reaches no grade"))
    }
}
