public import Rulebook

extension SecurityRules {
    /// Rules that somebody else has thought of, to start from.
    public enum Preset: String, Hashable, Sendable, CaseIterable {
        /// GB/T 22239-2019, level 2, 7.1.4.1.
        case classified = "gbt22239"
        /// OWASP ASVS 5, level 2, V6 and V7.
        case asvs

        public var title: Phrase {
            switch self {
            case .classified: Phrase(zh: "GB/T 22239 二级", en: "GB/T 22239 level 2")
            case .asvs: Phrase(zh: "OWASP ASVS 5 二级", en: "OWASP ASVS 5 level 2")
            }
        }

        public var rules: SecurityRules {
            var rules = SecurityRules()
            rules.failures = 5
            rules.idleMinutes = 30
            rules.absoluteHours = 12
            rules.proofMinutes = 10
            switch self {
            case .classified:
                // It asks for passwords of some complexity that are changed from time to time, and names no figures:
                // these are the ones that assessors usually look for.
                rules.passwordLength = 10
                rules.passwordKinds = 3
                rules.passwordDays = 90
                rules.passwordMemory = 5
                rules.lockMinutes = 30
            case .asvs:
                rules.passwordLength = 15
                rules.secondFactorRoles = Set(Role.allCases)
            }
            return rules
        }
    }
}
