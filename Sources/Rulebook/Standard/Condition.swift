/// A condition for applying: not met, there is no grade, but the score is still shown.
public struct Condition: Hashable, Sendable {
    public var clause: String
    public var title: Phrase
    public var test: Test
    public var readings: [String]

    public enum Test: Hashable, Sendable {
        /// The community is of one of these kinds.
        case communityKind([String])
        /// Accepted on completion on or before the day of application.
        case accepted
        /// So many calendar months of operation completed on the day of application.
        case operatingMonths(Int)
    }

    public init(clause: String, title: Phrase, test: Test, readings: [String] = []) {
        self.clause = clause
        self.title = title
        self.test = test
        self.readings = readings
    }

    /// Whether a community that applies meets it, and why.
    public func judge(_ community: Community, appliedOn: Day?) -> (isMet: Bool, reason: Phrase) {
        (isMet(community, appliedOn: appliedOn), reason(community, appliedOn: appliedOn))
    }

    /// Whether a community that applies meets it. A date that is missing is not met.
    public func isMet(_ community: Community, appliedOn: Day?) -> Bool {
        switch test {
        case .communityKind(let allowed): return community.kind.map(allowed.contains) ?? false
        case .accepted:
            guard let accepted = community.acceptedOn, let appliedOn else { return false }
            return accepted <= appliedOn
        case .operatingMonths(let months):
            guard let since = community.operatingSince, let appliedOn else { return false }
            return since.adding(months: months) <= appliedOn
        }
    }

    private func reason(_ community: Community, appliedOn: Day?) -> Phrase {
        let isMet = isMet(community, appliedOn: appliedOn)
        switch test {
        case .communityKind:
            guard let kind = community.kind else { return Phrase(zh: "未说明社区类型", en: "kind of community not given") }
            let title = Condition.kindTitles[kind] ?? .same(kind)
            return isMet
                ? title + Phrase(zh: "社区", en: " community")
                : title + Phrase(zh: "社区，不在评价对象之列", en: " community, which is not assessed")
        case .accepted:
            guard let accepted = community.acceptedOn else {
                return Phrase(zh: "没有竣工验收日期", en: "no date of acceptance")
            }
            guard let appliedOn else { return Condition.noApplication }
            return isMet
                ? Phrase(zh: "\(accepted) 已竣工验收", en: "accepted on \(accepted)")
                : Phrase(
                    zh: "竣工验收日期 \(accepted) 晚于申请日期 \(appliedOn)",
                    en: "accepted on \(accepted), after applying on \(appliedOn)")
        case .operatingMonths(let months):
            guard let since = community.operatingSince else {
                return Phrase(zh: "没有投入运行日期", en: "no date of going into operation")
            }
            guard appliedOn != nil else { return Condition.noApplication }
            let due = since.adding(months: months)
            return isMet
                ? Phrase(
                    zh: "自 \(since) 运行，\(due) 满 \(months) 个月",
                    en: "in operation since \(since), \(months) months on \(due)")
                : Phrase(
                    zh: "自 \(since) 运行，\(due) 才满 \(months) 个月",
                    en: "in operation since \(since), \(months) months only on \(due)")
        }
    }

    private static let noApplication = Phrase(zh: "没有申请日期", en: "no date of application")
    private static let kindTitles = ["urban": Phrase(zh: "城镇", en: "urban"), "rural": Phrase(zh: "乡村", en: "rural")]
}
