/// What somebody has to do before they, or a program of theirs, can do anything else.
public enum Duty: String, Hashable, Sendable, CaseIterable {
    /// Choose another password: the one they have is too old.
    case password
    /// Set up a second factor: a role of theirs needs one.
    case secondFactor
}

extension Accounts {
    func duty(of holder: Holder) -> Duty? {
        let rules = security()
        if rules.passwordDays > 0, let changed = holder.passwordChangedAt,
            surroundings.now() >= changed.adding(seconds: Int64(rules.passwordDays) * 86_400)
        {
            return .password
        }
        let needsFactor = holder.memberships.contains {
            $0.organisation.isActive && rules.secondFactorRoles.contains($0.role)
        }
        return needsFactor && !holder.hasSecondFactor ? .secondFactor : nil
    }
}
