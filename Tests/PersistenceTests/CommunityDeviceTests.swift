import Commons
import Community
import Rulebook
import Testing

/// What devices say for themselves, and what they are told.
@Suite struct CommunityDeviceTests {
    private static let domain: CommunityDomain = {
        var domain = CommunityScene.domain
        domain.models[0].events = ["fire", "ping"]
        domain.models[0].settings = [
            .init("interval", zh: "间隔", en: "Interval", .number(10...600), unit: "s"),
            .init("loud", zh: "蜂鸣", en: "Loud", .flag),
        ]
        return domain
    }()

    private func with(_ kind: Engines.Kind, _ body: (CommunityScene) async throws -> Void) async throws {
        try await CommunityScene.with(kind, domain: Self.domain, body)
    }

    // MARK: Keys

    @Test(arguments: Engines.Kind.allCases)
    func aKeyIsOfOneDevice(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let (smoke, door) = (try await scene.device("S1"), try await scene.device("D1"))
            let mia = try await scene.visitor("mia")
            let (key, text) = try await scene.desk.makeKey(of: smoke.id, by: mia)
            let login = try #require(try await scene.desk.logIn(device: "S1", key: text))
            #expect(login.device == smoke.id && login.key == key.id)
            for (number, wrong) in [
                ("D1", text), ("S1", String(text.reversed())), ("S1", ""), ("", text), ("S9", text),
            ] {
                #expect(try await scene.desk.logIn(device: number, key: wrong) == nil, "\(number) \(wrong)")
            }
            // Two while one takes the place of the other.
            _ = try await scene.desk.makeKey(of: smoke.id, by: mia)
            let third = await #expect(throws: Refusal.self) { try await scene.desk.makeKey(of: smoke.id, by: mia) }
            #expect(third?.kind == .tooMany)
            await #expect(throws: Refusal.self) { try await scene.desk.removeKey(key.id, of: door.id, by: mia) }
            #expect(try await scene.desk.ended([login]).isEmpty)
            try await scene.desk.removeKey(key.id, of: smoke.id, by: mia)
            #expect(try await scene.desk.logIn(device: "S1", key: text) == nil)
            #expect(try await scene.desk.ended([login]) == [login])
            // Those of another house, and those who may not, are refused.
            for person in ["max", "dan", "wes", "ron", "gus", "reg"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self, "\(person)") {
                    try await scene.desk.makeKey(of: door.id, by: visitor)
                }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func keysEndWithTheirDevice(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let smoke = try await scene.device("S1")
            let mia = try await scene.visitor("mia")
            let (_, text) = try await scene.desk.makeKey(of: smoke.id, by: mia)
            let login = try #require(try await scene.desk.logIn(device: "S1", key: text))
            let revoked = try await scene.act("revoke", smoke, ["reason": "lost"], by: "mia")
            #expect(try await scene.desk.logIn(device: "S1", key: text) == nil)
            #expect(try await scene.desk.ended([login]) == [login])
            #expect(
                try await scene.say(.event(EventDraft(kind: "fire"), scene.mark("a")), as: "S1").refused == [
                    .revoked: 1
                ])
            let refusal = await #expect(throws: Refusal.self) { try await scene.desk.makeKey(of: smoke.id, by: mia) }
            #expect(refusal?.kind == .locked)
            // It is given a new one if it comes back.
            try await scene.act("restore", revoked, by: "mia")
            #expect(try await scene.desk.logIn(device: "S1", key: text) == nil)
        }
    }

    // MARK: Up

    @Test(arguments: Engines.Kind.allCases)
    func aDeviceSpeaksForItselfAndForWhatItConnects(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let batch = scene.batch([("S1", "smoke", 0, .number(1)), ("D1", "none", 0, .number(1))])
            #expect(try await scene.say(.readings(batch), as: "S1").refused == [.unknownDevice: 1])
            #expect(
                try await scene.say(.readings(batch), as: "D1").refused == [.unknownDevice: 1, .unknownProperty: 1])
            #expect(try await scene.say(.readings(batch), as: "S9").refused == [.unknownDevice: 2])
            let today = scene.clock.instant.day
            let service = try await scene.create(
                "service",
                [
                    "relation": "connects", "device": scene.device("D1").id, "target": scene.device("S1").id,
                    "since": today.description,
                ], by: "mia")
            let own = scene.batch([("S1", "smoke", 1, .number(2))])
            #expect(try await scene.say(.readings(own), as: "D1").taken == 1)
            let login = CommunityDesk.DeviceLogin(device: try await scene.device("D1").id, number: "D1", key: "")
            #expect(try await scene.desk.spokenFor(by: login).keys.sorted() == ["D1", "S1"])
            for (sender, number, may) in [
                ("D1", "S1", true), ("D1", "D1", true), ("S1", "D1", false), ("D2", "S1", false), ("D1", "none", false),
                ("none", "S1", false),
            ] {
                let speaks = try await scene.desk.speaks(sender, for: number)
                #expect(speaks == may, "\(sender) for \(number)")
            }
            // A command goes to the device first, then to what connects it.
            let (smoke, door) = (try await scene.device("S1").id, try await scene.device("D1").id)
            #expect(try await scene.desk.post(for: [smoke]).first?.speakers == [smoke, door])
            // Only until the relation ends, and not the other way round.
            #expect(
                try await scene.say(.readings(scene.batch([("D1", "none", 0, .number(1))])), as: "S1").refused == [
                    .unknownDevice: 1
                ])
            try await scene.act("end", service, ["until": today.description], by: "mia")
            scene.clock.pass(seconds: 86_400)
            let late = scene.batch([("S1", "smoke", 0, .number(2))])
            #expect(try await scene.say(.readings(late), as: "D1").refused == [.unknownDevice: 1])
            #expect(try await scene.desk.spokenFor(by: login).keys.sorted() == ["D1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anEventComesOnce(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            func say(_ mark: EventMark, _ number: String = "S1") async throws -> (Int, Int) {
                let report = try await scene.say(.event(EventDraft(kind: "fault", device: number), mark), as: number)
                return (report.taken, report.repeated)
            }
            #expect(try await say(scene.mark("a")) == (1, 0))
            #expect(try await say(scene.mark("a")) == (0, 1))
            #expect(try await say(scene.mark("b")) == (1, 0))
            // The same mark of another device is another event.
            #expect(try await say(scene.mark("a"), "D1") == (1, 0))
            scene.clock.pass(seconds: 7 * 86_400)
            #expect(try await say(scene.mark("a")) == (0, 1))
            scene.clock.pass(seconds: 2 * 86_400)
            try await scene.desk.sweepPresence()
            #expect(try await say(scene.mark("a")) == (1, 0))
            // What is known by its content alone counts only where it is said to be sent again, and for an hour.
            let plain = EventMark("p", isCertain: false, isRepeated: false)
            let again = EventMark("p", isCertain: false, isRepeated: true)
            #expect(try await say(again) == (1, 0))
            #expect(try await say(plain) == (1, 0))
            #expect(try await say(again) == (0, 1))
            scene.clock.pass(seconds: 3_601)
            #expect(try await say(again) == (1, 0))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsWrongIsKeptWithItsReason(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let now = scene.clock.instant
            let wrong: [(EventDraft, RefusedReading.Reason)] = [
                (EventDraft(kind: "nothing"), .unknownEvent), (EventDraft(kind: "entry"), .unknownEvent),
                (EventDraft(kind: "fire", device: "D1"), .unknownDevice),
                (EventDraft(kind: "fire", at: now.adding(seconds: 301)), .future),
                (EventDraft(kind: "fire", at: now.adding(seconds: -401 * 86_400)), .past),
                (EventDraft(kind: "fire", text: String(repeating: "长", count: 2001)), .malformed),
            ]
            for (index, (draft, reason)) in wrong.enumerated() {
                let report = try await scene.say(.event(draft, scene.mark("w\(index)")), as: "S1")
                #expect(report.refused == [reason: 1] && report.taken == 0)
            }
            #expect(try await scene.say(.malformed("gibberish"), as: "S1").refused == [.malformed: 1])
            #expect(
                try await scene.say(.answer(CommandAnswer(command: "none", isDone: true)), as: "S1").refused
                    == [.unknownCommand: 1])
            let kept = try await scene.desk.refusedReadings(scene.visitor("mia"))
            #expect(kept.count == 8 && kept.allSatisfy { $0.sender == "S1" && $0.organisation == "keeper" })
            #expect(kept.contains { $0.text == "gibberish" })
            // On the edge.
            let edge = EventDraft(kind: "ping", at: now.adding(seconds: 300), text: String(repeating: "长", count: 2000))
            #expect(try await scene.say(.event(edge, scene.mark("edge")), as: "S1").taken == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func manyAreTakenTogetherInTheirOrder(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<200 {
                    let batch = scene.batch([("S1", "smoke", -Int64(index), .number(Double(index % 9)))])
                    group.addTask { try await scene.say(.readings(batch), as: "S1").taken }
                }
                let taken = try await group.reduce(0, +)
                #expect(taken == 200)
            }
            // The same from one and another at one time: one of them is a repetition.
            let one = scene.batch([("S1", "smoke", -1000, .number(3))])
            async let first = scene.say(.readings(one), as: "S1")
            async let second = scene.take([("S1", "smoke", -1000, .number(3))])
            let both = try await [first, second]
            #expect(both.map(\.taken).sorted() == [0, 1] && both.map(\.repeated).sorted() == [0, 1])
        }
    }

    // MARK: Down

    @Test(arguments: Engines.Kind.allCases)
    func aCommandLivesUntilItsAnswer(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let door = try await scene.device("D1")
            let dan = try await scene.visitor("dan")
            let command = try await scene.desk.command("release", to: door.id, id: "c1", by: dan)
            #expect(try await scene.desk.command("release", to: door.id, id: "c1", by: dan) == command)
            await #expect(throws: Refusal.self) { try await scene.desk.command("burn", to: door.id, id: "c2", by: dan) }
            for person in ["wes", "ron", "gus", "max"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self, "\(person)") {
                    try await scene.desk.command("release", to: door.id, id: "c3", by: visitor)
                }
            }
            let post = try #require(try await scene.desk.post(for: [door.id]).first)
            #expect(post.commands == [command] && post.speakers == [door.id] && post.wishes.isEmpty)
            try await scene.desk.received(["c1", "none"])
            #expect(try await scene.desk.post(for: [door.id]).first?.commands == [])
            // Of those who would tell it one does; it may fail.
            _ = try await scene.desk.command("release", to: door.id, id: "c9", by: dan)
            #expect(try await scene.desk.devicesWaiting() == [door.id])
            var claims: [Bool] = []
            for id in ["c9", "c9", "x"] { claims.append(try await scene.desk.claim(id)) }
            #expect(claims == [true, false, false])
            #expect(try await scene.desk.devicesWaiting().isEmpty)
            try await scene.desk.giveBack("c9")
            #expect(try await scene.desk.post(for: [door.id]).first?.commands.map(\.id) == ["c9"])
            try await scene.desk.received(["c9"])
            _ = try await scene.say(.answer(CommandAnswer(command: "c9", isDone: true)), as: "D1")
            let answer = CommandAnswer(command: "c1", isDone: true, text: "开了")
            #expect(try await scene.say(.answer(answer), as: "S1").refused == [.unknownCommand: 1])
            #expect(try await scene.say(.answer(answer), as: "D1").taken == 1)
            #expect(try await scene.say(.answer(answer), as: "D1").repeated == 1)
            let done = try #require(try await scene.desk.commands(of: door.id, dan).first { $0.id == "c1" })
            #expect(done.state == .done && done.answer == "开了" && done.sentAt != nil)
            #expect(try await scene.desk.endCommands() == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsNotAnsweredInTimeIsTold(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let (first, second) = (try await scene.device("D1"), try await scene.device("D2"))
            let dan = try await scene.visitor("dan")
            // One has been on line by itself, the other is driven by a program that need not answer.
            _ = try await scene.say(.state(DeviceState(firmware: "1.0")), as: "D1")
            for (id, door) in [("c1", first), ("c2", second)] {
                _ = try await scene.desk.command("release", to: door.id, id: id, by: dan)
            }
            scene.clock.pass(seconds: 60)
            #expect(try await scene.desk.endCommands() == 0)
            scene.clock.pass(seconds: 1)
            #expect(try await scene.desk.endCommands() == 2)
            #expect(try await scene.desk.endCommands() == 0)
            #expect(try await scene.desk.post(for: [first.id]).first?.commands == [])
            let told = try await scene.items("alarm", by: "dan").filter { $0.fields["event"]?.text == "command.failed" }
            #expect(told.count == 1 && told[0].fields["device"]?.text == first.id)
            // What was told and could not be done is told of, and what comes too late as well, once.
            _ = try await scene.desk.command("release", to: second.id, id: "c3", by: dan)
            _ = try await scene.say(.answer(CommandAnswer(command: "c3", isDone: false, text: "卡住")), as: "D2")
            _ = try await scene.desk.command("release", to: second.id, id: "c4", by: dan)
            scene.clock.pass(seconds: 61)
            _ = try await scene.say(.answer(CommandAnswer(command: "c4", isDone: false)), as: "D2")
            #expect(try await scene.desk.endCommands() == 0)
            let more = try await scene.desk.events(
                EventQuery(kinds: ["command.failed"], device: second.id), scene.visitor("mia")
            ).events
            #expect(more.count == 2 && more.contains { $0.text.contains("卡住") })
            // It stays late, with what the device had to say.
            _ = try await scene.say(.answer(CommandAnswer(command: "c1", isDone: true)), as: "D1")
            #expect(try await scene.desk.commands(of: first.id, dan).first?.state == .late)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRuleCommandsAndADrillDoesNot(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let door = try await scene.device("D1")
            _ = try await scene.desk.tell(
                EventDraft(kind: "fire", device: "S1", isDrill: true), by: scene.visitor("mia"))
            #expect(try await scene.desk.post(for: [door.id]).first?.commands == [])
            _ = try await scene.say(.event(EventDraft(kind: "fire"), scene.mark("f")), as: "S1")
            let command = try #require(try await scene.desk.post(for: [door.id]).first?.commands.first)
            #expect(command.command == "release" && command.rule == "fire" && command.person == nil)
        }
    }

    // MARK: The shadow, and who is there

    @Test(arguments: Engines.Kind.allCases)
    func wishesAreSettledByTheDevice(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let smoke = try await scene.device("S1")
            let mia = try await scene.visitor("mia")
            for (name, text) in [
                ("interval", "9"), ("interval", "601"), ("interval", "x"), ("loud", "yes"), ("none", "1"),
            ] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.wish([name: text], of: smoke.id, by: mia)
                }
                #expect(refusal?.details.map(\.place) == [name])
            }
            try await scene.desk.wish(["interval": "60", "loud": "true"], of: smoke.id, by: mia)
            #expect(
                try await scene.desk.post(for: [smoke.id]).first?.wishes == [
                    "interval": .number(60), "loud": .flag(true),
                ])
            let state = DeviceState(firmware: "2.0", settings: ["interval": .number(60), "loud": .flag(false)])
            #expect(try await scene.say(.state(state), as: "S1").taken == 1)
            let link = try await scene.desk.link(of: smoke.id, mia)
            #expect(link.settings.map(\.isSettled) == [true, false] && link.presence?.firmware == "2.0")
            #expect(link.presence?.isOnline == false && link.mayCommand && link.mayManageKeys)
            let odd = DeviceState(settings: ["interval": .number(5)])
            #expect(try await scene.say(.state(odd), as: "S1").refused == [.outOfRange: 1])
            await #expect(throws: Refusal.self) { try await scene.desk.link(of: smoke.id, scene.visitor("max")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoIsThereIsKnownEvenIfANodeDies(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let device = try await scene.device("S1").id
            func isOnline() async throws -> Bool? {
                try await scene.desk.link(of: device, scene.visitor("mia")).presence?.isOnline
            }
            func note(_ isThere: Bool, _ node: String) async throws {
                let change = PresenceChange(device: device, isOnline: isThere, seenAt: scene.clock.instant)
                try await scene.desk.note([change], at: node, keys: [])
            }
            try await note(true, "one")
            #expect(try await isOnline() == true)
            // It came to another node before the first found that it was gone.
            try await note(true, "two")
            try await note(false, "one")
            #expect(try await isOnline() == true)
            try await note(false, "two")
            #expect(try await isOnline() == false)
            try await note(true, "two")
            scene.clock.pass(seconds: 60)
            try await scene.desk.sweepPresence()
            #expect(try await isOnline() == true)
            scene.clock.pass(seconds: 1)
            try await scene.desk.sweepPresence()
            #expect(try await isOnline() == false)
        }
    }
}
