import Secrets

extension Accounts {
    public static let mostAccessTokens = 50
    /// In days.
    public static let accessTokenTerms = 1...366

    /// A token just made, with its text, which is shown this once.
    public struct NewAccessToken: Sendable {
        public var text: String
        public var token: AccessToken
    }

    /// - `days`: until it expires, of `accessTokenTerms`.
    /// - `functions`: those that there are.
    public func createAccessToken(
        for person: String, name: String, scopes: Set<String>, days: Int, functions: [Function],
        _ records: any AccountRecords
    ) throws -> NewAccessToken {
        var problems = Problems()
        let name = problems.name(name, at: "name")
        if scopes.isEmpty {
            problems.add("scopes", zh: "至少选择一项功能", en: "choose at least one function")
        }
        for unknown in scopes.subtracting(functions.map(\.id)).sorted() {
            problems.add("scopes", zh: "没有这项功能：\(unknown)", en: "there is no function '\(unknown)'")
        }
        if !Self.accessTokenTerms.contains(days) {
            problems.add("days", zh: "有效期为 1 至 366 天", en: "between 1 and 366 days")
        }
        try problems.check()
        guard try records.accessTokens(of: person).count < Self.mostAccessTokens else {
            throw Refusal(
                .tooMany, zh: "访问令牌已有 \(Self.mostAccessTokens) 个，请先删除不用的",
                en: "there are \(Self.mostAccessTokens) access tokens already; remove one first")
        }
        let now = surroundings.now()
        let secret = newToken()
        let token = AccessToken(
            id: surroundings.newID(), person: person, name: name, digest: secret.digest, scopes: scopes, created: now,
            expires: now.adding(seconds: Int64(days) * 86_400))
        try records.insert(token)
        return NewAccessToken(text: AccessToken.text(secret), token: token)
    }

    /// Newest first; those that have expired too, until they are removed.
    public func accessTokens(of person: String, _ records: any AccountRecords) throws -> [AccessToken] {
        try records.accessTokens(of: person)
    }

    public func revokeAccessToken(_ id: String, of person: String, _ records: any AccountRecords) throws {
        guard try records.removeAccessToken(id, of: person) else {
            throw Refusal(.missing, zh: "没有这个访问令牌", en: "there is no such access token")
        }
    }
}
