import Rulebook

/// What has to hold of a rulebook as a whole, once every file has been read without error.
struct Soundness {
    let rulebook: Rulebook
    let standard: Diagnostics
    let root: Node
    let categoryNodes: [Node]
    let gradeNodes: [Node]
    let readingNodes: [Node]
    let cited: [(reading: String, mark: Mark, diagnostics: Diagnostics)]
    let places: [String: (diagnostics: Diagnostics, mark: Mark)]

    func check() {
        checkCategories()
        checkGrades(rulebook.grades, at: gradeNodes.map(\.mark), reachable: rulebook.highestQ, rulebook: rulebook)
        checkReadings()
        for control in rulebook.controls {
            guard case .veto(let limit?) = control.rule, rulebook.grade(limit) == nil,
                let place = places[control.clause]
            else { continue }
            place.diagnostics.error(
                place.mark, zh: "\(control.clause) 的 limit“\(limit)”不是等级",
                en: "\(control.clause): the limit '\(limit)' is no grade")
        }
    }

    private func checkCategories() {
        var seen: Set<String> = []
        for (category, node) in zip(rulebook.categories, categoryNodes) {
            if !seen.insert(category.id).inserted {
                standard.error(node.mark, zh: "类别“\(category.id)”重复", en: "the category '\(category.id)' stands twice")
            }
            if category.level.itemIndices.isEmpty {
                standard.error(
                    node.mark, zh: "类别“\(category.id)”没有评分项", en: "the category '\(category.id)' has no scored item")
                continue
            }
            // With a cap, `total` is what the items add up to before it.
            let reached =
                category.level.cap == nil
                ? category.level.maximum(rulebook.items) : category.level.rawMaximum(rulebook.items)
            if let total = category.level.total, total != reached, total != category.level.maximum(rulebook.items) {
                standard.error(
                    node.mark, zh: "类别“\(category.id)”写明 \(total.shown) 分，各节合计 \(reached.shown) 分",
                    en:
                        "the category '\(category.id)' says \(total.shown) points, its sections add up to "
                        + "\(reached.shown)"
                )
            }
        }
        for (category, node) in zip(rulebook.categories, categoryNodes) {
            let sum = category.level.rawMaximum(rulebook.items)
            if let cap = category.level.cap, cap > sum {
                standard.error(
                    node.mark, zh: "类别“\(category.id)”的封顶 \(cap.shown) 分达不到，各节合计 \(sum.shown) 分",
                    en:
                        "the category '\(category.id)': the cap of \(cap.shown) cannot be reached, its sections "
                        + "add up to \(sum.shown)"
                )
            }
        }
        let weights = rulebook.categories.filter { !$0.isAddition }.map(\.weight).sum()
        let isRescaled = rulebook.total.divisor != .one || rulebook.categories.contains { $0.level.scaleTo != nil }
        if weights != .one, !isRescaled, let mark = categoryNodes.first?.mark {
            standard.error(
                mark, zh: "各类权重之和是 \(weights.shortest)，应是 1",
                en: "the weights of the categories add up to \(weights.shortest), not 1")
        }
    }

    /// Grades cover every Q from 0 without gap or overlap.
    private func checkGrades(_ grades: [Grade], at marks: [Mark], reachable: Exact?, rulebook: Rulebook) {
        guard let first = grades.first, let firstMark = marks.first else {
            standard.error(root.mark, zh: "没有等级", en: "there are no grades")
            return
        }
        if Set(grades.map(\.id)).count != grades.count {
            standard.error(firstMark, zh: "等级的 id 重复", en: "an id of a grade stands twice")
        }
        if let lower = first.range.lower, lower.value > .zero || (lower.value == .zero && !lower.isInclusive) {
            standard.error(
                firstMark, zh: "Q 从 0 到 \(lower.value.shown) 没有等级", en: "no grade for Q from 0 to \(lower.value.shown)")
        }
        for index in grades.indices.dropLast() {
            let (grade, next) = (grades[index], grades[index + 1])
            guard let upper = grade.range.upper, let lower = next.range.lower else {
                standard.error(
                    marks[index + 1], zh: "“\(grade.id)”与“\(next.id)”之间没有分界",
                    en: "there is no line between '\(grade.id)' and '\(next.id)'")
                continue
            }
            if upper.value < lower.value || (upper.value == lower.value && !upper.isInclusive && !lower.isInclusive) {
                standard.error(
                    marks[index + 1],
                    zh: "“\(grade.id)”与“\(next.id)”之间有空档（\(upper.value.shown) 到 \(lower.value.shown)）",
                    en: "a gap between '\(grade.id)' and '\(next.id)' (\(upper.value.shown) to \(lower.value.shown))")
            } else if upper.value > lower.value || (upper.isInclusive && lower.isInclusive) {
                standard.error(
                    marks[index + 1], zh: "“\(grade.id)”与“\(next.id)”重叠（\(lower.value.shown) 到 \(upper.value.shown)）",
                    en: "'\(grade.id)' and '\(next.id)' overlap (\(lower.value.shown) to \(upper.value.shown))")
            }
        }
        for (grade, mark) in zip(grades, marks) {
            if let lower = grade.range.lower, let upper = grade.range.upper,
                lower.value > upper.value || (lower.value == upper.value && !(lower.isInclusive && upper.isInclusive))
            {
                standard.error(mark, zh: "“\(grade.id)”的区间是空的", en: "the interval of '\(grade.id)' is empty")
            }
            for id in grade.minimums.keys.sorted() where !rulebook.categories.contains(where: { $0.id == id }) {
                standard.error(mark, zh: "minimums 中没有类别“\(id)”", en: "minimums: no category '\(id)'")
            }
        }
        if let upper = grades.last?.range.upper,
            upper.value < rulebook.highestQ || (upper.value == rulebook.highestQ && !upper.isInclusive)
        {
            standard.error(
                marks[grades.count - 1], zh: "Q 高于 \(upper.value.shown) 没有等级",
                en: "no grade for Q above \(upper.value.shown)")
        }
        if let reachable, let last = grades.last, !last.range.reachesLower(reachable) {
            standard.error(
                marks[grades.count - 1], zh: "Q 最高 \(reachable.shown)，达不到“\(last.id)”",
                en: "Q is at most \(reachable.shown): '\(last.id)' is out of reach")
        }
    }

    private func checkReadings() {
        var seen: Set<String> = []
        for (reading, node) in zip(rulebook.readings, readingNodes) {
            if !seen.insert(reading.id).inserted {
                standard.error(node.mark, zh: "读法“\(reading.id)”重复", en: "the reading '\(reading.id)' stands twice")
            }
            for alternative in reading.alternatives {
                for id in alternative.weights.keys.sorted() where !rulebook.categories.contains(where: { $0.id == id })
                {
                    standard.error(node.mark, zh: "没有类别“\(id)”", en: "no category '\(id)'")
                }
                if let grades = alternative.grades {
                    checkGrades(
                        grades, at: grades.map { _ in node.mark }, reachable: nil,
                        rulebook: rulebook.reading(alternative))
                }
            }
        }
        for citation in cited where !rulebook.readings.contains(where: { $0.id == citation.reading }) {
            let nearest = Nearest.to(citation.reading, among: rulebook.readings.map(\.id))
            citation.diagnostics.error(
                citation.mark, zh: "没有读法“\(citation.reading)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                en: "no reading '\(citation.reading)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
        }
    }
}
