import Commons
import Rulebook

/// Accounts and parties without a database, as strict as one where the use cases rest on it.
final class AccountsMemory: AccountRecords, PartyRecords, PersonalRecords, JournalNotes {
    var people: [String: (Person, Int)] = [:]
    var organisations: [String: (Organisation, Int)] = [:]
    var memberships: [Membership] = []
    var credentials: [String: Credential] = [:]
    var failures: [String: LoginFailures] = [:]
    var sessions: [String: Session] = [:]
    var tokens: [String: AccessToken] = [:]
    var links: [String: PasswordLink] = [:]
    var answers: [IdempotencyKey: StoredAnswer] = [:]
    var earlier: [String: [Credential]] = [:]
    var factors: [String: SecondFactor] = [:]
    var codes: [String: Set<String>] = [:]
    var steps: [String: LoginStep] = [:]
    var notes: [JournalNote] = []
    var personal = PersonalMemory()

    static let conflict = Refusal(.conflict, zh: "冲突", en: "conflict")

    /// Nobody lives anywhere here.
    func homes(of person: String, keptBy organisations: Set<String>, on day: Day) -> Set<String> { [] }

    // MARK: Parties

    func person(_ id: String) -> Person? { people[id]?.0 }
    func person(login: String) -> Person? { people.values.first { $0.0.login == login }?.0 }
    func personVersion(_ id: String) -> Int? { people[id]?.1 }
    func people(_ ids: Set<String>) -> [Person] { ids.sorted().compactMap { person($0) } }
    func people(_ query: PartyQuery) -> [Person] { people.values.map(\.0).sorted { $0.id < $1.id } }
    func organisation(_ id: String) -> Organisation? { organisations[id]?.0 }
    func organisationVersion(_ id: String) -> Int? { organisations[id]?.1 }
    func organisations(_ ids: Set<String>) -> [Organisation] { ids.sorted().compactMap(organisation) }
    func organisations(_ query: PartyQuery) -> [Organisation] {
        organisations.values.map(\.0).sorted { $0.id < $1.id }
    }
    func memberships(of person: String) -> [Membership] {
        memberships.filter { $0.person == person }.map { membership in
            var membership = membership
            membership.organisation = organisation(membership.organisation.id) ?? membership.organisation
            return membership
        }
    }
    func members(_ query: MemberQuery) -> [Member] {
        Set(memberships.map(\.person)).sorted().flatMap(memberships).compactMap { membership in
            guard let person = person(membership.person), query.role.map({ $0 == membership.role }) ?? true,
                !query.onlyActive || (person.isActive && membership.organisation.isActive)
            else { return nil }
            return Member(person: person, membership: membership)
        }
    }
    func save(_ person: Person, version: Int) throws -> Int {
        guard people[person.id]?.1 ?? 0 == version else { throw Self.conflict }
        people[person.id] = (person, version + 1)
        return version + 1
    }
    func save(_ organisation: Organisation, version: Int) throws -> Int {
        guard organisations[organisation.id]?.1 ?? 0 == version else { throw Self.conflict }
        organisations[organisation.id] = (organisation, version + 1)
        return version + 1
    }
    func save(_ membership: Membership) {
        _ = removeMembership(of: membership.person, in: membership.organisation.id, as: membership.role)
        memberships.append(membership)
    }
    func removeMembership(of person: String, in organisation: String, as role: Role) -> Bool {
        let before = memberships.count
        memberships.removeAll { $0.person == person && $0.organisation.id == organisation && $0.role == role }
        return memberships.count < before
    }

    // MARK: Accounts

    func credential(of person: String) -> Credential? { credentials[person] }
    func save(_ credential: Credential) { credentials[credential.person] = credential }
    func loginFailures(_ key: String) -> LoginFailures? { failures[key] }
    func save(_ failures: LoginFailures) { self.failures[failures.key] = failures }
    func removeLoginFailures(_ key: String) { failures[key] = nil }

    func note(_ note: JournalNote) { notes.append(note) }

    func earlierPasswords(of person: String) -> [String] { (earlier[person] ?? []).map(\.hash) }
    func keepEarlier(_ credential: Credential, most: Int) {
        earlier[credential.person] = Array(([credential] + (earlier[credential.person] ?? [])).prefix(most))
    }
    func secondFactor(of person: String) -> SecondFactor? { factors[person] }
    func save(_ factor: SecondFactor) { factors[factor.person] = factor }
    func useStep(_ step: Int64, of person: String) -> Bool {
        guard let factor = factors[person], factor.lastStep < step else { return false }
        factors[person]?.lastStep = step
        return true
    }
    func removeSecondFactor(of person: String) -> Bool {
        codes[person] = nil
        return factors.removeValue(forKey: person) != nil
    }
    func setRecoveryCodes(_ digests: [String], of person: String) { codes[person] = Set(digests) }
    func recoveryCodes(of person: String) -> Int { codes[person]?.count ?? 0 }
    func useRecoveryCode(_ digest: String, of person: String) -> Bool { codes[person]?.remove(digest) != nil }
    func insert(_ step: LoginStep) { steps[step.digest] = step }
    func loginStep(digest: String) -> LoginStep? { steps[digest] }
    func removeLoginSteps(of person: String) { steps = steps.filter { $0.value.person != person } }
    func renewSession(_ id: String, as newID: String, provedAt: Instant) -> Bool {
        guard var session = sessions.removeValue(forKey: id) else { return false }
        (session.id, session.provedAt) = (newID, provedAt)
        sessions[newID] = session
        return true
    }

    private func holder(_ person: String) -> Holder? {
        self.person(person).map {
            Holder(
                person: $0, memberships: memberships(of: person),
                passwordChangedAt: credentials[person]?.changedAt,
                hasSecondFactor: factors[person]?.isConfirmed ?? false)
        }
    }
    func insert(_ session: Session) { sessions[session.id] = session }
    func session(_ id: String) -> (session: Session, holder: Holder)? {
        sessions[id].flatMap { session in holder(session.person).map { (session, $0) } }
    }
    func sessions(of person: String) -> [Session] {
        sessions.values.filter { $0.person == person }.sorted { $0.lastSeen > $1.lastSeen }
    }
    func touchSession(_ id: String, at: Instant) { sessions[id]?.lastSeen = at }
    func endSession(_ id: String, of person: String) -> Bool {
        guard sessions[id]?.person == person else { return false }
        sessions[id] = nil
        return true
    }
    func endSessions(of person: String, except kept: String?) -> Int {
        let ended = sessions.values.filter { $0.person == person && $0.id != kept }
        for session in ended { sessions[session.id] = nil }
        return ended.count
    }

    func insert(_ token: AccessToken) { tokens[token.id] = token }
    func accessToken(digest: String) -> (token: AccessToken, holder: Holder)? {
        tokens.values.first { $0.digest == digest }.flatMap { token in holder(token.person).map { (token, $0) } }
    }
    func accessTokens(of person: String) -> [AccessToken] {
        tokens.values.filter { $0.person == person }.sorted { $0.id > $1.id }
    }
    func touchAccessToken(_ id: String, at: Instant) { tokens[id]?.lastUsed = at }
    func removeAccessToken(_ id: String, of person: String) -> Bool {
        guard tokens[id]?.person == person else { return false }
        tokens[id] = nil
        return true
    }
    func removeAccessTokens(of person: String) { tokens = tokens.filter { $0.value.person != person } }

    func insert(_ link: PasswordLink) { links[link.digest] = link }
    func passwordLink(digest: String) -> PasswordLink? { links[digest] }
    func removePasswordLinks(of person: String) { links = links.filter { $0.value.person != person } }

    func removeOver(now: Instant, idleSince: Instant, forgotten: Instant) {
        sessions = sessions.filter { $0.value.expires > now && $0.value.lastSeen > idleSince }
        failures = failures.filter { $0.value.lastAt > forgotten }
    }

    // MARK: Answers

    func storedAnswer(_ key: IdempotencyKey) -> StoredAnswer? { answers[key] }
    func insert(_ answer: StoredAnswer) throws {
        guard answers[answer.key] == nil else { throw Self.conflict }
        answers[answer.key] = answer
    }
    func save(_ answer: StoredAnswer) { answers[answer.key] = answer }
    func removeStoredAnswer(_ key: IdempotencyKey) { answers[key] = nil }
}
