public import Rulebook
import Secrets

extension Accounts {
    /// Who asks, with a cookie.
    public struct SignedIn: Hashable, Sendable {
        public var visitor: Visitor
        public var session: Session
        /// What they have to do before anything else.
        public var duty: Duty?
        public var hasSecondFactor: Bool
    }

    /// Who asks, with an access token.
    public struct Bearer: Hashable, Sendable {
        public var visitor: Visitor
        public var token: AccessToken
        /// What its person has to do before it is of use again.
        public var duty: Duty?
    }

    /// Who a cookie stands for; nil: nobody, or not any more.
    /// `language`: nil: the one that the person has chosen.
    /// `client`: where the request comes from; a session that is used from elsewhere ends, and its person is told.
    public func visitor(
        session text: String, interface: Visitor.Interface = .page, language: Language? = nil,
        from client: SessionClient? = nil, in store: any Store
    ) async throws -> SignedIn? {
        let found = try await store.glance {
            try visitor(session: text, interface: interface, language: language, $0)
        }
        if let client, let found, let difference = client.difference(from: found.session, security().bindsNetwork) {
            try await store.write { try endStolen(found.session, difference, client, $0) }
            return nil
        }
        let now = surroundings.now()
        if let session = found?.session, terms.isStale(session.lastSeen, at: now) {
            // A page can be shown even where nothing can be written just now.
            try? await store.write { try $0.touchSession(session.id, at: now) }
        }
        return found
    }

    /// As above, within a transaction; changes nothing.
    public func visitor(
        session text: String, interface: Visitor.Interface = .page, language: Language? = nil,
        _ records: any AccountRecords
    ) throws -> SignedIn? {
        guard let token = Token(text), let (session, holder) = try records.session(token.digest),
            !terms.isOver(session, at: surroundings.now()), holder.person.isActive
        else { return nil }
        return SignedIn(
            visitor: try visitor(holder, interface, language, scopes: nil, records), session: session,
            duty: duty(of: holder),
            hasSecondFactor: holder.hasSecondFactor)
    }

    /// Who an access token stands for; nil: nobody, or not any more.
    /// `language`: nil: the one that the person has chosen.
    public func visitor(accessToken text: String, language: Language? = nil, in store: any Store) async throws
        -> Bearer?
    {
        let found = try await store.glance { try visitor(accessToken: text, language: language, $0) }
        let now = surroundings.now()
        if let token = found?.token, terms.isStale(token.lastUsed, at: now) {
            // As for sessions.
            try? await store.write { try $0.touchAccessToken(token.id, at: now) }
        }
        return found
    }

    /// As above, within a transaction; changes nothing.
    public func visitor(accessToken text: String, language: Language? = nil, _ records: any AccountRecords) throws
        -> Bearer?
    {
        guard let digest = AccessToken.token(text)?.digest,
            let (token, holder) = try records.accessToken(digest: digest),
            surroundings.now() < token.expires, holder.person.isActive
        else { return nil }
        return Bearer(
            visitor: try visitor(holder, .api, language, scopes: token.scopes, records), token: token,
            duty: duty(of: holder))
    }

    private func visitor(
        _ holder: Holder, _ interface: Visitor.Interface, _ language: Language?, scopes: Set<String>?,
        _ records: any AccountRecords
    ) throws -> Visitor {
        // Nobody else's rights ask where they live.
        let keepers = Set(
            holder.memberships.filter { $0.role == .resident && $0.organisation.isActive }.map(\.organisation.id))
        let homes =
            keepers.isEmpty
            ? [] : try records.homes(of: holder.person.id, keptBy: keepers, on: surroundings.now().day)
        return Visitor(
            person: holder.person, memberships: holder.memberships, interface: interface,
            language: language ?? Language(rawValue: holder.person.language) ?? .zh, scopes: scopes, homes: homes)
    }
}
