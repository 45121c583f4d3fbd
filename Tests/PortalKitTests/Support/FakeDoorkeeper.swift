import Commons
import PortalKit
import Rulebook
import Synchronization

/// Knows a few people by tokens that are their names.
final class FakeDoorkeeper: Doorkeeper {
    private struct State {
        var keys: [String: (fingerprint: String, answer: KeptAnswer?)] = [:]
    }

    struct Broken: Error {}

    private let state = Mutex(State())
    private let grants: Policy

    init(_ policy: Policy = FakeDoorkeeper.policy) { grants = policy }

    static let look = Function("thing.look", zh: "查看", en: "Look")
    static let change = Function("thing.change", zh: "修改", en: "Change")
    static let policy = Policy([
        .init(.applicant, "thing.look", .all), .init(.reviewer, "thing.look", .all),
        .init(.reviewer, "thing.change", .all),
        .init(.administrator, "thing.change", .all, interfaces: [.page]),
    ])

    /// Roles by name; whoever is here may log in.
    static let roles: [String: Role] = [
        "apply": .applicant, "review": .reviewer, "rule": .administrator, "gone": .reviewer,
    ]

    static func admission(_ name: String, scopes: Set<String>? = nil) -> Admission? {
        guard let role = roles[name] else { return nil }
        let organisation = Organisation(id: "o", kind: .body, name: "O", region: "33")
        let person = Person(id: "id-" + name, name: name, login: name, isActive: name != "gone")
        return Admission(
            person: person, memberships: [Membership(person: person.id, organisation: organisation, role: role)],
            scopes: scopes, csrf: "secret-" + name, sessionID: "s-" + name)
    }

    /// Sessions of `NAME!password` and `NAME!secondFactor` have that to do first; those that end in `+` have proved
    /// themselves anew.
    func admission(sessionToken: String, from client: SessionClient) async throws -> Admission? {
        if sessionToken == "broken" { throw Broken() }
        if client.agent == "elsewhere" { return nil }
        let parts = sessionToken.split(separator: "!")
        var admission = FakeDoorkeeper.admission(String(parts[0].prefix { $0 != "+" }))
        admission?.duty = parts.count > 1 ? Duty(rawValue: String(parts[1])) : nil
        admission?.provedAt = TestClock.start.adding(seconds: sessionToken.hasSuffix("+") ? 10_000 : 0)
        admission?.proofTerm = 600
        return admission
    }

    func prove(_ admission: Admission, password: String, code: String) async throws -> (
        Admission, sessionToken: String
    ) {
        guard password == "right" else { throw Refusal(.forbidden, zh: "错", en: "wrong", place: "_password") }
        var admission = admission
        admission.sessionID = "renewed"
        return (admission, admission.person.name + "+")
    }

    func admission(accessToken: String) async throws -> Admission? {
        if accessToken == "grave" { return FakeDoorkeeper.admission("review", scopes: ["thing.change", "acts.grave"]) }
        if accessToken == "narrow" { return FakeDoorkeeper.admission("review", scopes: ["thing.look"]) }
        return FakeDoorkeeper.admission(accessToken)
    }

    func policy() async throws -> Policy { grants }

    func begin(_ key: PortalKit.IdempotencyKey) async throws -> IdempotencyState {
        state.withLock { state in
            let name = key.personID + "/" + key.key
            guard let known = state.keys[name] else {
                state.keys[name] = (key.fingerprint, nil)
                return .fresh
            }
            if known.fingerprint != key.fingerprint { return .different }
            return known.answer.map { .done($0) } ?? .running
        }
    }

    func finish(_ key: PortalKit.IdempotencyKey, _ answer: KeptAnswer?) async throws {
        state.withLock { state in
            let name = key.personID + "/" + key.key
            state.keys[name] = answer.map { (key.fingerprint, $0) }
        }
    }
}
