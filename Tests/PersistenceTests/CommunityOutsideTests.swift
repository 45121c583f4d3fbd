import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// What people do without a log-in, by addresses that were made here.
@Suite struct CommunityOutsideTests {
    private func door(_ scene: CommunityScene, _ kind: String, at number: String) async throws -> Doorway {
        let item = try #require(
            try await scene.items(kind, by: "mia") { $0.text = number }.first { $0.head.number == number })
        let doors = try await scene.desk.doorways(at: item, scene.visitor("mia"))
        return try #require(doors.first { $0.kind.id == "order" })
    }

    private func report(
        _ scene: CommunityScene, _ door: Doorway, _ texts: [String: String] = [:], id: String? = nil
    ) async throws -> OutsideView {
        let all = ["title": "路灯不亮", "contact": "13812345678"].merging(texts) { $1 }
        return try await scene.desk.enter(.init(all.mapValues { [$0] }), at: door, id: id ?? scene.clock.id())
    }

    @Test(arguments: Engines.Kind.allCases)
    func aFaultIsReportedFollowedAndRated(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let door = try await door(scene, "space", at: "B1")
            #expect(door.form.fields.map(\.id) == ["title", "words", "photos", "contact"] && door.seal.count == 32)
            // What nobody is asked is not taken.
            let made = try await report(scene, door, ["type": "complaint", "level": "urgent", "drill": "true"])
            let order = try #require(try await scene.store.readCommunity { try $0.item(made.id) })
            #expect(order.place == door.spot.id && order.owner == nil && order.head.handler == "keeper")
            #expect(order.fields["type"] == .text("repair") && order.fields["contact"] == .text("13812345678"))
            #expect(order.fields["level"] == nil && order.fields["drill"] == nil)
            func follow() async throws -> OutsideView {
                try await scene.desk.follow(made.id, of: Estate.order, seal: made.seal)
            }
            #expect(try await follow().steps.map(\.title.zh) == ["已登记"])
            #expect(try await follow().acts.isEmpty)
            await #expect(throws: Refusal.self) { try await rate(scene, made, "5") }
            let photo = String(repeating: "a", count: 64)
            var after = try await scene.act("assign", order, ["worker": "wes"], by: "dan")
            after = try await scene.act("start", after, by: "wes")
            after = try await scene.act("note", after, ["words": "住户姓名某某"], by: "wes")
            _ = try await scene.act("finish", after, ["words": "换了灯", "proof": photo], by: "wes")
            // Notes, and who did it, are nobody's business.
            #expect(try await follow().steps.map(\.title.zh) == ["已登记", "派单", "接单", "完工"])
            let seen = try await follow()
            #expect(seen.acts.map(\.id) == ["rate"] && seen.state == "done")
            await #expect(throws: Refusal.self) { try await rate(scene, made, "6") }
            #expect(try await rate(scene, made, "5", id: "r1").state == "closed")
            #expect(try await rate(scene, made, "5", id: "r1").state == "closed")
            await #expect(throws: Refusal.self) { try await rate(scene, made, "4", id: "r2") }
        }
    }

    @discardableResult
    private func rate(
        _ scene: CommunityScene, _ made: OutsideView, _ stars: String, act: String = "rate", id: String? = nil
    ) async throws -> OutsideView {
        try await scene.desk.perform(
            act, on: made.id, of: Estate.order, seal: made.seal, .init(["stars": [stars]]),
            entry: id ?? scene.clock.id())
    }

    @Test(arguments: Engines.Kind.allCases)
    func anAddressReachesWhatItNamesAndNothingElse(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (one, two) = (try await door(scene, "space", at: "B1"), try await door(scene, "space", at: "B2"))
            #expect(one.seal != two.seal)
            func opens(_ kind: Kind, _ spot: String, _ seal: String) async throws -> Refusal.Kind? {
                do {
                    _ = try await scene.desk.doorway(kind, at: spot, seal: seal)
                    return nil
                } catch let refusal as Refusal {
                    return refusal.kind
                }
            }
            #expect(try await opens(Estate.order, one.spot.id, one.seal) == nil)
            let seals = [two.seal, "", String(one.seal.dropLast()), one.seal.uppercased() + "x"]
            for wrong in seals { #expect(try await opens(Estate.order, one.spot.id, wrong) == .missing) }
            #expect(try await opens(Estate.alarm, one.spot.id, one.seal) == .missing)
            // Forged: what was given for one place says nothing at another.
            var forged = one
            forged.spot = two.spot
            await #expect(throws: Refusal.self) { try await report(scene, forged) }
            let made = try await report(scene, one)
            let own = try await scene.create("order", ["title": "甲", "type": "repair"], place: "B1", by: "mia")
            for (id, seal) in [(own.id, made.seal), (made.id, one.seal), (one.spot.id, one.seal)] {
                await #expect(throws: Refusal.self) {
                    try await scene.desk.follow(id, of: Estate.order, seal: seal)
                }
            }
            await #expect(throws: Refusal.self) { try await rate(scene, made, "5", act: "close") }
            await #expect(throws: Refusal.self) { try await rate(scene, made, "5", act: "cancel") }
            // Whoever may not change a place makes no codes for it; one that is closed takes nothing.
            let place = try #require(try await scene.store.readCommunity { try $0.item(one.spot.id) })
            for person in ["dan", "wes", "ron", "max"] {
                #expect(try await scene.desk.doorways(at: place, scene.visitor(person)).isEmpty, "\(person)")
            }
            try await scene.act("close", place, by: "mia")
            #expect(try await opens(Estate.order, one.spot.id, one.seal) == .missing)
            await #expect(throws: Refusal.self) { try await report(scene, one) }
            #expect(try await scene.desk.follow(made.id, of: Estate.order, seal: made.seal).isOpen)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func sentTwiceItIsThereOnceAndFloodsAreRefused(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let door = try await door(scene, "device", at: "D1")
            let first = try await report(scene, door, id: "same")
            #expect(try await report(scene, door, id: "same").number == first.number)
            await #expect(throws: Refusal.self) { try await report(scene, door, ["title": "别的"], id: "same") }
            let order = try #require(try await scene.store.readCommunity { try $0.item(first.id) })
            // It is about the device, at the device's place.
            #expect(order.fields["device"] == .text(door.spot.id))
            let building = try await scene.items("space", by: "mia") { $0.text = "B1" }.first
            #expect(order.place == building?.id)
            await #expect(throws: Refusal.self) { try await report(scene, door, ["title": ""]) }
            await #expect(throws: Refusal.self) { try await report(scene, door, ["contact": "abc"]) }
            for _ in 1..<CommunityLimits.outsideAnHour { _ = try await report(scene, door) }
            let refusal = await #expect(throws: Refusal.self) { try await report(scene, door) }
            #expect(refusal?.kind == .tooMany)
            scene.clock.pass(seconds: 3600)
            _ = try await report(scene, door)
            // Whoever is on duty hears of it.
            let notices = try await scene.store.read { try $0.notices(for: "dan", after: nil, limit: 100) }
            #expect(notices.count == CommunityLimits.outsideAnHour + 1)
        }
    }
}
