import Commons
import Community
import Database
import DatabaseSQLite
import Persistence
import PortalKit
import Rulebook
import Secrets
import Synchronization

@testable import CommunityPortal

/// A portal with a small estate, on a database in memory and without a network.
struct ItemScene: Sendable {
    final class Clock: Sendable {
        private let state = Mutex((milliseconds: Int64(1_772_330_000_000), ids: 0))

        var now: Instant { state.withLock { Instant(milliseconds: $0.milliseconds) } }
        func pass(seconds: Int64) { state.withLock { $0.milliseconds += seconds * 1000 } }
        func id() -> String {
            state.withLock { state in
                state.ids += 1
                return "01abcdefghijklmnopqrst" + String(10_000 + state.ids).dropFirst()
            }
        }
    }

    let clock: Clock
    let store: SQLStore
    let wing: CommunityPortal
    let portal: Portal

    var desk: CommunityDesk { wing.desk }

    static let keeper = Organisation(id: "keeper", kind: .applicant, name: "安澜物业", region: "330106")
    static let other = Organisation(id: "other", kind: .applicant, name: "云岭物业", region: "330206")
    private static let people: [(id: String, role: Role, organisation: Organisation)] = [
        ("mia", .manager, keeper), ("dan", .duty, keeper), ("wes", .worker, keeper), ("max", .manager, other),
        ("exp", .applicant, keeper), ("adm", .administrator, keeper),
    ]

    /// One field of every content.
    static let everything = Form([
        Field("name", zh: "名称", en: "Name", .line(most: 40), isRequired: true, isListed: true),
        Field("code", zh: "编码", en: "Code", .line(most: 20), isRequired: true),
        Field("words", zh: "说明", en: "Words", .words(most: 100)),
        Field("count", zh: "数量", en: "Count", .integer(1...20), unit: "台", isListed: true, isFiltered: true),
        Field("weight", zh: "重量", en: "Weight", .decimal(decimals: 2, -500...1_000_000), unit: "kg"),
        Field("price", zh: "价格", en: "Price", .money),
        Field("on", zh: "日期", en: "On", .day), Field("at", zh: "时间", en: "At", .moment),
        Field("sort", zh: "类别", en: "Sort", .choice(sorts), isListed: true, isFiltered: true),
        Field("marks", zh: "标记", en: "Marks", .choices(sorts)),
        Field("ready", zh: "就绪", en: "Ready", .flag, isFiltered: true),
        Field("phone", zh: "电话", en: "Phone", .personal(.phone)),
        Field("owner", zh: "业主", en: "Owner", .line(most: 40), secrecy: .personal),
        Field("part", zh: "所属", en: "Part of", .reference(kind: "thing")),
        Field("keeper", zh: "负责人", en: "Keeper", .person),
        Field("position", zh: "坐标", en: "Position", .position),
        Field("outline", zh: "轮廓", en: "Outline", .outline),
        Field(
            "photos", zh: "照片", en: "Photos", .files(most: 3), note: Phrase(zh: "正面一张", en: "one from the front")),
    ])

    static let sorts: [Field.Option] = [.init("a", zh: "甲", en: "A"), .init("b", zh: "乙", en: "B")]

    static let thing = Kind(
        "thing", zh: "物品", en: "Thing", form: everything, title: "name", placing: .optional,
        numbering: .field("code"),
        states: [
            .init("new", zh: "新", en: "New", minutes: 30), .init("used", zh: "在用", en: "Used"),
            .init("gone", zh: "报废", en: "Gone", isFinal: true),
        ],
        acts: [
            KindAct("use", zh: "启用", en: "Use", in: ["new"], to: "used", .handle),
            KindAct(
                "scrap", zh: "报废", en: "Scrap", in: ["new", "used"], to: "gone", .handle,
                form: Form([
                    Field("why", zh: "原因", en: "Why", .line(most: 60), isRequired: true),
                    Field("proof", zh: "凭证", en: "Proof", .files(most: 2)),
                    Field("by", zh: "经手人", en: "By whom", .person),
                ])),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.worker, .organisation, .read),
        ])

    static let catalog = Catalog([
        Estate.domain, Estate.money,
        CommunityDomain(
            "test", zh: "测试", en: "Test", kinds: [thing],
            models: [DeviceModel("door", zh: "门禁", en: "Door", commands: [.init("release", zh: "释放", en: "Release")])],
            events: [EventKind("fire", zh: "火警", en: "Fire", .urgent)]),
    ])

    static func with<T: Sendable>(_ body: (ItemScene) async throws -> T) async throws -> T {
        let database = try SQLiteDatabase(path: nil)
        let result: Result<T, any Error>
        do {
            let scene = try await ItemScene(database)
            result = .success(try await body(scene))
        } catch {
            result = .failure(error)
        }
        try await database.close()
        return try result.get()
    }

    private init(_ database: any Database) async throws {
        let clock = Clock()
        let ring = KeyRing(at: 1_764_000_000_000)
        try await Migrator(Schema.migrations).migrate(database)
        store = SQLStore(database, now: { clock.now }, ring: { ring })
        self.clock = clock
        let policy = Policy(Self.catalog.grants)
        let surroundings = Surroundings(now: { clock.now }, newID: { clock.id() })
        let files = Files(store: store, vault: MemoryVault { clock.now }, surroundings: surroundings)
        let desk = CommunityDesk(
            store: store, catalog: Self.catalog, surroundings: surroundings, policy: { policy })
        let frame = PageFrame(
            tagline: .same(""), footer: .same(""),
            paths: PageFrame.Paths(
                home: "/", work: "/work", logIn: "/login", logOut: "/logout", inbox: "/inbox", account: "/account",
                preferences: "/preferences"),
            flash: { CommunityPortal.flash($0, Self.catalog) }, assetPath: { "/assets/" + $0 }, policy: { policy })
        wing = CommunityPortal(desk: desk, files: files, uploads: Uploads(files), frame: frame)
        var configuration = PortalConfiguration()
        configuration.pace = nil
        configuration.logsRequests = false
        portal = Portal(
            wing.endpoints,
            doorkeeper: ItemDoorkeeper(store: store, inForce: policy),
            configuration: configuration,
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
        for (code, level, outer) in [
            ("E", "community", nil), ("B1", "building", "E"), ("H1", "home", "B1"),
        ] as [(String, String, String?)] {
            try await create("space", ["name": "空间" + code, "code": code, "level": level], place: outer)
        }
    }

    // MARK: In short

    func visitor(_ id: String) async throws -> Visitor {
        try await store.read { records in
            Visitor(person: try records.person(id), memberships: try records.memberships(of: id))
        }
    }

    @discardableResult
    func create(
        _ kind: String, _ texts: [String: String], place: String? = nil, by person: String = "mia"
    ) async throws -> String {
        let draft = CommunityDesk.Draft(texts.mapValues { [$0] }, place: place)
        return try await desk.create(desk.kind(kind), draft, id: clock.id(), by: visitor(person)).item.id
    }

    /// A file that somebody has uploaded; gives the address of its upload and its digest.
    func upload(_ text: String, by person: String = "mia") async throws -> (location: String, digest: String) {
        let bytes = Array(text.utf8)
        let upload = try await wing.uploads.create(size: Int64(bytes.count), name: "a.pdf", person: person)
        _ = try await wing.uploads.append(to: upload.id, of: person, at: 0, bytes)
        return ("/uploads/" + upload.id, try await wing.uploads.finish(upload.id, of: person).digest)
    }

    /// A page.
    func get(_ path: String, as person: String? = "mia") async throws -> Answer {
        try await portal.ask("GET", path, fields: cookie(person))
    }

    /// A form of a page.
    func post(_ path: String, _ form: [(String, String)], as person: String = "mia") async throws -> Answer {
        let body = (form + [("_csrf", "csrf-" + person)]).map {
            Percent.encode($0.0) + "=" + Percent.encode($0.1)
        }.joined(separator: "&")
        return try await portal.ask(
            "POST", path, fields: cookie(person) + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8))
    }

    /// A form with a file.
    func send(
        _ path: String, _ form: [(String, String)], file: [UInt8], name: String = "a.csv", as person: String = "mia"
    ) async throws -> Answer {
        var body: [UInt8] = []
        for (name, value) in form + [("_csrf", "csrf-" + person)] {
            body += Array("--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n".utf8)
        body += file + Array("\r\n--x--\r\n".utf8)
        return try await portal.ask(
            "POST", path, fields: cookie(person) + [("Content-Type", "multipart/form-data; boundary=x")], body: body)
    }

    /// A call of the API.
    func call(
        _ method: String, _ path: String, as person: String? = "mia", headers: [(String, String)] = [],
        json: String? = nil
    ) async throws -> Answer {
        var fields = headers.map { (name: $0.0, value: $0.1) }
        if let person { fields.append(("Authorization", "Bearer " + person)) }
        if json != nil { fields.append(("Content-Type", "application/json")) }
        return try await portal.ask(method, path, fields: fields, body: Array((json ?? "").utf8))
    }

    private func cookie(_ person: String?) -> [(name: String, value: String)] {
        person.map { [("Cookie", "linli_session=" + $0), ("Sec-Fetch-Site", "same-origin")] } ?? []
    }
}

/// Knows everybody by their id: as an access token, and as a session whose secret is `csrf-ID`.
struct ItemDoorkeeper: Doorkeeper {
    let store: SQLStore
    let inForce: Policy

    private func admission(_ id: String, csrf: String) async throws -> Admission? {
        let (person, memberships) = try await store.read { (try $0.person(id), try $0.memberships(of: id)) }
        // Whoever comes with a cookie has proved who they are long after any test is over.
        let proof = csrf.isEmpty ? nil : Instant(milliseconds: 1 << 50)
        return person.map {
            Admission(
                person: $0, memberships: memberships, scopes: nil, csrf: csrf, provedAt: proof, proofTerm: 600)
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
    func begin(_ key: PortalKit.IdempotencyKey) async throws -> IdempotencyState { .fresh }
    func finish(_ key: PortalKit.IdempotencyKey, _ answer: KeptAnswer?) async throws {}
}
