import Commons
import PortalKit
import Secrets

/// Lets people through the door by their sessions and tokens.
struct AccountDoorkeeper: Doorkeeper {
    let accounts: Accounts
    let store: any Store
    let box: SettingsBox

    func admission(sessionToken: String, from client: SessionClient) async throws -> Admission? {
        guard let found = try await accounts.visitor(session: sessionToken, from: client, in: store),
            let person = found.visitor.person
        else { return nil }
        return Admission(
            person: person, memberships: found.visitor.memberships, homes: found.visitor.homes,
            csrf: found.session.csrf,
            sessionID: found.session.id, duty: found.duty, provedAt: found.session.provedAt,
            proofTerm: Int64(accounts.security().proofMinutes) * 60, hasSecondFactor: found.hasSecondFactor)
    }

    func admission(accessToken: String) async throws -> Admission? {
        guard let found = try await accounts.visitor(accessToken: accessToken, in: store),
            let person = found.visitor.person
        else { return nil }
        return Admission(
            person: person, memberships: found.visitor.memberships, scopes: found.token.scopes,
            homes: found.visitor.homes, duty: found.duty)
    }

    func prove(_ admission: Admission, password: String, code: String) async throws -> (
        Admission, sessionToken: String
    ) {
        let renewal = try await accounts.prove(
            session: admission.sessionID, of: admission.person.id, password: password, code: code, in: store)
        var admission = admission
        admission.sessionID = renewal.session
        admission.provedAt = renewal.provedAt
        return (admission, renewal.token.text)
    }

    func policy() async throws -> Policy { box.policy }

    private func stored(_ key: PortalKit.IdempotencyKey) -> Idempotency {
        Idempotency(
            Commons.IdempotencyKey(key.key, person: key.personID, method: "", path: ""),
            body: Array(key.fingerprint.utf8))
    }

    func begin(_ key: PortalKit.IdempotencyKey) async throws -> IdempotencyState {
        let (stored, now) = (stored(key), accounts.surroundings.now())
        do {
            guard let answer = try await store.write({ try stored.begin(at: now, $0) }) else { return .fresh }
            let headers = Dictionary(answer.headers.map { ($0.name, $0.value) }) { first, _ in first }
            return .done(KeptAnswer(status: answer.status, headers: headers, body: answer.body))
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return .running
        } catch let refusal as Refusal where refusal.kind == .invalid {
            return .different
        }
    }

    func finish(_ key: PortalKit.IdempotencyKey, _ answer: KeptAnswer?) async throws {
        let (stored, now) = (stored(key), accounts.surroundings.now())
        try await store.write { records in
            guard let answer else { return try stored.abandon(records) }
            let headers = answer.headers.sorted { $0.key < $1.key }.map { StoredAnswer.Header($0.key, $0.value) }
            try stored.finish(status: answer.status, headers: headers, body: answer.body, at: now, records)
        }
    }
}
