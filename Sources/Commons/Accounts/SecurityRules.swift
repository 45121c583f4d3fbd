/// What administrators decide on how people prove who they are, and for how long that holds.
public struct SecurityRules: Hashable, Sendable {
    /// How long a password is at least, in characters.
    public var passwordLength = 10
    /// How many of the four kinds of characters it has at least: small letters, capitals, digits, others. 1: any.
    public var passwordKinds = 1
    /// After how many days it has to be changed; 0: never.
    public var passwordDays = 0
    /// How many earlier ones may not come back.
    public var passwordMemory = 0
    /// The wrong password or code that locks a login first.
    public var failures = 5
    /// For how long it does; each further one doubles that.
    public var lockMinutes = 15
    /// Without a request, until a session is over.
    public var idleMinutes = 720
    /// Until it is over however busy it is.
    public var absoluteHours = 168
    /// How long a proof of who one is lasts for grave acts; 0: for one act.
    public var proofMinutes = 10
    /// A session ends when it is used from another network.
    public var bindsNetwork = false
    /// Whoever has one of these roles needs a second factor.
    public var secondFactorRoles: Set<Role> = []

    public init() {}

    /// What each number may be.
    public enum Range {
        public static let passwordLength = 8...64
        public static let passwordKinds = 1...4
        public static let passwordDays = 0...730
        public static let passwordMemory = 0...12
        public static let failures = 3...20
        public static let lockMinutes = 1...1440
        public static let idleMinutes = 5...10_080
        public static let absoluteHours = 1...720
        public static let proofMinutes = 0...480
    }

    var passwords: PasswordRules { PasswordRules(minimum: passwordLength, kinds: passwordKinds) }
    var lockOut: LockOut {
        let first = Int64(lockMinutes) * 60
        return LockOut(threshold: failures, first: first, longest: max(first, LockOut.usualLongest))
    }
    var sessions: SessionTerms {
        SessionTerms(idle: Int64(idleMinutes) * 60, absolute: Int64(absoluteHours) * 3600)
    }
}

extension SecurityRules: Codable {
    private enum Key: String, CodingKey {
        case passwordLength, passwordKinds, passwordDays, passwordMemory, failures, lockMinutes, idleMinutes,
            absoluteHours, proofMinutes, bindsNetwork, secondFactorRoles
    }

    /// What is not said is as in a fresh installation: rules that come later find documents from before.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func number(_ key: Key, _ path: WritableKeyPath<Self, Int>, _ range: ClosedRange<Int>) throws {
            guard let value = try values.decodeIfPresent(Int.self, forKey: key) else { return }
            self[keyPath: path] = min(max(value, range.lowerBound), range.upperBound)
        }
        self.init()
        try number(.passwordLength, \.passwordLength, Range.passwordLength)
        try number(.passwordKinds, \.passwordKinds, Range.passwordKinds)
        try number(.passwordDays, \.passwordDays, Range.passwordDays)
        try number(.passwordMemory, \.passwordMemory, Range.passwordMemory)
        try number(.failures, \.failures, Range.failures)
        try number(.lockMinutes, \.lockMinutes, Range.lockMinutes)
        try number(.idleMinutes, \.idleMinutes, Range.idleMinutes)
        try number(.absoluteHours, \.absoluteHours, Range.absoluteHours)
        try number(.proofMinutes, \.proofMinutes, Range.proofMinutes)
        bindsNetwork = try values.decodeIfPresent(Bool.self, forKey: .bindsNetwork) ?? bindsNetwork
        secondFactorRoles = try values.decodeIfPresent(Set<Role>.self, forKey: .secondFactorRoles) ?? []
    }

    /// The same rules give the same bytes, whatever order their sets are in.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(passwordLength, forKey: .passwordLength)
        try values.encode(passwordKinds, forKey: .passwordKinds)
        try values.encode(passwordDays, forKey: .passwordDays)
        try values.encode(passwordMemory, forKey: .passwordMemory)
        try values.encode(failures, forKey: .failures)
        try values.encode(lockMinutes, forKey: .lockMinutes)
        try values.encode(idleMinutes, forKey: .idleMinutes)
        try values.encode(absoluteHours, forKey: .absoluteHours)
        try values.encode(proofMinutes, forKey: .proofMinutes)
        try values.encode(bindsNetwork, forKey: .bindsNetwork)
        try values.encode(Role.allCases.filter(secondFactorRoles.contains), forKey: .secondFactorRoles)
    }
}
