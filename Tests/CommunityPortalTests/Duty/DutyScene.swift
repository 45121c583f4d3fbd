import Commons
import Database
import DatabaseSQLite
import Persistence
import PortalKit
import Rulebook
import Secrets
import Synchronization

@testable import Community
@testable import CommunityPortal

/// A portal with the estate of `DutySample`, on a database in memory and without a network.
struct DutyScene: Sendable {
    final class Clock: Sendable {
        private let state = Mutex((milliseconds: DutySample.now.milliseconds, ids: 0))

        var now: Instant { state.withLock { Instant(milliseconds: $0.milliseconds) } }
        func pass(seconds: Int64) { state.withLock { $0.milliseconds += seconds * 1000 } }
        func id() -> String {
            state.withLock { state in
                state.ids += 1
                return "01abcdefghijklmnopqrst" + String(10_000 + state.ids).dropFirst()
            }
        }
    }

    let clock = Clock()
    let store: SQLStore
    let wing: CommunityPortal
    let portal: Portal

    var desk: CommunityDesk { wing.desk }

    private static let keeper = Organisation(id: "keeper", kind: .applicant, name: "安澜物业", region: "330106")
    private static let other = Organisation(id: "other", kind: .applicant, name: "云岭物业", region: "330206")
    private static let people: [(id: String, role: Role, organisation: Organisation)] = [
        ("mia", .manager, keeper), ("dan", .duty, keeper), ("wes", .worker, keeper), ("gus", .gateway, keeper),
        ("ron", .resident, keeper), ("max", .manager, other),
    ]

    static func with<T: Sendable>(_ body: (DutyScene) async throws -> T) async throws -> T {
        let database = try SQLiteDatabase(path: nil)
        let result: Result<T, any Error>
        do {
            result = .success(try await body(try await DutyScene(database)))
        } catch {
            result = .failure(error)
        }
        try await database.close()
        return try result.get()
    }

    private init(_ database: any Database) async throws {
        let clock = clock
        let ring = KeyRing(at: 1_764_000_000_000)
        try await Migrator(Schema.migrations).migrate(database)
        store = SQLStore(database, now: { clock.now }, ring: { ring })
        let policy = Policy(DutySample.catalog.grants)
        let surroundings = Surroundings(now: { clock.now }, newID: { clock.id() })
        let files = Files(store: store, vault: MemoryVault { clock.now }, surroundings: surroundings)
        let desk = CommunityDesk(
            store: store, catalog: DutySample.catalog, surroundings: surroundings, policy: { policy })
        let frame = PageFrame(
            tagline: .same(""), footer: .same(""),
            paths: PageFrame.Paths(
                home: "/", work: "/work", logIn: "/login", logOut: "/logout", inbox: "/inbox", account: "/account",
                preferences: "/preferences"),
            navigation: CommunityPortal.entries(DutySample.catalog), assetPath: { "/assets/" + $0 },
            policy: { policy })
        wing = CommunityPortal(desk: desk, files: files, uploads: Uploads(files), frame: frame)
        var configuration = PortalConfiguration()
        configuration.pace = nil
        configuration.logsRequests = false
        portal = Portal(
            wing.itemEndpoints + wing.dutyEndpoints + wing.readingEndpoints + wing.metricEndpoints,
            doorkeeper: DutyDoorkeeper(store: store, inForce: policy), configuration: configuration,
            surroundings: .init(now: { clock.now }, errorPage: { Array($0.refusal.reason.zh.utf8) }))
        try await fill()
    }

    private func fill() async throws {
        try await store.write { records in
            for house in [Self.keeper, Self.other] { try records.save(house, version: 0) }
            for (id, role, house) in Self.people {
                try records.save(Person(id: id, name: "名-" + id, login: id), version: 0)
                try records.save(Membership(person: id, organisation: house, role: role))
            }
        }
        try await desk.keepForms()
        let outline = DutySample.first.fields["outline"]?.text ?? ""
        try await create("space", ["name": "晴川里", "code": "E", "level": "community"])
        try await create("space", ["name": "1 号楼", "code": "B1", "level": "building", "outline": outline], place: "E")
        try await create("device", ["name": "烟感 301", "code": "S1", "model": "smoke"], place: "B1")
    }

    // MARK: In short

    func visitor(_ id: String) async throws -> Visitor {
        try await store.read { records in
            Visitor(person: try records.person(id), memberships: try records.memberships(of: id))
        }
    }

    @discardableResult
    func create(_ kind: String, _ texts: [String: String], place: String? = nil) async throws -> String {
        let draft = CommunityDesk.Draft(texts.mapValues { [$0] }, place: place)
        return try await desk.create(desk.kind(kind), draft, id: clock.id(), by: visitor("mia")).item.id
    }

    func device() async throws -> String {
        let found = try await store.readCommunity { try $0.item(kind: "device", number: "S1") }
        return found?.id ?? ""
    }

    /// A fire at the detector; gives the id of its alarm.
    func fire(isDrill: Bool = false) async throws -> String {
        let draft = EventDraft(kind: "fire", device: "S1", isDrill: isDrill)
        return try await desk.tell(draft, by: visitor(isDrill ? "dan" : "gus")).alarm?.id ?? ""
    }

    func get(_ path: String, as person: String) async throws -> Answer {
        try await portal.ask("GET", path, fields: cookie(person))
    }

    func post(_ path: String, _ form: [(String, String)], as person: String) async throws -> Answer {
        let body = (form + [("_csrf", "csrf-" + person)]).map {
            Percent.encode($0.0) + "=" + Percent.encode($0.1)
        }.joined(separator: "&")
        return try await portal.ask(
            "POST", path, fields: cookie(person) + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8))
    }

    /// A call of the API. `key`: for what is done once.
    func call(
        _ method: String, _ path: String, as person: String, _ body: String = "", type: String = "application/json",
        key: String? = nil
    ) async throws -> Answer {
        var fields = [(name: "Authorization", value: "Bearer " + person)]
        if !body.isEmpty { fields.append(("Content-Type", type)) }
        if let key { fields.append(("Idempotency-Key", key)) }
        return try await portal.ask(method, path, fields: fields, body: Array(body.utf8))
    }

    private func cookie(_ person: String) -> [(name: String, value: String)] {
        [("Cookie", "linli_session=" + person), ("Sec-Fetch-Site", "same-origin")]
    }
}

/// Knows everybody by their id: as an access token, and as a session whose secret is `csrf-ID`.
struct DutyDoorkeeper: Doorkeeper {
    let store: SQLStore
    let inForce: Policy
    private let answers = Answers()

    init(store: SQLStore, inForce: Policy) {
        self.store = store
        self.inForce = inForce
    }

    private final class Answers: Sendable {
        let kept = Mutex<[PortalKit.IdempotencyKey: KeptAnswer]>([:])
    }

    private func admission(_ id: String, csrf: String) async throws -> Admission? {
        let (person, memberships) = try await store.read { (try $0.person(id), try $0.memberships(of: id)) }
        return person.map {
            Admission(person: $0, memberships: memberships, scopes: nil, csrf: csrf, provedAt: nil, proofTerm: 600)
        }
    }

    func admission(sessionToken: String, from client: SessionClient) async throws -> Admission? {
        try await admission(sessionToken, csrf: "csrf-" + sessionToken)
    }
    func admission(accessToken: String) async throws -> Admission? { try await admission(accessToken, csrf: "") }
    func prove(_ admission: Admission, password: String, code: String) async throws -> (
        Admission, sessionToken: String
    ) { (admission, "") }
    func policy() async throws -> Policy { inForce }

    func begin(_ key: PortalKit.IdempotencyKey) async throws -> IdempotencyState {
        answers.kept.withLock { $0[key] }.map { .done($0) } ?? .fresh
    }

    func finish(_ key: PortalKit.IdempotencyKey, _ answer: KeptAnswer?) async throws {
        answers.kept.withLock { $0[key] = answer }
    }
}
