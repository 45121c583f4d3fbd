import Rulebook
public import Secrets

extension Accounts {
    /// Where somebody has just logged in.
    public struct LoggedIn: Sendable {
        /// For the cookie; kept nowhere.
        public var token: Token
        public var session: Session
        public var person: Person
    }

    /// How far a right password leads.
    public enum Entry: Sendable {
        case loggedIn(LoggedIn)
        /// A code is asked for as well: the token of this step goes along with it.
        case code(Token)
    }

    /// Logs in. Says the same, after the same work, for a login that there is not and a password that is wrong.
    ///
    /// - `address`: where the request came from, for the list of sessions.
    /// - `agent`: the browser, likewise.
    /// - Throws: a refusal: `forbidden` for a wrong password or an account that is not active, `tooMany` while the
    ///   login is locked, `unavailable` in a flood of logins.
    public func logIn(login: String, password: String, address: String, agent: String, in store: any Store)
        async throws -> Entry
    {
        let attempt = try await store.read { try self.attempt(login: login, $0) }
        let proof = try await prove(password, attempt)
        return try await store.write { try conclude(attempt, proof, address: address, agent: agent, $0) }.get()
    }

    /// What there is to prove; throws while the login is locked.
    func attempt(login: String, _ records: any Parts) throws -> Attempt {
        let login = Login.normal(login)
        let key = LoginFailures.key(login: login)
        if let refusal = try lock(key, records) { throw refusal }
        // What can be no login is not even looked for: it may hold characters that no database takes.
        let person = Login.isSound(login) ? try records.person(login: login) : nil
        let credential = try person.flatMap { try records.credential(of: $0.id) }
        return Attempt(key: key, person: person?.id, hash: credential?.hash)
    }

    /// The slow part.
    func prove(_ password: String, _ attempt: Attempt) async throws -> Proof {
        let parameters = hashing
        return try await hashed { Accounts.proof(of: password, attempt, parameters) }
    }

    static func proof(of password: String, _ attempt: Attempt, _ parameters: PasswordHash.Parameters) -> Proof {
        let stored = attempt.hash.flatMap { PasswordHash($0) }
        let isRight = (stored ?? .ofNothing(parameters)).verify(password) && stored != nil
        let isOutdated = stored?.needsRehash(parameters) ?? false
        return Proof(isRight: isRight, rehash: isRight && isOutdated ? PasswordHash(password, parameters).text : nil)
    }

    /// Returns a refusal rather than throwing it: the failure is to be kept.
    func conclude(_ attempt: Attempt, _ proof: Proof, address: String, agent: String, _ records: any Parts)
        throws -> Result<Entry, Refusal>
    {
        guard let person = try check(attempt, proof, records) else {
            return .failure(try failed(attempt, records))
        }
        // Many guesses may have been at work when the login was locked.
        if let refusal = try lock(attempt.key, records) { return .failure(refusal) }
        guard person.isActive else {
            return .failure(
                Refusal(.forbidden, zh: "账号已停用，请联系系统管理员", en: "the account is not active; ask an administrator"))
        }
        if let hash = proof.rehash, var credential = try records.credential(of: person.id) {
            // The password stays as old as it is.
            credential.hash = hash
            try records.save(credential)
        }
        // Until the code is right as well, wrong ones go on counting.
        if let factor = try records.secondFactor(of: person.id), factor.isConfirmed {
            let token = newToken()
            let expires = surroundings.now().adding(seconds: LoginStep.term)
            try records.insert(LoginStep(digest: token.digest, person: person.id, expires: expires))
            return .success(.code(token))
        }
        return .success(.loggedIn(try begin(person, key: attempt.key, address: address, agent: agent, records)))
    }

    /// A session of somebody who has proved who they are.
    func begin(_ person: Person, key: String, address: String, agent: String, _ records: any Parts) throws -> LoggedIn {
        let now = surroundings.now()
        try records.removeLoginFailures(key)
        let token = newToken()
        let session = Session(
            id: token.digest, person: person.id, created: now, lastSeen: now,
            expires: now.adding(seconds: terms.absolute), address: address.cleaned(64), agent: agent.cleaned(300),
            csrf: newToken().text)
        try records.insert(session)
        try note("person.loggedIn", person.id, records)
        return LoggedIn(token: token, session: session, person: person)
    }

    /// Into the journal, of whoever `Origin.current` is: whoever logs in is nobody until then.
    func note(_ act: String, _ person: String, _ records: any JournalNotes) throws {
        try records.note(JournalNote(act, on: "person/\(person)"))
    }

    /// The person, if the password was right and still is theirs.
    func check(_ attempt: Attempt, _ proof: Proof, _ records: any Parts) throws -> Person? {
        guard proof.isRight, let id = attempt.person, let person = try records.person(id),
            try records.credential(of: id)?.hash == attempt.hash
        else { return nil }
        return person
    }

    /// Keeps a failure, and says what to tell.
    func failed(_ attempt: Attempt, _ records: any Parts) throws -> Refusal {
        // Guesses against a locked login do not lock it for longer.
        if let refusal = try lock(attempt.key, records) { return refusal }
        let earlier = try records.loginFailures(attempt.key)
        let failures = lockOut.adding(to: earlier, key: attempt.key, at: surroundings.now())
        try records.save(failures)
        if failures.lockedUntil != nil {
            // Logins that there are not have no names: people type passwords there by mistake.
            try records.note(JournalNote("login.locked", on: attempt.person.map { "person/\($0)" } ?? "login/unknown"))
        }
        return try lock(attempt.key, records)
            ?? Refusal(.forbidden, zh: "登录名或密码不正确", en: "the login or the password is wrong")
    }

    func lock(_ key: String, _ records: any Parts) throws -> Refusal? {
        guard let until = try records.loginFailures(key)?.lockedUntil, surroundings.now() < until else { return nil }
        return Refusal(
            .tooMany, zh: "密码错误次数太多，请在 \(until.shown) 之后再试",
            en: "too many wrong passwords; try again after \(until.shown)")
    }

    /// Somebody who wants to prove who they are.
    struct Attempt: Sendable {
        /// Of the failures.
        var key: String
        /// nil: there is no such login.
        var person: String?
        var hash: String?
    }

    struct Proof: Sendable {
        var isRight: Bool
        /// The same password with the parameters of today, where they have changed.
        var rehash: String?
    }
}

extension PasswordHash {
    /// A hash that no password has, to work on where there is no login.
    fileprivate static func ofNothing(_ parameters: Parameters) -> PasswordHash {
        let (salt, hash) = (String(repeating: "A", count: 22), String(repeating: "A", count: 43))
        let numbers = "ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)"
        return PasswordHash("$scrypt$\(numbers)$\(salt)$\(hash)") ?? PasswordHash("", parameters)
    }
}

extension String {
    /// At most so many characters, none of which control anything.
    func cleaned(_ longest: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }).prefix(longest))
    }
}
