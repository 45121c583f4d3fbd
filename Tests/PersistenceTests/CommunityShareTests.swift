import Commons
import Community
import Persistence
import Rulebook
import SecurityDomain
import Testing

/// Shares of spaces by their use, of devices by what they say of themselves, by group, and of commands.
@Suite struct CommunityShareTests {
    private static func with<T: Sendable>(
        _ kind: Engines.Kind, _ body: (CommunityScene) async throws -> T
    ) async throws -> T {
        try await CommunityScene.with(kind, domain: Security.domain) { scene in
            for (code, level, uses) in [
                ("G1", "gate", ["entrance"]), ("R1", "area", ["road", "perimeter"]), ("A1", "area", []),
            ] {
                let draft = CommunityDesk.Draft(
                    ["name": [code], "code": [code], "level": [level], "use": uses], place: "E")
                _ = try await scene.desk.create(
                    scene.desk.kind("space"), draft, id: scene.clock.id(), by: scene.visitor("mia"))
            }
            return try await body(scene)
        }
    }

    @discardableResult
    private static func device(_ code: String, _ model: String, at place: String, _ scene: CommunityScene) async throws
        -> CommunityItem
    {
        try await scene.create("device", ["name": code, "code": code, "model": model], place: place, by: "mia")
    }

    private static func texts(_ id: String, _ scene: CommunityScene) async throws -> [String] {
        try await scene.measure(id).details.map(\.text.zh)
    }

    @Test(arguments: Engines.Kind.allCases)
    func spacesAreCoveredByWhatIsInThemOrServesThem(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            // Nothing is in use at either; A1 has no use and does not count.
            #expect(try await scene.fraction("camera.covered") == [0, 2])
            #expect(try await Self.texts("camera.covered", scene) == ["2 处：G1、R1"])
            let camera = try await Self.device("C1", "camera", at: "G1", scene)
            try await Self.device("C2", "camera", at: "E", scene)
            #expect(try await scene.fraction("camera.covered") == [1, 2])
            #expect(try await Self.texts("camera.covered", scene) == ["1 处：R1"])
            let service = try await scene.create(
                "service", ["relation": "watches", "device": "C2", "space": "R1", "since": "2025-11-25"], by: "mia")
            #expect(try await scene.fraction("camera.covered") == [2, 2])
            // To guard is another relation, and a camera guards nothing.
            #expect(try await scene.fraction("perimeter.guarded") == [0, 1])
            try await Self.device("P1", "perimeter", at: "B1", scene)
            _ = try await scene.create(
                "service", ["relation": "guards", "device": "P1", "space": "R1", "since": "2025-11-26"], by: "mia")
            #expect(try await scene.fraction("perimeter.guarded") == [0, 1])
            scene.passDays(1)
            #expect(try await scene.fraction("perimeter.guarded") == [1, 1])
            // On its last day it still holds.
            try await scene.act("end", service, ["until": "2025-11-26"], by: "mia")
            #expect(try await scene.fraction("camera.covered") == [2, 2])
            scene.passDays(1)
            #expect(try await scene.fraction("camera.covered") == [1, 2])
            // What is under maintenance covers nothing, and a closed place asks for nothing.
            try await scene.act("maintain", camera, by: "mia")
            #expect(try await scene.fraction("camera.covered") == [0, 2])
            let road = try #require(try await scene.items("space", by: "mia") { $0.text = "R1" }.first)
            try await scene.act("close", road, by: "mia")
            #expect(try await scene.fraction("camera.covered") == [0, 1])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func devicesFitByWhatTheySaidLast(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            #expect(try await scene.fraction("camera.resolution") == [0, 0])
            try await Self.device("C1", "camera", at: "G1", scene)
            try await Self.device("C2", "camera", at: "R1", scene)
            _ = try await scene.take([
                ("C1", "width", 0, .number(1920)), ("C1", "height", 0, .number(1080)),
                ("C2", "width", 0, .number(1280)),
                ("C2", "height", 0, .number(719)), ("C1", "face", 0, .flag(true)), ("C1", "recorded", 0, .number(30)),
                ("C2", "recorded", 0, .number(29)),
            ])
            #expect(try await scene.fraction("camera.resolution") == [1, 2])
            #expect(try await Self.texts("camera.resolution", scene) == ["1 台：C2"])
            #expect(try await scene.fraction("camera.recorded") == [1, 2])
            // A road is no entrance, though it has a camera; of entrances one that recognises faces is asked for.
            #expect(try await scene.fraction("camera.face") == [1, 1])
            scene.passDays(1)
            _ = try await scene.take([("C2", "height", 0, .number(720)), ("C1", "face", 0, .flag(false))])
            #expect(try await scene.fraction("camera.resolution") == [2, 2])
            #expect(try await scene.fraction("camera.face") == [0, 1])
            // The last word counts, and only for as long as the metric looks back: seven days for what is recorded.
            scene.passDays(6)
            #expect(try await scene.fraction("camera.recorded") == [1, 2])
            scene.passDays(1)
            #expect(try await scene.fraction("camera.recorded") == [0, 2])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theWorstGroupsAreTold(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            try await Self.device("V1", "vision", at: "R1", scene)
            try await Self.device("V2", "vision", at: "G1", scene)
            #expect(try await scene.fraction("vision.precision") == [0, 0])
            let seen = try #require(try await scene.tell("vision.lane", device: "V1"))
            let wrong = try #require(try await scene.tell("vision.ebike", device: "V2"))
            // Confirmed, it is work for somebody, and the alarm knows which.
            let confirmed = try await scene.act("acknowledge", seen, by: "dan")
            let orders = try await scene.items("order", by: "dan")
            #expect(orders.map(\.head.title) == ["消防通道占用 · V1"])
            #expect(confirmed.fields["order"] == .text(try #require(orders.first).id))
            // Nothing is judged yet.
            #expect(try await scene.fraction("vision.precision") == [0, 0])
            try await scene.act("close", confirmed, ["words": "已挪车"], by: "dan")
            try await scene.act("dismiss", wrong, ["words": "是婴儿车"], by: "dan")
            _ = try await scene.tell("vision.lane", device: "V1")
            #expect(try await scene.fraction("vision.precision") == [1, 2])
            #expect(try await Self.texts("vision.precision", scene) == ["V2 0/1、V1 1/1"])
            // An intrusion is another matter.
            #expect(try await scene.fraction("vision.count") == [3, 1])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func commandsThatWereCarriedOutAreTold(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            let door = try await Self.device("D1", "door", at: "G1", scene)
            let (dan, gus) = (try await scene.visitor("dan"), try await scene.visitor("gus"))
            for id in ["c1", "c2"] { _ = try await scene.desk.command("release", to: door.id, id: id, by: dan) }
            _ = try await scene.desk.command("lock", to: door.id, id: "c3", by: dan)
            // There is time yet for an answer, and locking is none of it.
            #expect(try await scene.fraction("door.released") == [0, 0])
            _ = try await scene.desk.answer(CommandAnswer(command: "c1", isDone: true), of: door.id, by: gus)
            #expect(try await scene.fraction("door.released") == [1, 1])
            scene.clock.pass(seconds: 601)
            #expect(try await scene.fraction("door.released") == [1, 2])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theMapKnowsWhatADeviceInAlarmGuards(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            try await Self.device("P1", "perimeter", at: "B1", scene)
            _ = try await scene.tell("intrusion", device: "P1")
            let dan = try await scene.visitor("dan")
            #expect(try await scene.desk.dutyPicture(dan).alarms.map { $0.guarded.map(\.head.number) } == [[]])
            for (space, since) in [("R1", "2025-11-25"), ("A1", "2025-11-26")] {
                _ = try await scene.create(
                    "service", ["relation": "guards", "device": "P1", "space": space, "since": since], by: "mia")
            }
            // A1 is guarded from tomorrow on.
            let alarms = try await scene.desk.dutyPicture(dan).alarms
            #expect(alarms.map { $0.guarded.map(\.head.number) } == [["R1"]])
            #expect(alarms.map { $0.path.map(\.head.number) } == [["E", "B1"]])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func inspectionsAreMadeOnTheirDaysAndHazardsBecomeWork(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { scene in
            for every in ["daily", "w1", "w2", "m1", "m20"] {
                _ = try await scene.create(
                    "inspectionplan", ["name": every, "code": every, "every": every, "words": "看"], place: "B1",
                    by: "mia")
            }
            try await scene.desk.remindOfTerms()
            // It is the 25th, a Tuesday, and becomes 8:00.
            scene.clock.pass(seconds: 5 * 3600)
            try await scene.desk.remindOfTerms()
            let made = try await scene.items("inspection", by: "wes")
            try #require(made.map(\.head.title).sorted() == ["daily", "w2"])
            let photo = String(repeating: "a", count: 64)
            await #expect(throws: Refusal.self) {
                try await scene.act("pass", made[0], ["words": "好"], by: "wes")
            }
            try await scene.act("pass", made[0], ["words": "好", "proof": photo], by: "wes")
            let bad = try await scene.act("report", made[1], ["words": "堆物", "proof": photo], by: "wes")
            let orders = try await scene.items("order", by: "dan")
            #expect(orders.map(\.head.title) == ["整改安全隐患：\(bad.head.title)"])
            #expect(bad.fields["order"] == .text(try #require(orders.first).id))
            #expect(try await scene.fraction("hazard.fixed") == [0, 1])
            try await scene.act("fix", bad, ["words": "已清", "proof": photo], by: "wes")
            #expect(try await scene.fraction("hazard.fixed") == [1, 1])
            #expect(try await scene.fraction("inspection.done") == [2, 2])
            // On Wednesday the daily one is missed, and that is told.
            scene.passDays(1)
            scene.clock.pass(seconds: 8 * 3600)
            try await scene.desk.remindOfTerms()
            scene.clock.pass(seconds: 24 * 3600 + 60)
            try await scene.desk.remindOfTerms()
            #expect(
                try await scene.items("alarm", by: "dan").map { $0.fields["event"] } == [.text("inspection.missed")])
        }
    }
}
