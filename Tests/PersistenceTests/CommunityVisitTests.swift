import Commons
import Community
import Persistence
import Rulebook
import SecurityDomain
import Testing

/// Codes that the program makes, things that hold for a time, and lists that are looked out for, on visits.
@Suite struct CommunityVisitTests {
    private static let phone = "13812345678"
    private static let guest = [
        "name": "来客甲", "phone": phone, "purpose": "guest", "from": "2025-11-25 09:00", "until": "2025-11-25 18:00",
    ]

    private static func with<T: Sendable>(
        _ kind: Engines.Kind, _ body: (CommunityScene) async throws -> T
    ) async throws -> T {
        try await CommunityScene.with(kind, domain: Security.domain) { scene in
            try await scene.settle("ron", in: "H1")
            return try await body(scene)
        }
    }

    /// It is 3:00; to this hour of the day.
    private static func pass(to hour: Int64, _ scene: CommunityScene) {
        scene.clock.pass(seconds: (hour - 3) * 3600)
    }

    private static func code(_ visit: CommunityItem) throws -> String { try #require(visit.fields["code"]?.text) }

    // MARK: Codes and time

    @Test(arguments: Engines.Kind.allCases)
    func theCodeOfAnInvitationOpensTheGate(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let (visit, other) = (
                try await scene.create("visit", Self.guest, place: "H1", by: "ron"),
                try await scene.create("visit", Self.guest, place: "H1", by: "ron")
            )
            let (code, wrong) = (try Self.code(visit), try Self.code(other))
            #expect(code != wrong)
            for one in [code, wrong] {
                #expect(one.count == 8 && one.utf8.allSatisfy { (48...57).contains($0) }, "\(one)")
            }
            // Too early, though the code is right; then with the code of another invitation.
            let early = await #expect(throws: Refusal.self) {
                try await scene.act("arrive", visit, ["code": code], by: "wes")
            }
            #expect(early?.kind == .locked && early?.reason.zh.contains("有效时间") == true)
            Self.pass(to: 10, scene)
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.act("arrive", visit, ["code": wrong], by: "wes")
            }
            #expect(refusal?.kind == .invalid && refusal?.place == "code")
            #expect(try await scene.items("visit", by: "wes").map(\.state) == ["expected", "expected"])
            let inside = try await scene.act("arrive", visit, ["code": code], by: "wes")
            #expect(inside.state == "inside")
            #expect(try await scene.act("leave", inside, by: "wes").state == "left")
            // It opens nothing a second time.
            await #expect(throws: Refusal.self) { try await scene.act("arrive", inside, ["code": code], by: "wes") }
            #expect(try await scene.fraction("visit.count") == [2, 1])
            let events = try await scene.desk.store.readCommunity {
                try $0.events(EventQuery(kinds: ["visitor.entered", "visitor.left"])).map(\.kind)
            }
            #expect(events == ["visitor.left", "visitor.entered"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCodeIsItsSendersAndTheProgramsAlone(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let kind = try scene.desk.kind("visit")
            let ron = try await scene.visitor("ron")
            var draft = CommunityDesk.Draft(Self.guest.mapValues { [$0] }, place: "H1")
            let made = try await scene.desk.create(kind, draft, id: "v1", by: ron)
            // The same sent again is the same visit with the same code.
            let again = try await scene.desk.create(kind, draft, id: "v1", by: ron)
            #expect(again.item == made.item && made.isOwn)
            // Nobody chooses one.
            draft.texts["code"] = ["12345678"]
            let chosen = try await scene.desk.create(kind, draft, id: "v2", by: ron)
            #expect(try Self.code(chosen.item) != "12345678")
            // Whoever may look finds it by its code; a guard who may not, and other residents, do not.
            let code = try Self.code(made.item)
            let find = { (person: String) in
                try await scene.items("visit", by: person) { $0.text = code }.map(\.id)
            }
            #expect(try await find("dan") == ["v1"])
            #expect(try await find("wes") == [])
            #expect(try await scene.items("visit", by: "rae") == [])
            #expect(try await scene.desk.open("v1", of: kind, scene.visitor("dan")).isOwn == false)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anInvitationEndsWithItsTime(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            var backward = Self.guest
            backward["until"] = "2025-11-25 08:00"
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.create("visit", backward, place: "H1", by: "ron")
            }
            #expect(refusal?.place == "until")
            let visit = try await scene.create("visit", Self.guest, place: "H1", by: "ron")
            #expect(visit.head.due?.shown == "2025-11-25 18:00")
            Self.pass(to: 18, scene)
            try await scene.desk.remindOfTerms()
            let code = try Self.code(visit)
            await #expect(throws: Refusal.self) { try await scene.act("arrive", visit, ["code": code], by: "wes") }
            scene.clock.pass(seconds: 1)
            try await scene.desk.remindOfTerms()
            #expect(try await scene.items("visit", by: "dan").map(\.state) == ["expired"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCredentialHoldsToTheEndOfItsLastDay(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let card = try await scene.create(
                "credential",
                ["name": "持有人甲", "way": "card", "number": "0012", "from": "2025-11-25", "until": "2025-11-25"],
                by: "mia")
            #expect(card.head.due?.shown == "2025-11-26 00:00")
            scene.passDays(1)
            scene.clock.pass(seconds: 1)
            try await scene.desk.remindOfTerms()
            #expect(try await scene.items("credential", by: "mia").map(\.state) == ["expired"])
        }
    }

    // MARK: The watch list

    private static let listed = ["name": "名单甲", "phone": phone, "source": "协查通知", "since": "2025-11-01"]

    @Test(arguments: Engines.Kind.allCases)
    func whoIsOnTheListRaisesAnAlarm(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let entry = try await scene.create("watched", Self.listed, by: "mia")
            var stranger = Self.guest
            stranger["phone"] = "13900000000"
            _ = try await scene.create("visit", stranger, place: "H1", by: "ron")
            #expect(try await scene.items("alarm", by: "dan") == [])
            let visit = try await scene.create("visit", Self.guest, place: "H1", by: "ron")
            let alarms = try await scene.items("alarm", by: "dan")
            let alarm = try #require(alarms.first)
            #expect(alarms.count == 1 && alarm.fields["event"] == .text("visitor.watched"))
            #expect(alarm.fields["level"] == .text("serious") && alarm.head.title == "布控人员来访 · H1")
            #expect(alarm.fields["text"] == .text("访客 \(visit.head.number) 与 \(entry.head.number) 一致"))
            // The guard is warned; whoever invited learns nothing of it.
            let kind = try scene.desk.kind("visit")
            for (person, count) in [("dan", 1), ("wes", 1), ("ron", 0)] {
                let opened = try await scene.desk.open(visit.id, of: kind, scene.visitor(person))
                #expect(opened.warnings.count == count, "\(person)")
            }
            // Another one at the same home while the alarm is open is another alarm; admitting tells of it again.
            var second = Self.guest
            second["phone"] = "13900000001"
            second["plate"] = "浙a12345"
            _ = try await scene.create(
                "watched", ["name": "名单乙", "plate": "浙A12345", "source": "协查", "since": "2025-11-01"], by: "mia")
            _ = try await scene.create("visit", second, place: "H1", by: "ron")
            #expect(try await scene.items("alarm", by: "dan").count == 2)
            try await scene.act("dismiss", alarm, ["words": "已核实"], by: "dan")
            Self.pass(to: 10, scene)
            _ = try await scene.act("admit", visit, ["words": "核对证件"], by: "dan")
            #expect(try await scene.items("alarm", by: "dan").map(\.state).filter { $0 == "open" }.count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theListHoldsForItsTimeAndItsKeeper(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            var over = Self.listed
            over["until"] = "2025-11-24"
            var ahead = Self.listed
            ahead["since"] = "2025-11-26"
            for entry in [over, ahead] { _ = try await scene.create("watched", entry, by: "mia") }
            _ = try await scene.create("watched", Self.listed, by: "max")
            let lifted = try await scene.create("watched", Self.listed, by: "mia")
            try await scene.act("lift", lifted, by: "mia")
            let visit = try await scene.create("visit", Self.guest, place: "H1", by: "ron")
            #expect(try await scene.items("alarm", by: "dan") == [])
            // What is entered of a visit later is compared as well.
            let identity = "11010519491231002X"
            _ = try await scene.create(
                "watched", ["name": "名单丙", "identity": identity, "source": "协查", "since": "2025-11-25"], by: "mia")
            let draft = CommunityDesk.Draft(["identity": [identity.lowercased()]])
            _ = try await scene.desk.edit(
                visit.id, of: scene.desk.kind("visit"), draft, entry: scene.clock.id(), expected: visit.head.sequence,
                by: scene.visitor("dan"))
            #expect(try await scene.items("alarm", by: "dan").count == 1)
            // Nobody but those who keep it and watch by it reads it.
            for person in ["wes", "ron", "gus", "reg"] {
                await #expect(throws: Refusal.self) { try await scene.items("watched", by: person) }
            }
        }
    }

    /// A name alone is compared with nothing: it would never raise an alarm.
    @Test(arguments: Engines.Kind.allCases)
    func whoIsLookedOutForHasANumber(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let name = Self.listed.filter { $0.key != "phone" }
            let bare = await #expect(throws: Refusal.self) {
                _ = try await scene.create("watched", name, by: "mia")
            }
            #expect(bare?.kind == .invalid && bare?.place == "phone")
            #expect(bare?.reason.zh == "电话、身份证号、车牌号至少填一项，只有姓名无法比对")
            let plated = name.merging(["plate": "浙A12345"]) { _, new in new }
            let entry = try await scene.create("watched", plated, by: "mia")
            let emptied = CommunityDesk.Draft(["plate": [""]])
            let watched = try scene.desk.kind("watched")
            let gone = await #expect(throws: Refusal.self) {
                _ = try await scene.desk.edit(
                    entry.id, of: watched, emptied, entry: scene.clock.id(), expected: entry.head.sequence,
                    by: scene.visitor("mia"))
            }
            #expect(gone?.kind == .invalid)
            #expect(try await scene.items("watched", by: "mia").count == 1)
        }
    }

    // MARK: Keys of several fields

    /// Guests who are compared by name and telephone together.
    private static let together: CommunityDomain = {
        let form = Form([
            Field("name", zh: "姓名", en: "Name", .line(most: 40), isFiltered: true, secrecy: .personal),
            Field("phone", zh: "电话", en: "Telephone", .personal(.phone), isFiltered: true),
        ])
        let rights: [Kind.Right] = [.init(.manager, .organisation, .read, .create, .edit)]
        let list = Kind(
            "listed", zh: "名单", en: "List", form: form, title: "name", placing: .nowhere,
            numbering: .counted(prefix: "L"), states: [.init("current", zh: "在册", en: "Current")], rights: rights)
        let watch = WatchFacet(list: "listed", keys: [["name", "phone"]], event: "seen")
        let guest = Kind(
            "guest", zh: "来客", en: "Guest", form: form, title: "name", placing: .required,
            numbering: .counted(prefix: "G"), states: [.init("here", zh: "在访", en: "Here")],
            facets: [.watch(watch)], rights: rights)
        return CommunityDomain(
            "together", zh: "测试", en: "Test", kinds: [list, guest],
            events: [EventKind("seen", zh: "发现", en: "Seen", .serious)])
    }()

    @Test(arguments: Engines.Kind.allCases)
    func allFieldsOfAKeyAreTheSame(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.together) { scene in
            let known = ["name": "名单甲", "phone": Self.phone]
            _ = try await scene.create("listed", known, by: "mia")
            for other in [["name": "名单甲"], ["phone": Self.phone], ["name": "来客乙", "phone": Self.phone]] {
                _ = try await scene.create("guest", other, place: "H1", by: "mia")
            }
            #expect(try await scene.items("alarm", by: "dan") == [])
            _ = try await scene.create("guest", ["name": " 名单 甲", "phone": "138 1234 5678"], place: "H1", by: "mia")
            #expect(try await scene.items("alarm", by: "dan").count == 1)
        }
    }
}
