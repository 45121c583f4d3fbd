import Rulebook
public import Secrets

extension Function {
    /// What an access token needs besides, for whatever a person would have to prove who they are for.
    public static let graveActs = Function(
        "acts.grave", zh: "办理须再次确认身份的事项", en: "Do what takes a fresh proof of who one is")
}

extension Accounts {
    /// A session that goes on under another id.
    public struct Renewal: Sendable {
        /// For the cookie; kept nowhere.
        public var token: Token
        public var session: String
        public var provedAt: Instant
    }

    /// Where the fields of a proof stand in a form.
    public enum ProofField {
        public static let password = "_password"
        public static let code = "_code"
    }

    /// Lets somebody who is logged in prove again who they are, with their password and, where they have a second
    /// factor, a code. The session gets another id.
    /// - `session`: its id.
    /// - Throws: a refusal, as `logIn`, placed in a field of `ProofField`.
    public func prove(session: String, of person: String, password: String, code: String, in store: any Store)
        async throws -> Renewal
    {
        let attempt = try await store.read { records in
            try self.attempt(login: Accounts.found(records.person(person)).login, records)
        }
        let proof = try await prove(password, attempt)
        return try await store.write { try conclude(attempt, proof, code: code, session: session, $0) }.get()
    }

    /// Returns a refusal rather than throwing it: the failure is to be kept.
    func conclude(_ attempt: Attempt, _ proof: Proof, code: String, session: String, _ records: any Records) throws
        -> Result<Renewal, Refusal>
    {
        guard let person = try check(attempt, proof, records) else {
            var refusal = try failed(attempt, records)
            if refusal.kind == .forbidden {
                refusal = Refusal(.forbidden, zh: "密码不正确", en: "the password is wrong", place: ProofField.password)
            }
            return .failure(refusal)
        }
        if let refusal = try lock(attempt.key, records) { return .failure(refusal) }
        if let factor = try records.secondFactor(of: person.id), factor.isConfirmed,
            try !use(code, of: factor, records)
        {
            return .failure(try wrongCode(attempt, place: ProofField.code, records))
        }
        let (token, now) = (newToken(), surroundings.now())
        guard try records.renewSession(session, as: token.digest, provedAt: now) else {
            return .failure(Refusal(.forbidden, zh: "登录已结束，请重新登录", en: "the session is over; log in again"))
        }
        try records.removeLoginFailures(attempt.key)
        try note("person.proved", person.id, records)
        return .success(Renewal(token: token, session: token.digest, provedAt: now))
    }
}
