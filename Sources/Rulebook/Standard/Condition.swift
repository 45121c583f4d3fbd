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
        switch test {
        case .communityKind(let allowed):
            guard let kind = community.kind else { return (false, Phrase(zh: "未说明社区类型", en: "kind of community not given")) }
            return allowed.contains(kind)
                ? (true, Phrase(zh: "社区类型为 \(kind)", en: "the kind is \(kind)"))
                : (false, Phrase(zh: "社区类型为 \(kind)，不在评价对象之列", en: "the kind is \(kind), which is not assessed"))
        case .accepted:
            guard let accepted = community.acceptedOn else {
                return (false, Phrase(zh: "没有竣工验收日期", en: "no date of acceptance"))
            }
            guard let appliedOn else { return (false, Phrase(zh: "没有申请日期", en: "no date of application")) }
            return accepted <= appliedOn
                ? (true, Phrase(zh: "\(accepted) 已竣工验收", en: "accepted on \(accepted)"))
                : (false, Phrase(zh: "竣工验收日期 \(accepted) 晚于申请日期 \(appliedOn)", en: "accepted on \(accepted), after applying on \(appliedOn)"))
        case .operatingMonths(let months):
            guard let since = community.operatingSince else {
                return (false, Phrase(zh: "没有投入运行日期", en: "no date of going into operation"))
            }
            guard let appliedOn else { return (false, Phrase(zh: "没有申请日期", en: "no date of application")) }
            let due = since.adding(months: months)
            return due <= appliedOn
                ? (true, Phrase(zh: "自 \(since) 运行，至 \(due) 满 \(months) 个月", en: "in operation since \(since), \(months) months on \(due)"))
                : (false, Phrase(zh: "自 \(since) 运行，至 \(due) 才满 \(months) 个月", en: "in operation since \(since), \(months) months only on \(due)"))
        }
    }
}
