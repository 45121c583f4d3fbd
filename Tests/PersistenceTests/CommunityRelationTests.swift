import Commons
import Community
import Persistence
import Testing

@Suite struct CommunityRelationTests {
    private func tie(
        _ scene: CommunityScene, _ relation: String, _ who: String = "R1", _ home: String = "H1", from since: String,
        until: String? = nil
    ) async throws -> Item {
        var texts = ["relation": relation, "who": who, "home": home, "since": since]
        if let until { texts["until"] = until }
        return try await scene.create("tenure", texts, by: "mia")
    }

    private func people(_ scene: CommunityScene) async throws {
        for code in ["R1", "R2"] { try await scene.create("resident", ["name": "柳一", "code": code], by: "mia") }
        try await scene.create("company", ["name": "里坊杂货", "code": "C1", "type": "shop"], by: "mia")
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRelationIsEndedAndNeverChanged(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await people(scene)
            // The scene's day is 2025-11-25.
            var owner = try await tie(scene, "owner", from: "2020-01-01")
            #expect(owner.head.handler == "keeper" && owner.head.number == "TN-2025-000001")
            let mia = try await scene.visitor("mia")
            #expect(try await !scene.desk.open(owner.id, of: Estate.tenure, mia).mayEdit)
            let facet = try #require(Estate.tenure.relation)
            func standing(_ day: String) -> RelationFacet.Standing { facet.standing(owner, of: Estate.tenure, on: day) }
            #expect(standing("2019-12-31") == .begins && standing("2020-01-01") == .holds)
            await #expect(throws: Refusal.self) {
                try await scene.act("end", owner, ["until": "2019-12-31"], by: "mia")
            }
            await #expect(throws: Refusal.self) {
                try await scene.act("end", owner, ["until": "2025-01-31"], by: "dan")
            }
            owner = try await scene.act("end", owner, ["until": "2025-01-31", "words": "卖出"], by: "mia")
            #expect(standing("2025-01-31") == .holds && standing("2025-02-01") == .over)
            let late = await #expect(throws: Refusal.self) {
                try await scene.act("end", owner, ["until": "2026-01-31"], by: "mia")
            }
            #expect(late?.kind == .locked && late?.place == "until")
            owner = try await scene.act("void", owner, ["reason": "登错了人"], by: "mia")
            #expect(standing("2025-01-01") == .void)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theSameIsNotSaidTwiceAtOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await people(scene)
            let first = try await tie(scene, "tenant", from: "2024-01-01", until: "2024-12-31")
            for (since, until) in [
                ("2024-12-31", nil), ("2023-01-01", "2024-01-01"), ("2023-01-01", nil), ("2024-03-01", "2024-04-01"),
            ] as [(String, String?)] {
                let refusal = await #expect(throws: Refusal.self, "\(since)") {
                    try await tie(scene, "tenant", from: since, until: until)
                }
                #expect(refusal?.kind == .conflict && refusal?.place == "since")
            }
            _ = try await tie(scene, "tenant", from: "2025-01-01")
            _ = try await tie(scene, "family", from: "2024-03-01")
            _ = try await tie(scene, "tenant", "R2", from: "2024-03-01")
            _ = try await tie(scene, "tenant", "R1", "H2", from: "2024-03-01")
            // What was cancelled was never said.
            try await scene.act("void", first, ["reason": "错"], by: "mia")
            _ = try await tie(scene, "tenant", from: "2024-02-01", until: "2024-12-31")
            #expect(try await scene.items("tenure", by: "mia").count == 6)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func bothEndsAreTheVisitorsToTie(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await people(scene)
            try await scene.create("resident", ["name": "汀九", "code": "X1"], by: "max")
            let wrong = [
                ["who": "X1", "home": "H1"], ["who": "R1", "home": "X"], ["home": "H1"],
                ["who": "R1", "company": "C1", "home": "H1"], ["who": "R1"],
            ]
            for texts in wrong {
                let whole = texts.merging(["relation": "owner", "since": "2020-01-01"]) { $1 }
                await #expect(throws: Refusal.self, "\(texts)") { try await scene.create("tenure", whole, by: "mia") }
            }
            try await scene.create(
                "tenure", ["relation": "user", "company": "C1", "home": "H1", "since": "2020-01-01"], by: "mia")
            await #expect(throws: Refusal.self) {
                try await scene.create(
                    "service", ["relation": "powers", "device": "D1", "target": "D1", "since": "2020-01-01"], by: "mia")
            }
            try await scene.create(
                "service", ["relation": "powers", "device": "D1", "target": "D2", "since": "2020-01-01"], by: "mia")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func thingsKnowWhatRefersToThem(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await people(scene)
            let old = try await tie(scene, "owner", "R1", from: "2010-01-01", until: "2019-12-31")
            let new = try await tie(scene, "owner", "R2", from: "2020-01-01")
            let future = try await tie(scene, "tenant", "R1", from: "2030-01-01")
            let home = try #require(try await scene.items("space", by: "mia") { $0.text = "h1" }.first)
            let related = try await scene.desk.related(to: home, scene.visitor("mia"))
            #expect(related.map(\.field.id) == ["home"])
            #expect(
                related[0].items.first?.id == new.id && Set(related[0].items.map(\.id)) == [old.id, new.id, future.id])
            let facet = try #require(related[0].kind.relation)
            let resident = try #require(facet.other(new, than: home.id))
            #expect(related[0].named[resident]?.number == "R2")
            let person = try #require(try await scene.store.readCommunity { try $0.item(resident) })
            let back = try await scene.desk.related(to: person, scene.visitor("mia"))
            #expect(back.map(\.kind.id) == ["tenure"] && back[0].items.map(\.id) == [new.id])
            // Who may not read tenures learns nothing of them.
            #expect(try await scene.desk.related(to: home, scene.visitor("reg")).isEmpty)
            #expect(try await scene.desk.related(to: home, scene.visitor("max")).isEmpty)
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "s1" }.first)
            try await scene.create("order", ["title": "换电池", "type": "repair", "device": "S1"], place: "H1", by: "mia")
            #expect(try await scene.desk.related(to: device, scene.visitor("mia")).map(\.kind.id) == ["order"])
            #expect(try await scene.desk.related(to: device, scene.visitor("ron")).isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func tablesNameEachOtherByNumber(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let mia = try await scene.visitor("mia")
            func bring(_ kind: Kind, _ rows: [[String: String]], place: String? = nil) async throws -> Int {
                try await scene.desk.importItems(
                    kind, rows.map { CommunityDesk.Draft($0.mapValues { [$0] }, place: place) }, by: mia)
            }
            #expect(try await bring(Estate.household, [["code": "HH1", "use": "自住"]], place: "H1") == 1)
            let residents = (1...3).map { ["name": "柳\($0)", "code": "R\($0)", "household": "HH1"] }
            #expect(try await bring(Estate.resident, residents, place: "H1") == 3)
            func tenure(_ who: String, _ since: String) -> [String: String] {
                ["relation": "产权人", "who": who, "home": "H1", "since": since]
            }
            let rows = [
                tenure("R1", "2020-01-01"), tenure("R9", "2020-01-01"), tenure("R1", "2021-01-01"),
                tenure("R2", "2020-02-30"),
            ]
            let refusal = await #expect(throws: Refusal.self) { try await bring(Estate.tenure, rows) }
            #expect(refusal?.details.map(\.place) == ["2:who", "3:since", "4:since"])
            #expect(try await scene.items("tenure", by: "mia").isEmpty)
            #expect(try await bring(Estate.tenure, [rows[0], tenure("R2", "2021-01-01")]) == 2)
            let health = [["name": "柳", "code": "R7", "health": "过敏"], ["name": "柳", "code": "R8"]]
            let unasked = await #expect(throws: Refusal.self) { try await bring(Estate.resident, health) }
            #expect(unasked?.details.map(\.place) == ["1:health"])
        }
    }
}
