import Rulebook
public import Secrets

extension Accounts {
    /// How many recovery codes somebody has at first.
    public static let recoveryCodes = 10

    private static let page = "/account/second-factor"

    // MARK: Setting one up

    /// A secret for somebody's app; it counts once a code of it has come. What was begun before is void.
    public func beginSecondFactor(of person: String, _ records: any Parts) throws -> TimeCode {
        if try records.secondFactor(of: person)?.isConfirmed == true {
            throw Refusal(.locked, zh: "已启用两步验证", en: "there is a second factor already")
        }
        let secret = TimeCode()
        let sealed = try ring().seal(secret.text, for: Self.place(person))
        try records.save(SecondFactor(person: person, sealed: sealed))
        return secret
    }

    /// The secret that waits for its first code; nil: there is none.
    public func pendingSecondFactor(of person: String, _ records: any Parts) throws -> TimeCode? {
        guard let factor = try records.secondFactor(of: person), !factor.isConfirmed else { return nil }
        return try secret(of: factor)
    }

    /// Puts it to use with its first code, and ends all other sessions.
    /// - Returns: recovery codes, which are shown this once.
    /// - Throws: a refusal; `invalid` for a wrong code.
    public func confirmSecondFactor(of person: String, code: String, keeping session: String?, _ records: any Records)
        throws -> [RecoveryCode]
    {
        guard var factor = try records.secondFactor(of: person), !factor.isConfirmed else {
            throw Refusal(.conflict, zh: "请重新开始设置", en: "begin again")
        }
        let now = surroundings.now()
        let found = try secret(of: factor).step(of: Self.digits(code), at: now.milliseconds / 1000, after: -1)
        guard let step = found else {
            throw Refusal(
                .invalid, zh: "验证码不正确，请核对手机时间后重试", en: "the code is wrong; see whether the phone's clock is right",
                place: "code")
        }
        factor.confirmedAt = now
        factor.lastStep = step
        try records.save(factor)
        try records.endSessions(of: person, except: session)
        try note("person.secondFactorSet", person, records)
        try tell(
            person, "account.secondFactor", Phrase(zh: "已启用两步验证", en: "A second factor is set up"),
            Phrase(
                zh: "登录时需要密码和手机上的验证码。如果不是您本人设置的，请立即联系系统管理员。",
                en:
                    "Logging in takes your password and a code of your phone. If not you, tell an administrator."
            ),
            link: Self.page, records)
        return try replaceCodes(of: person, records)
    }

    /// Others in the place of those that there are, which are void.
    public func newRecoveryCodes(of person: String, _ records: any Parts) throws -> [RecoveryCode] {
        guard try records.secondFactor(of: person)?.isConfirmed == true else {
            throw Refusal(.locked, zh: "尚未启用两步验证", en: "there is no second factor")
        }
        try note("person.recoveryCodesMade", person, records)
        return try replaceCodes(of: person, records)
    }

    private func replaceCodes(of person: String, _ records: any Parts) throws -> [RecoveryCode] {
        let codes = (0..<Self.recoveryCodes).map { _ in RecoveryCode() }
        try records.setRecoveryCodes(codes.map(\.digest), of: person)
        return codes
    }

    // MARK: Taking it away

    /// Takes one's own away; a refusal if a role of theirs needs it.
    public func removeSecondFactor(of person: String, _ records: any Records) throws {
        let needed = security().secondFactorRoles
        if let role = try records.memberships(of: person).map(\.role).first(where: needed.contains) {
            throw Refusal(
                .locked, zh: "角色“\(role.title.zh)”必须使用两步验证", en: "the role \(role.title.en) needs a second factor")
        }
        try takeSecondFactor(of: person, "person.secondFactorRemoved", records)
        try tell(
            person, "account.secondFactor", Phrase(zh: "两步验证已停用", en: "Your second factor is gone"),
            Phrase(
                zh: "登录时只需要密码。如果不是您本人停用的，请立即修改密码并联系系统管理员。",
                en: "Logging in takes your password alone. If this was not you, change it and tell an administrator."),
            link: Self.page, records)
    }

    /// Takes somebody's away who has lost their phone, and ends all of their sessions.
    public func resetSecondFactor(of person: String, _ records: any Records) throws {
        _ = try Self.found(records.person(person))
        try takeSecondFactor(of: person, "person.secondFactorReset", records)
        try records.endSessions(of: person, except: nil)
        try tell(
            person, "account.secondFactor",
            Phrase(zh: "系统管理员重置了您的两步验证", en: "An administrator reset your second factor"),
            Phrase(
                zh: "下次登录只需要密码；请登录后重新设置。如果您没有要求重置，请立即联系系统管理员。",
                en: "Your next login takes the password alone; set a second factor up again then. "
                    + "If you did not ask for this, tell an administrator."), link: Self.page, records)
    }

    private func takeSecondFactor(of person: String, _ act: String, _ records: any Records) throws {
        guard try records.removeSecondFactor(of: person) else {
            throw Refusal(.missing, zh: "尚未启用两步验证", en: "there is no second factor")
        }
        try records.removeLoginSteps(of: person)
        try note(act, person, records)
    }

    // MARK: Using it

    /// The second step of a login. A wrong code counts like a wrong password.
    /// - `step`: the text of the token that the first step gave.
    /// - `code`: of the phone, or a recovery code.
    /// - Throws: a refusal: `missing` where the first step is too long ago, `forbidden` for a wrong code, `tooMany`
    ///   while the login is locked.
    public func logIn(step: String, code: String, address: String, agent: String, in store: any Store) async throws
        -> LoggedIn
    {
        try await store.write { try conclude(step: step, code: code, address: address, agent: agent, $0) }.get()
    }

    /// Returns a refusal rather than throwing it: the failure is to be kept.
    func conclude(step text: String, code: String, address: String, agent: String, _ records: any Records) throws
        -> Result<LoggedIn, Refusal>
    {
        guard let step = try Token(text).flatMap({ try records.loginStep(digest: $0.digest) }),
            surroundings.now() < step.expires, let person = try records.person(step.person), person.isActive,
            let factor = try records.secondFactor(of: person.id), factor.isConfirmed
        else {
            return .failure(
                Refusal(.missing, zh: "等待时间过长，请重新登录", en: "that took too long; log in again"))
        }
        let attempt = Attempt(key: LoginFailures.key(login: person.login), person: person.id, hash: nil)
        if let refusal = try lock(attempt.key, records) { return .failure(refusal) }
        guard try use(code, of: factor, records) else {
            return .failure(try wrongCode(attempt, place: "code", records))
        }
        try records.removeLoginSteps(of: person.id)
        return .success(try begin(person, key: attempt.key, address: address, agent: agent, records))
    }

    func wrongCode(_ attempt: Attempt, place: String, _ records: any Parts) throws -> Refusal {
        let refusal = try failed(attempt, records)
        guard refusal.kind == .forbidden else { return refusal }
        return Refusal(.forbidden, zh: "验证码不正确或已用过", en: "the code is wrong, or used already", place: place)
    }

    /// Whether a code is good; it is used up then.
    func use(_ code: String, of factor: SecondFactor, _ records: any Records) throws -> Bool {
        if let recovery = RecoveryCode(code) {
            guard try records.useRecoveryCode(recovery.digest, of: factor.person) else { return false }
            try note("person.recoveryCodeUsed", factor.person, records)
            let left = try records.recoveryCodes(of: factor.person)
            try tell(
                factor.person, "account.secondFactor", Phrase(zh: "用过一个恢复码", en: "A recovery code was used"),
                Phrase(
                    zh: "还剩 \(left) 个。如果不是您本人使用的，请修改密码并重新生成恢复码。",
                    en: "\(left) are left. If this was not you, change your password and make new codes."),
                link: Self.page, records)
            return true
        }
        let seconds = surroundings.now().milliseconds / 1000
        guard
            let step = try secret(of: factor).step(of: Self.digits(code), at: seconds, after: factor.lastStep)
        else { return false }
        return try records.useStep(step, of: factor.person)
    }

    /// Without blanks; Chinese keyboards give full-width digits.
    static func digits(_ code: String) -> String {
        String(
            String.UnicodeScalarView(
                code.unicodeScalars.prefix(40).compactMap { scalar in
                    switch scalar.value {
                    case 0xff10...0xff19: UnicodeScalar(scalar.value - 0xff10 + 48)
                    case 9, 32, 0x3000: nil
                    default: scalar
                    }
                }))
    }

    private static func place(_ person: String) -> String { "person/\(person)/totp" }

    private func ring() throws -> KeyRing {
        guard let keys else {
            throw Refusal(.unavailable, zh: "没有密钥，不能使用两步验证", en: "there are no keys for second factors here")
        }
        return keys()
    }

    private func secret(of factor: SecondFactor) throws -> TimeCode {
        let text: String
        do {
            text = try ring().open(factor.sealed, for: Self.place(factor.person))
        } catch is KeyRingError {
            throw Refusal(
                .unavailable, zh: "读不出两步验证的密钥，请联系系统管理员重置",
                en: "the secret of the second factor cannot be read; ask an administrator to reset it")
        }
        guard let secret = TimeCode(text) else {
            throw Refusal(.unavailable, zh: "两步验证的密钥已损坏", en: "the secret of the second factor is damaged")
        }
        return secret
    }
}
