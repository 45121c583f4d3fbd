import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// Rules that people write: from the draft to what they do.
@Suite struct CommunityRuleTests {
    /// The estate of the scene, with devices that have to speak, doors that can be locked again, and rounds.
    static let domain: CommunityDomain = {
        var domain = CommunityScene.domain
        domain.models[0].properties[0].silence = 600
        domain.models[1].commands = [
            .init("release", zh: "释放", en: "Release", opposite: "lock"), .init("lock", zh: "锁", en: "Lock"),
        ]
        domain.kinds += [round, check]
        domain.rules += [
            EstateRule(
                "rounds", zh: "每日巡查", en: "Rounds", when: .clock(minute: 450),
                then: [
                    .openEach(
                        kind: "round", of: .items(kind: "device", state: "active"), link: "device",
                        fields: ["title": "巡查 {number} @ {place}"])
                ]),
            EstateRule(
                "checks", zh: "逐点检查", en: "Checks", when: .state(kind: "round", state: "started"),
                then: [.openEach(kind: "check", of: .field("spots"), link: "spot", fields: ["title": "{title}"])]),
        ]
        return domain
    }()

    private static let round = Kind(
        "round", zh: "巡查", en: "Round",
        form: Form([
            Field("title", zh: "事项", en: "Title", .line(most: 100), isRequired: true),
            Field("device", zh: "设备", en: "Device", .reference(kind: "device")),
            Field("spots", zh: "点位", en: "Spots", .references(kind: "space", most: 3)),
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "RD"),
        states: [.init("open", zh: "待开始", en: "Open"), .init("started", zh: "进行中", en: "Started")],
        acts: [KindAct("start", zh: "开始", en: "Start", in: ["open"], to: "started", .handle)],
        rights: [.init(.manager, .organisation, .read, .create, .edit, .handle)])

    private static let check = Kind(
        "check", zh: "检查", en: "Check",
        form: Form([
            Field("title", zh: "事项", en: "Title", .line(most: 100), isRequired: true),
            Field("spot", zh: "点位", en: "Spot", .reference(kind: "space")),
            Field("round", zh: "巡查", en: "Round", .reference(kind: "round")),
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "CK"),
        states: [.init("open", zh: "待查", en: "Open")], rights: [.init(.manager, .organisation, .read)])

    private func with(_ kind: Engines.Kind, _ body: (CommunityScene) async throws -> Void) async throws {
        try await CommunityScene.with(kind, domain: Self.domain, body)
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRuleHoldsFromItsActivationUntilItIsPaused(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            var rule = try await scene.create(
                "rule",
                [
                    "name": "烟雾预警", "trigger": "reading", "property": "smoke.smoke", "comparison": "above",
                    "limit": "5",
                    "order": "查看 {place}", "orderLevel": "general", "notify": "duty",
                ], by: "mia")
            func orders() async throws -> [String] { try await scene.items("order", by: "mia").map(\.head.title) }
            _ = try await scene.take([("S1", "smoke", -9, .number(6))])
            #expect(try await orders() == [], "a draft does nothing")
            rule = try await scene.act("activate", rule, by: "mia")
            _ = try await scene.take([("S1", "smoke", -8, .number(1)), ("S1", "smoke", -7, .number(6))])
            #expect(try await orders() == ["查看 H1"])
            let report = try await scene.desk.ruleReport(rule.id, scene.visitor("dan"))
            #expect(report.runs.count == 1 && report.runs.first?.handler == "keeper" && report.runs[0].steps.count == 2)
            #expect(report.runs[0].steps.allSatisfy { $0.isDone }, "\(report.runs[0].steps)")
            // A change holds at once.
            let kindOfRules = try scene.desk.kind("rule")
            let draft = CommunityDesk.Draft(["limit": ["8"]])
            rule = try await scene.desk.edit(
                rule.id, of: kindOfRules, draft, entry: scene.clock.id(), expected: rule.head.sequence,
                by: scene.visitor("mia")
            ).item
            _ = try await scene.take([("S1", "smoke", -6, .number(1)), ("S1", "smoke", -5, .number(7))])
            #expect(try await orders().count == 1)
            _ = try await scene.take([("S1", "smoke", -4, .number(9))])
            #expect(try await orders().count == 2)
            rule = try await scene.act("pause", rule, by: "mia")
            _ = try await scene.take([("S1", "smoke", -3, .number(1)), ("S1", "smoke", -2, .number(9))])
            #expect(try await orders().count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRuleHoldsForItsOrganisationAndItsPlaceOnly(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            func activate(_ name: String, place: String?, by person: String) async throws {
                let rule = try await scene.create(
                    "rule", ["name": name, "trigger": "event", "events": "entry", "notify": "manager"], place: place,
                    by: person)
                try await scene.act("activate", rule, by: person)
            }
            try await activate("本单位", place: nil, by: "mia")
            try await activate("一号楼", place: "B1", by: "mia")
            try await activate("二号楼", place: "B2", by: "mia")
            try await activate("别的单位", place: nil, by: "max")
            _ = try await scene.desk.tell(EventDraft(kind: "entry", device: "S1"), by: scene.visitor("gus"))
            let runs = try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(limit: 10)) }
            let names = try await scene.store.readCommunity { records in
                try runs.map { try records.item($0.rule)?.head.title }
            }
            #expect(Set(names) == ["本单位", "一号楼"] && runs.count == 2)
            // Neither do others see them, or what they did.
            #expect(try await scene.desk.writtenRules(scene.visitor("max")).map(\.title.zh) == ["别的单位"])
            #expect(try await scene.desk.ruleRuns(scene.visitor("max")).values.allSatisfy(\.isEmpty))
            let max = try await scene.visitor("max")
            await #expect(throws: Refusal.self) { try await scene.desk.ruleReport(runs[0].rule, max) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatLoopsOrFightsIsRefusedWhenItShouldHold(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let loop = try await scene.create(
                "rule", ["name": "自己触发自己", "trigger": "event", "events": "entry", "raise": "entry"], by: "mia")
            let refusal = await #expect(throws: Refusal.self) { try await scene.act("activate", loop, by: "mia") }
            #expect(refusal?.reason.zh == "这条规则会反复触发自己：“自己触发自己” → “自己触发自己”")
            #expect(try await scene.items("rule", by: "mia").map(\.state) == ["draft"])
            // The program's own rule releases doors in a fire.
            let lock = try await scene.create(
                "rule", ["name": "锁门", "trigger": "event", "events": "fire", "command": "door.lock"], by: "mia")
            let fight = await #expect(throws: Refusal.self) { try await scene.act("activate", lock, by: "mia") }
            #expect(fight?.reason.zh.contains("与规则“火警联动”冲突") == true, "\(String(describing: fight))")
            // A change of a rule that holds is asked the same.
            var rule = try await scene.create(
                "rule", ["name": "通行", "trigger": "event", "events": "entry", "notify": "duty"], by: "mia")
            rule = try await scene.act("activate", rule, by: "mia")
            let (kindOfRules, mia, held) = (try scene.desk.kind("rule"), try await scene.visitor("mia"), rule)
            await #expect(throws: Refusal.self) {
                try await scene.desk.edit(
                    held.id, of: kindOfRules, CommunityDesk.Draft(["raise": ["entry"]]), entry: "e1",
                    expected: held.head.sequence, by: mia)
            }
            _ = try await scene.desk.tell(EventDraft(kind: "entry", device: "S1"), by: scene.visitor("gus"))
            #expect(
                try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(rule: held.id, limit: 9)) }.count
                    == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func silenceIsToldOnce(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await scene.create(
                "rule", ["name": "断线", "trigger": "silence", "model": "smoke", "raise": "ping"], by: "mia")
            try await scene.act("activate", rule, by: "mia")
            func runs() async throws -> Int {
                try await scene.desk.remindOfTerms()
                return try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(rule: rule.id, limit: 50)) }
                    .count
            }
            scene.clock.pass(seconds: 5000)
            #expect(try await runs() == 0, "it has never spoken")
            _ = try await scene.take([("S1", "smoke", 0, .number(1))])
            scene.clock.pass(seconds: 600)
            #expect(try await runs() == 0)
            scene.clock.pass(seconds: 1)
            #expect(try await runs() == 1)
            #expect(try await runs() == 1)
            #expect(try await scene.items("alarm", by: "dan").contains { $0.head.title == "来 · S1" })
            scene.clock.pass(seconds: 3 * 86_400)
            #expect(try await runs() == 1, "it is the same silence, days later")
            _ = try await scene.take([("S1", "ok", 0, .flag(true))])
            #expect(try await runs() == 1)
            scene.clock.pass(seconds: 700)
            #expect(try await runs() == 2)
            // A device in maintenance is expected to say nothing.
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "s1" }.first)
            _ = try await scene.take([("S1", "smoke", 0, .number(1))])
            try await scene.act("maintain", device, by: "mia")
            scene.clock.pass(seconds: 700)
            #expect(try await runs() == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func manyThatFallSilentAtOnceAreOneThing(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await scene.create(
                "rule", ["name": "断线", "trigger": "silence", "model": "smoke", "raise": "ping"], by: "mia")
            try await scene.act("activate", rule, by: "mia")
            for number in 10..<22 {
                try await scene.create(
                    "device", ["name": "S\(number)", "code": "S\(number)", "model": "smoke"], place: "H2", by: "mia")
            }
            _ = try await scene.take((10..<22).map { ("S\($0)", "smoke", 0, .number(1)) })
            scene.clock.pass(seconds: 601)
            try await scene.desk.remindOfTerms()
            let runs = try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(rule: rule.id, limit: 50)) }
            #expect(runs.count == 1 && runs[0].cause.hasPrefix("12 台设备：S10、"), "\(runs.map(\.cause))")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theHourComesOnceADay(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            // The scene's clock stands at 03:00 of a day, Beijing time.
            let start = scene.clock.instant.minuteOfDay
            func pass(to minute: Int, days: Int = 0) {
                scene.clock.pass(seconds: Int64((minute - scene.clock.instant.minuteOfDay) * 60 + days * 86_400))
            }
            func rounds(of person: String = "mia") async throws -> Int {
                try await scene.desk.remindOfTerms()
                return try await scene.items("round", by: person).count
            }
            pass(to: 480)
            #expect(try await rounds() == 0, "the rule is new, and the time is over today; started at \(start)")
            pass(to: 449, days: 1)
            #expect(try await rounds() == 0)
            pass(to: 450)
            #expect(try await rounds() == 3)
            #expect(try await rounds() == 3)
            let round = try #require(try await scene.items("round", by: "mia").first { $0.head.title == "巡查 S1 @ H1" })
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "s1" }.first)
            #expect(round.fields["device"] == .text(device.id) && round.place == device.place)
            // The program stood still at the time: it is caught up the same day, once.
            pass(to: 1000, days: 1)
            #expect(try await rounds() == 6)
            pass(to: 1100)
            #expect(try await rounds() == 6)
            #expect(try await scene.items("round", by: "max").isEmpty, "each organisation has its own")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aWrittenRuleForATimeTellsPeople(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let minute = scene.clock.instant.minuteOfDay
            func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
            func write(_ minute: Int) async throws {
                let time = "\(two(minute / 60)):\(two(minute % 60))"
                let rule = try await scene.create(
                    "rule", ["name": time, "trigger": "clock", "time": time, "notify": "duty;worker"], by: "mia")
                try await scene.act("activate", rule, by: "mia")
            }
            func told(_ person: String) async throws -> Int {
                try await scene.desk.remindOfTerms()
                return try await scene.store.read { try $0.unreadNotices(for: person) }
            }
            try await write(minute - 1)
            try await write(minute + 1)
            #expect(try await told("dan") == 0, "the one is over for today, the other is to come")
            scene.clock.pass(seconds: 60)
            #expect(try await told("dan") == 1)
            #expect(try await told("wes") == 1)
            #expect(try await told("mia") == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func eachOfManyIsOpenedWhereItIsAndLinked(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let draft = CommunityDesk.Draft(["title": ["夜巡"], "spots": ["H1", "H2;H1"]], place: "B1")
            let mia = try await scene.visitor("mia")
            let round = try await scene.desk.create(scene.desk.kind("round"), draft, id: "round1", by: mia).item
            let spaces = try await scene.items("space", by: "mia")
            let ids = ["H1", "H2"].compactMap { code in spaces.first { $0.head.number == code }?.id }
            #expect(round.fields["spots"] == .list(ids))
            try await scene.act("start", round, by: "mia")
            let checks = try await scene.items("check", by: "mia")
            #expect(checks.map(\.head.title) == ["H1", "H2"] && checks.map(\.place) == ids)
            #expect(checks.map { $0.fields["spot"] } == ids.map { .text($0) })
            #expect(checks.allSatisfy { $0.fields["round"] == .text(round.id) })
            // They can be found by what they name, and what names too many is refused.
            let found = try await scene.items("round", by: "mia") { $0.values = [.init("spots", ids[1])] }
            #expect(found.map(\.id) == [round.id])
            let many = CommunityDesk.Draft(["title": ["x"], "spots": ["E;B1;B2;H1"]], place: "B1")
            let kindOfRounds = try scene.desk.kind("round")
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.desk.create(kindOfRounds, many, id: "round2", by: mia)
            }
            #expect(refusal?.place == "spots")
            let foreign = CommunityDesk.Draft(["title": ["x"], "spots": ["X"]], place: "B1")
            await #expect(throws: Refusal.self) {
                try await scene.desk.create(kindOfRounds, foreign, id: "round3", by: mia)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRuleDoesNothingThatItsWriterMayNot(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            // Somebody who may write rules, and not act on alarms.
            let grants = scene.desk.catalog.grants.filter { $0.function != "alarm.work" }
            let policy = Policy(grants)
            let desk = CommunityDesk(
                store: scene.store, catalog: scene.desk.catalog, surroundings: scene.desk.surroundings,
                policy: { policy })
            let draft = CommunityDesk.Draft([
                "name": ["确认"], "trigger": ["event"], "events": ["ping"], "act": ["alarm.acknowledge"],
            ])
            let (kindOfRules, mia) = (try desk.kind("rule"), try await scene.visitor("mia"))
            let refusal = await #expect(throws: Refusal.self) {
                try await desk.create(kindOfRules, draft, id: "r1", by: mia)
            }
            #expect(refusal?.place == "act")
            _ = try await scene.desk.create(kindOfRules, draft, id: "r1", by: mia)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func rulesComeInAsATable(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let mia = try await scene.visitor("mia")
            let kindOfRules = try scene.desk.kind("rule")
            func draft(_ limit: String) -> CommunityDesk.Draft {
                CommunityDesk.Draft([
                    "name": ["烟雾"], "trigger": ["监测数据越限"], "property": ["烟感 · 烟雾"], "comparison": ["高于"],
                    "limit": [limit], "notify": ["值班人员"],
                ])
            }
            let drafts = [draft("5"), draft("500")]
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.desk.importItems(kindOfRules, drafts, by: mia)
            }
            #expect(refusal?.details.map(\.place) == ["2:limit"])
            #expect(try await scene.desk.importItems(kindOfRules, [draft("5")], by: mia) == 1)
        }
    }
}

extension Instant {
    fileprivate var minuteOfDay: Int { Int((milliseconds / 60_000 + 480) % 1440) }
}
