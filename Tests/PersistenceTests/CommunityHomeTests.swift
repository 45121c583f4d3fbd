import Commons
import Community
import Persistence
import Testing

extension CommunityScene {
    /// Somebody with a log-in lives in a home from a day on.
    @discardableResult
    func settle(
        _ person: String, in home: String, as relation: String = "owner", since: String = "2020-01-01",
        until: String? = nil
    ) async throws -> Item {
        var found = try await items("resident", by: "mia") { $0.text = "R-\(person)" }.first
        if found == nil {
            found = try await create("resident", ["name": "柳一", "code": "R-\(person)", "person": person], by: "mia")
        }
        var texts = ["relation": relation, "who": "R-\(person)", "home": home, "since": since]
        if let until { texts["until"] = until }
        return try await create("tenure", texts, by: "mia")
    }
}

/// Whoever lives somewhere sees what lies in that home, for as long as they live there.
@Suite struct CommunityHomeTests {
    private func numbers(_ kind: String, _ person: String, _ scene: CommunityScene) async throws -> [String] {
        try await scene.items(kind, by: person).map(\.head.number)
    }

    @Test(arguments: Engines.Kind.allCases)
    func peopleSeeWhatLiesInTheirHome(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, homes in
            try await scene.settle("ron", in: "H1")
            let (own, others) = (try await scene.bill("H1", "30"), try await scene.bill("H2", "40"))
            try await scene.create("household", ["code": "HH1", "use": "owner"], place: "H1", by: "mia")
            try await scene.create("household", ["code": "HH2", "use": "owner"], place: "H2", by: "mia")
            let payment = try await scene.pay("H1", "10")
            try await scene.pay("H2", "40")
            #expect(try await numbers("bill", "ron", scene) == [own.head.number])
            #expect(try await numbers("payment", "ron", scene) == [payment.head.number])
            #expect(try await numbers("household", "ron", scene) == ["HH1"])
            #expect(try await numbers("space", "ron", scene) == ["H1"])
            #expect(try await numbers("tenure", "ron", scene).count == 1)
            let ron = try await scene.visitor("ron")
            #expect(ron.homes == [try #require(homes["H1"]?.id)])
            #expect(try await scene.desk.open(own.id, of: Estate.bill, ron).acts.isEmpty)
            for hidden in [others.id, homes["B1"]?.id ?? ""] {
                let kind = hidden == others.id ? Estate.bill : Estate.space
                await #expect(throws: Refusal.self) { try await scene.desk.open(hidden, of: kind, ron) }
            }
            // Neighbours with a log-in see nothing of it.
            for person in ["rae", "dan"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self) { try await scene.desk.open(own.id, of: Estate.bill, visitor) }
            }
            #expect(try await numbers("bill", "rae", scene) == [])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func movingOutEndsIt(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            let tenure = try await scene.settle("ron", in: "H1", as: "tenant")
            try await scene.settle("rae", in: "H1", since: "2026-01-01")
            let bill = try await scene.bill("H1", "30")
            #expect(try await numbers("bill", "ron", scene) == [bill.head.number])
            // Who has not moved in yet sees nothing.
            #expect(try await numbers("bill", "rae", scene) == [])
            try await scene.act("end", tenure, ["until": "2025-11-25"], by: "mia")
            #expect(try await numbers("bill", "ron", scene) == [bill.head.number])
            scene.clock.pass(seconds: 86_400)
            #expect(try await numbers("bill", "ron", scene) == [])
            let ron = try await scene.visitor("ron")
            #expect(ron.homes.isEmpty)
            await #expect(throws: Refusal.self) { try await scene.desk.open(bill.id, of: Estate.bill, ron) }
            // What was entered by mistake never counts; nor does a file that is put away.
            let wrong = try await scene.settle("ron", in: "H2")
            #expect(try await scene.visitor("ron").homes.count == 1)
            try await scene.act("void", wrong, ["reason": "登记有误"], by: "mia")
            #expect(try await scene.visitor("ron").homes.isEmpty)
            try await scene.settle("ron", in: "H2")
            let file = try #require(try await scene.items("resident", by: "mia") { $0.text = "R-ron" }.first)
            try await scene.act("archive", file, ["reason": "迁出"], by: "mia")
            #expect(try await scene.visitor("ron").homes.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoLivesHereEntersThingsAtHomeOrInCommonPlaces(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            func order(_ place: String?, by person: String) async throws -> Item {
                try await scene.create("order", ["title": "灯不亮", "type": "repair"], place: place, by: person)
            }
            // Nobody knows where they live: common places only.
            #expect(try await order("B1", by: "ron").owner == "ron")
            for place in ["H1", nil] {
                let refusal = await #expect(throws: Refusal.self) { try await order(place, by: "ron") }
                #expect(refusal?.place == "place")
            }
            try await scene.settle("ron", in: "H1")
            let home = try #require(try await scene.items("space", by: "ron").first)
            #expect(try await order("H1", by: "ron").place == home.id)
            // Where nothing is said it is their home.
            #expect(try await order(nil, by: "ron").place == home.id)
            let refusal = await #expect(throws: Refusal.self) { try await order("H2", by: "ron") }
            #expect(refusal?.kind == .forbidden)
            try await scene.create("space", ["name": "P", "code": "P", "level": "point"], place: "H2", by: "mia")
            await #expect(throws: Refusal.self) { try await order("P", by: "ron") }
            // Of several nobody guesses.
            try await scene.settle("ron", in: "H2")
            await #expect(throws: Refusal.self) { try await order(nil, by: "ron") }
            #expect(try await order("P", by: "ron").owner == "ron")
            // Whoever works here says any place, and has to say it.
            #expect(try await order("H1", by: "wes").owner == "wes")
            await #expect(throws: Refusal.self) { try await order(nil, by: "wes") }
            let choices = try await scene.desk.ownPlaces(scene.visitor("ron"), limit: 10)
            #expect(choices.map(\.head.number) == ["H1", "H2", "E", "B1", "B2"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func peoplePayTheBillsOfTheirHomeByACode(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withMoney(kind) { scene, _ in
            try await scene.settle("ron", in: "H1")
            let (till, bill) = (TillChannel(), try await scene.bill("H1", "30.50"))
            let other = try await scene.bill("H2", "12")
            let ticket = try await scene.code(bill, till, by: "ron")
            #expect(try await scene.tell("paid \(ticket.number)", till) == 200)
            #expect(try await scene.now(bill).state == "paid")
            await #expect(throws: Refusal.self) { try await scene.code(other, till, by: "ron") }
            await #expect(throws: Refusal.self) { try await scene.code(other, till, by: "rae") }
            let ron = try await scene.visitor("ron")
            #expect(scene.desk.mayPay(other, ron) == false)
            #expect(till.orders.count == 1)
            #expect(try await scene.booksAreRight())
        }
    }
}
