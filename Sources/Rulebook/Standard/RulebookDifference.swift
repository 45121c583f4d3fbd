/// What differs between two rulebooks, place by place.
public struct RulebookDifference: Hashable, Sendable {
    /// A clause, or `weights`, `grades`, `total`, `readings`, `eligibility`.
    public var place: String
    public var what: Phrase

    public static func between(_ old: Rulebook, _ new: Rulebook) -> [RulebookDifference] {
        var found: [RulebookDifference] = []
        func tell(_ place: String, _ zh: String, _ en: String) {
            found.append(RulebookDifference(place: place, what: Phrase(zh: zh, en: en)))
        }
        if old.conditions != new.conditions { tell("eligibility", "申请条件有变", "conditions changed") }
        if old.total != new.total { tell("total", "总分的算法有变", "the total is computed differently") }
        for category in new.categories {
            guard let before = old.categories.first(where: { $0.id == category.id }) else {
                tell(category.id, "新增类别", "category added")
                continue
            }
            if before.weight != category.weight {
                tell(
                    category.id, "权重 \(before.weight.asWeight) → \(category.weight.asWeight)",
                    "weight \(before.weight.asWeight) → \(category.weight.asWeight)")
            }
            let (was, now) = (before.level.maximum(old.items), category.level.maximum(new.items))
            if was != now { tell(category.id, "总分 \(was.shown) → \(now.shown)", "total \(was.shown) → \(now.shown)") }
        }
        for category in old.categories where !new.categories.contains(where: { $0.id == category.id }) {
            tell(category.id, "删去类别", "category removed")
        }
        compare(old.controls + old.items, new.controls + new.items, tell)
        for grade in new.grades {
            guard let before = old.grade(grade.id) else {
                tell(grade.id, "新增等级", "grade added")
                continue
            }
            if before.range != grade.range {
                tell(
                    grade.id, "\(before.range.shown) → \(grade.range.shown)",
                    "\(before.range.shown) → \(grade.range.shown)")
            }
            if before.minimum != grade.minimum || before.minimums != grade.minimums {
                tell(grade.id, "各类最低要求有变", "minimums changed")
            }
        }
        for grade in old.grades where new.grade(grade.id) == nil { tell(grade.id, "删去等级", "grade removed") }
        for reading in new.readings where !old.readings.contains(reading) {
            let isNew = !old.readings.contains { $0.id == reading.id }
            tell(reading.id, isNew ? "新增读法" : "读法有变", isNew ? "reading added" : "reading changed")
        }
        for reading in old.readings where !new.readings.contains(where: { $0.id == reading.id }) {
            tell(reading.id, "删去读法", "reading removed")
        }
        return found
    }

    private static func compare(_ old: [Item], _ new: [Item], _ tell: (String, String, String) -> Void) {
        let before = Dictionary(old.map { ($0.clause, $0) }) { first, _ in first }
        for item in new {
            guard let was = before[item.clause] else {
                tell(
                    item.clause, "新增：\(item.title.zh)（\(item.maximum.shown) 分）",
                    "added: \(item.title.en) (\(item.maximum.shown) points)")
                continue
            }
            if was.maximum != item.maximum {
                tell(
                    item.clause, "\(was.maximum.shown) → \(item.maximum.shown) 分",
                    "\(was.maximum.shown) → \(item.maximum.shown) points")
            } else if was.rule != item.rule || was.weight != item.weight || was.notApplicable != item.notApplicable {
                tell(item.clause, "规则有变", "rule changed")
            }
            if was.requirement != item.requirement || was.checks != item.checks {
                tell(item.clause, "要求有变", "requirement changed")
            }
            if was.readings != item.readings { tell(item.clause, "所引读法有变", "readings cited changed") }
        }
        let after = Set(new.map(\.clause))
        for item in old where !after.contains(item.clause) {
            tell(item.clause, "删去：\(item.title.zh)", "removed: \(item.title.en)")
        }
    }
}
