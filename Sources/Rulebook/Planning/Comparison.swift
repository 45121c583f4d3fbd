/// What moved between two scores of the same rulebook.
public struct Comparison: Sendable {
    public var before: Score
    public var after: Score
    /// Items whose status or points differ, control items first, in the standard's order.
    public var changes: [Change]
    public var categories: [CategoryChange]

    public struct Change: Hashable, Sendable {
        public var before: ItemScore
        public var after: ItemScore
        /// What it moved Q by while no cap is in the way.
        public var gain: Exact
    }

    public struct CategoryChange: Hashable, Sendable {
        public var category: Category
        public var before: Exact
        public var after: Exact
        /// Change of its term in Q.
        public var gain: Exact
    }

    public var gain: Exact { after.q - before.q }

    /// nil where the two are not scores of the same rulebook and edition.
    public init?(_ before: Score, _ after: Score) {
        guard before.rulebook.id == after.rulebook.id, before.rulebook.edition == after.rulebook.edition else {
            return nil
        }
        self.before = before
        self.after = after
        changes = zip(before.controls + before.items, after.controls + after.items).compactMap { old, new in
            guard old.points != new.points || old.status != new.status || old.holds != new.holds else { return nil }
            return Change(before: old, after: new, gain: new.points * new.leverage - old.points * old.leverage)
        }
        let divisor = after.rulebook.total.divisor
        categories = zip(before.categories, after.categories).map { old, new in
            CategoryChange(
                category: new.category, before: old.score, after: new.score,
                gain: (new.weighted - old.weighted) / divisor)
        }
    }
}
