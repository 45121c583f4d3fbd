import Rulebook
public import Secrets

extension Accounts {
    /// How long the link for a first or forgotten password is good, in seconds.
    public static let linkTerm: Int64 = 24 * 3600

    /// Changes one's own password, and ends all other sessions.
    /// `session`: the one to go on with; nil: none.
    /// - Throws: a refusal, as `logIn`; `invalid` if the new password will not do.
    public func changePassword(
        of person: String, from old: String, to new: String, keeping session: String?, in store: any Store
    ) async throws {
        let attempt = try await store.read { records in
            let person = try Accounts.found(records.person(person))
            try rules.check(new, login: person.login)
            return try self.attempt(login: person.login, records)
        }
        if old == new {
            throw Refusal(.invalid, zh: "新密码与旧密码相同", en: "the new password is the old one", place: "password")
        }
        let proof = try await prove(old, attempt)
        let hash = proof.isRight ? try await newHash(new, of: person, in: store) : ""
        try await store.write { try changePassword(attempt, proof, hash, keeping: session, $0) }.get()
    }

    /// Returns a refusal rather than throwing it: the failure is to be kept.
    func changePassword(
        _ attempt: Attempt, _ proof: Proof, _ hash: String, keeping session: String?, _ records: any Parts
    ) throws -> Result<Void, Refusal> {
        guard let person = try check(attempt, proof, records) else {
            var refusal = try failed(attempt, records)
            if refusal.kind == .forbidden {
                refusal = Refusal(.forbidden, zh: "原密码不正确", en: "the old password is wrong", place: "old")
            }
            return .failure(refusal)
        }
        try set(hash, of: person, keeping: session, key: attempt.key, records)
        return .success(())
    }

    /// A link that lets a person choose a password once, within `linkTerm`; earlier ones are void. To be told to that
    /// person alone.
    public func passwordLink(for person: String, _ records: any Parts) throws -> Token {
        let person = try Self.found(records.person(person))
        guard person.isActive else {
            throw Refusal(.locked, zh: "账号已停用", en: "the account is not active")
        }
        let token = newToken()
        try records.removePasswordLinks(of: person.id)
        try records.insert(
            PasswordLink(
                digest: token.digest, person: person.id, expires: surroundings.now().adding(seconds: Self.linkTerm)))
        return token
    }

    /// Whose link it is; throws a refusal if it is no longer good.
    public func person(passwordLink text: String, _ records: any Parts) throws -> Person {
        let link = try Token(text).flatMap { try records.passwordLink(digest: $0.digest) }
        guard let link, surroundings.now() < link.expires, let person = try records.person(link.person),
            person.isActive
        else {
            throw Refusal(
                .missing, zh: "链接已失效或已使用，请联系系统管理员重新发送",
                en: "the link is used or no longer good; ask an administrator for another")
        }
        return person
    }

    /// Chooses a password by a link, which is used up, and ends all sessions of that person.
    public func choosePassword(_ new: String, passwordLink text: String, in store: any Store) async throws {
        let owner = try await store.read { records in
            let holder = try person(passwordLink: text, records)
            try rules.check(new, login: holder.login)
            return holder.id
        }
        let hash = try await newHash(new, of: owner, in: store)
        try await store.write { try choosePassword(hash: hash, passwordLink: text, $0) }
    }

    func choosePassword(hash: String, passwordLink text: String, _ records: any Parts) throws {
        let person = try person(passwordLink: text, records)
        try set(hash, of: person, keeping: nil, key: LoginFailures.key(login: person.login), records)
    }

    /// Slow. Throws a refusal if it is one of the passwords before.
    private func newHash(_ new: String, of person: String, in store: any Store) async throws -> String {
        let memory = security().passwordMemory
        let earlier = try await store.read { records -> [String] in
            guard memory > 0 else { return [] }
            let current = try records.credential(of: person).map { [$0.hash] } ?? []
            return current + (try records.earlierPasswords(of: person).prefix(memory))
        }
        let hash = try await hashed { [hashing] in
            earlier.contains { PasswordHash($0)?.verify(new) == true } ? nil : PasswordHash(new, hashing).text
        }
        guard let hash else {
            throw Refusal(
                .invalid, zh: "最近用过的 \(memory) 个密码不能再用", en: "the last \(memory) passwords may not come back",
                place: "password")
        }
        return hash
    }

    private func set(
        _ hash: String, of person: Person, keeping session: String?, key: String, _ records: any Parts
    ) throws {
        if let before = try records.credential(of: person.id) {
            try records.keepEarlier(before, most: security().passwordMemory)
        }
        try records.save(Credential(person: person.id, hash: hash, changedAt: surroundings.now()))
        try records.removePasswordLinks(of: person.id)
        try records.removeLoginFailures(key)
        try records.removeLoginSteps(of: person.id)
        try records.endSessions(of: person.id, except: session)
        try note("person.passwordChanged", person.id, records)
    }

    static func found(_ person: Person?) throws -> Person {
        guard let person else { throw Refusal(.missing, zh: "没有这个人员", en: "there is no such person") }
        return person
    }
}
