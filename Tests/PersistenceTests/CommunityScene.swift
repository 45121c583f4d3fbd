import Commons
import Community
import Database
import Persistence
import Secrets
import Synchronization
import Testing

/// A small estate on a store: two organisations with their people, some spaces and devices, rules, and a clock that
/// stands still until it is moved.
struct CommunityScene: Sendable {
    let store: SQLStore
    let desk: CommunityDesk
    let clock: Clock

    final class Clock: Sendable {
        private let now = Mutex(Instant(milliseconds: 1_764_010_800_000))
        private let number = Mutex(0)

        var instant: Instant { now.withLock { $0 } }
        func pass(seconds: Int64) { now.withLock { $0 = $0.adding(seconds: seconds) } }
        func id() -> String {
            number.withLock {
                $0 += 1
                return "n\($0)"
            }
        }
    }

    static let keeper = Organisation(id: "keeper", kind: .applicant, name: "安澜物业", region: "330106")
    static let other = Organisation(id: "other", kind: .applicant, name: "云岭物业", region: "330206")
    static let city = Organisation(id: "city", kind: .authority, name: "市局", region: "3301")
    private static let people: [String: (Role, Organisation)] = [
        "mia": (.manager, keeper), "dan": (.duty, keeper), "wes": (.worker, keeper), "wyn": (.worker, keeper),
        "ron": (.resident, keeper), "rae": (.resident, keeper), "gus": (.gateway, keeper), "max": (.manager, other),
        "reg": (.regulator, city), "ada": (.administrator, city),
    ]

    static let plain = Kind(
        "visitor", zh: "访客", en: "Visitor",
        form: Form([
            Field("name", zh: "姓名", en: "Name", .line(most: 40), isRequired: true, secrecy: .personal),
            Field("identity", zh: "身份证号", en: "Identity number", .personal(.identity)),
            Field("count", zh: "人数", en: "How many", .integer(1...20), isListed: true, isFiltered: true),
        ]),
        title: "name", numbering: .counted(prefix: "V"), states: [.init("here", zh: "在访", en: "Here")],
        rights: [.init(.manager, .organisation, .read, .create, .edit)])

    static let domain = CommunityDomain(
        "test", zh: "测试", en: "Test", kinds: [plain],
        models: [
            DeviceModel(
                "smoke", zh: "烟感", en: "Smoke detector",
                properties: [
                    .init("smoke", zh: "烟雾", en: "Smoke", .number(0...100), unit: "%"),
                    .init("ok", zh: "正常", en: "Working", .flag),
                    .init(
                        "mode", zh: "模式", en: "Mode",
                        .state([.init("a", zh: "甲", en: "A"), .init("b", zh: "乙", en: "B")])),
                ], events: ["fire"]),
            DeviceModel("door", zh: "门禁", en: "Door", commands: [.init("release", zh: "释放", en: "Release")]),
        ],
        events: [
            EventKind("fire", zh: "火警", en: "Fire", .urgent), EventKind("entry", zh: "通行", en: "Entry", .info),
            EventKind("ping", zh: "来", en: "Ping", .general), EventKind("pong", zh: "回", en: "Pong", .general),
        ],
        rules: [
            Rule(
                "smoke", zh: "烟雾超限", en: "Smoke", when: .reading(model: "smoke", property: "smoke", .above(10)),
                then: [.event(kind: "fire")]),
            Rule(
                "fire", zh: "火警联动", en: "Fire", when: .event(["fire"]),
                then: [
                    .open(kind: "order", fields: ["title": "处置：{place}", "type": "alarm", "level": "urgent"]),
                    .command(model: "door", command: "release", around: 1), .notify(.duty), .call("emergency.119"),
                ]),
            Rule("ping", zh: "来回", en: "Ping", when: .event(["ping"]), then: [.event(kind: "pong")]),
            Rule("pong", zh: "回来", en: "Pong", when: .event(["pong"]), then: [.event(kind: "ping")]),
            Rule(
                "late", zh: "上报", en: "Late", when: .overdue(kind: "alarm", state: "open"), then: [.notify(.manager)]),
        ])

    /// A fresh store with everybody in it, and an estate of one building with two homes.
    static func with<T: Sendable>(
        _ kind: Engines.Kind, domain: CommunityDomain = domain, _ body: (CommunityScene) async throws -> T
    ) async throws -> T {
        try await Engines.withStore(kind) { store in
            let scene = CommunityScene(store, Catalog([Estate.domain, domain]))
            try await scene.fill()
            return try await body(scene)
        }
    }

    /// As above, with the database as somebody has it who goes around the server. `ring`: asked each time.
    static func withDatabase<T: Sendable>(
        _ kind: Engines.Kind, domain: CommunityDomain = domain,
        ring: @escaping @Sendable () -> KeyRing = { Engines.ring },
        _ body: (CommunityScene, any Database) async throws -> T
    ) async throws -> T {
        try await Engines.withDatabase(kind) { database in
            try await Migrator(Schema.migrations).migrate(database)
            let clock = Clock()
            let store = SQLStore(database, now: { clock.instant }, ring: ring)
            let scene = CommunityScene(store, Catalog([Estate.domain, domain]), clock)
            try await scene.fill()
            return try await body(scene, database)
        }
    }

    init(_ store: SQLStore, _ catalog: Catalog, _ clock: Clock = Clock()) {
        self.store = store
        self.clock = clock
        let policy = Policy(catalog.grants)
        desk = CommunityDesk(
            store: store, catalog: catalog,
            surroundings: Surroundings(now: { clock.instant }, newID: { clock.id() }), policy: { policy })
    }

    func fill() async throws {
        try await store.write { records in
            for house in [Self.keeper, Self.other, Self.city] { try records.save(house, version: 0) }
            for (id, (role, house)) in Self.people.sorted(by: { $0.key < $1.key }) {
                try records.save(Person(id: id, name: id, login: id), version: 0)
                try records.save(Membership(person: id, organisation: house, role: role))
            }
        }
        try await desk.keepForms()
        for (code, level, outer) in [
            ("E", "community", nil), ("B1", "building", "E"), ("H1", "home", "B1"), ("H2", "home", "B1"),
            ("B2", "building", "E"),
        ] as [(String, String, String?)] {
            _ = try await create("space", ["name": code, "code": code, "level": level], place: outer, by: "mia")
        }
        _ = try await create("space", ["name": "X", "code": "X", "level": "community"], by: "max")
        guard desk.catalog.model("smoke") != nil else { return }
        _ = try await create("device", ["name": "S1", "code": "S1", "model": "smoke"], place: "H1", by: "mia")
        _ = try await create("device", ["name": "D1", "code": "D1", "model": "door"], place: "B1", by: "mia")
        _ = try await create("device", ["name": "D2", "code": "D2", "model": "door"], place: "B2", by: "mia")
    }

    // MARK: In short

    func visitor(_ id: String) async throws -> Visitor {
        try await store.read { records in
            Visitor(
                person: try records.person(id), memberships: try records.memberships(of: id),
                homes: try records.homes(of: id, keptBy: [CommunityScene.keeper.id], on: clock.instant.day))
        }
    }

    @discardableResult
    func create(_ kind: String, _ texts: [String: String], place: String? = nil, by person: String) async throws
        -> Item
    {
        let draft = CommunityDesk.Draft(texts.mapValues { [$0] }, place: place)
        return try await desk.create(desk.kind(kind), draft, id: clock.id(), by: visitor(person)).item
    }

    @discardableResult
    func act(_ act: String, _ item: Item, _ texts: [String: String] = [:], by person: String) async throws -> Item {
        let kind = try desk.kind(item.head.kind)
        let declared = try #require(kind.act(act))
        return try await desk.perform(
            declared, on: item.id, of: kind, CommunityDesk.Draft(texts.mapValues { [$0] }), entry: clock.id(),
            expected: item.head.sequence, by: visitor(person)
        ).item
    }

    func items(_ kind: String, by person: String, _ change: (inout ItemQuery) -> Void = { _ in }) async throws -> [Item]
    {
        var query = ItemQuery(kind: kind, reach: [], order: .number)
        change(&query)
        return try await desk.list(query, visitor(person)).items
    }

    /// `at`: seconds from now.
    func batch(_ rows: [(String, String, Int64, ReadingBatch.Value)]) -> ReadingBatch {
        var batch = ReadingBatch()
        for (line, (device, property, at, value)) in rows.enumerated() {
            let source = ReadingBatch.Source(device: device, property: property)
            let index = batch.sources.firstIndex(of: source) ?? batch.sources.count
            if index == batch.sources.count { batch.sources.append(source) }
            batch.rows.append(
                ReadingBatch.Row(
                    source: Int32(index), line: Int32(line + 1), at: clock.instant.milliseconds + at * 1000,
                    value: value))
        }
        return batch
    }

    func take(_ rows: [(String, String, Int64, ReadingBatch.Value)], by person: String = "gus") async throws
        -> ReadingReport
    {
        try await desk.take(batch(rows), by: visitor(person))
    }
}
