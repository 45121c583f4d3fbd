import Commons
import Community
import Persistence
import Property
import Testing

/// The property company's work, on both engines.
@Suite struct CommunityPropertyTests {
    private static func scene(
        _ kind: Engines.Kind, _ body: @Sendable (CommunityScene) async throws -> Void
    ) async throws {
        var domain = Property.domain
        domain.kinds += Estate.money.kinds
        try await CommunityScene.with(kind, domain: domain, body)
    }

    private func moment(_ day: String, _ time: String) -> String { "\(day) \(time)" }

    @Test(arguments: Engines.Kind.allCases)
    func aPermitIsAskedForGrantedAndInspected(_ kind: Engines.Kind) async throws {
        try await Self.scene(kind) { scene in
            try await scene.settle("ron", in: "H1")
            let texts = [
                "title": "厨房改造", "type": "fitout", "from": "2025-12-01 09:00", "until": "2025-12-31 18:00",
            ]
            // It is for their home, said or not.
            var permit = try await scene.create("permit", texts, by: "ron")
            #expect(permit.state == "requested" && permit.fields["code"] == nil)
            await #expect(throws: Refusal.self) { try await scene.create("permit", texts, place: "H2", by: "ron") }
            await #expect(throws: Refusal.self) { try await scene.act("grant", permit, by: "ron") }
            permit = try await scene.act("grant", permit, ["words": "周末不得施工"], by: "mia")
            let code = try #require(permit.fields["code"]?.text)
            #expect(code.count == 6 && code.allSatisfy(\.isNumber))
            // The guard finds it by the code that somebody shows.
            let found = try await scene.items("permit", by: "wes") { $0.values = [.init("code", code)] }
            #expect(found.map(\.id) == [permit.id])
            permit = try await scene.act("pass", permit, ["words": "水泥十袋"], by: "wes")
            permit = try await scene.act("inspect", permit, ["words": "未动承重墙"], by: "mia")
            #expect(permit.state == "inspected" && permit.fields["code"]?.text == code)
            // Neighbours see nothing; who lives in the home as well does.
            await #expect(throws: Refusal.self) {
                try await scene.desk.open(permit.id, of: scene.desk.kind("permit"), scene.visitor("rae"))
            }
            try await scene.settle("rae", in: "H1", as: "family")
            #expect(try await scene.items("permit", by: "rae").map(\.id) == [permit.id])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func parcelsWaitUnderCodesOfTheirOwn(_ kind: Engines.Kind) async throws {
        try await Self.scene(kind) { scene in
            try await scene.settle("ron", in: "H1")
            var codes: Set<String> = []
            for index in 0..<20 {
                let parcel = try await scene.create(
                    "parcel", ["name": "快件 \(index)"], place: index == 0 ? "H1" : "H2", by: "wes")
                codes.insert(try #require(parcel.fields["code"]?.text))
            }
            #expect(codes.count == 20)
            let own = try await scene.items("parcel", by: "ron")
            #expect(own.count == 1)
            // Sent twice it is the same parcel, and nobody chooses the code.
            let draft = CommunityDesk.Draft(["name": ["快件"], "code": ["000000"]], place: "H1")
            let kind = try scene.desk.kind("parcel")
            let first = try await scene.desk.create(kind, draft, id: "twice", by: scene.visitor("wes")).item
            let again = try await scene.desk.create(kind, draft, id: "twice", by: scene.visitor("wes")).item
            #expect(first.fields["code"] == again.fields["code"] && first.fields["code"] != .text("000000"))
            let taken = try await scene.act("take", own[0], by: "wes")
            #expect(taken.state == "taken")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aComplaintIsAnsweredAndRated(_ kind: Engines.Kind) async throws {
        try await Self.scene(kind) { scene in
            try await scene.settle("ron", in: "H1")
            var complaint = try await scene.create(
                "complaint", ["title": "夜间施工", "type": "complaint", "about": "noise"], by: "ron")
            await #expect(throws: Refusal.self) { try await scene.act("answer", complaint, ["words": "好"], by: "ron") }
            complaint = try await scene.act("accept", complaint, ["person": "wes"], by: "dan")
            complaint = try await scene.act("answer", complaint, ["words": "已要求停工"], by: "wes")
            let shown = try await scene.desk.history(
                complaint.id, of: scene.desk.kind("complaint"), scene.visitor("ron"))
            #expect(shown.entries.last?.act.answers?["words"] == .text("已要求停工"))
            complaint = try await scene.act("rate", complaint, ["stars": "4"], by: "ron")
            #expect(complaint.state == "closed")
            #expect(try await scene.fraction("complaint.satisfaction") == [1, 1])
            #expect(try await scene.fraction("complaint.in-term") == [1, 1])
            #expect(try await scene.fraction("complaint.online") == [1, 1])
            await #expect(throws: Refusal.self) {
                try await scene.desk.open(complaint.id, of: scene.desk.kind("complaint"), scene.visitor("rae"))
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func filesOfHousesAndPeopleAreCounted(_ kind: Engines.Kind) async throws {
        try await Self.scene(kind) { scene in
            #expect(try await scene.fraction("house.homes") == [0, 2])
            let whole = [
                "code": "F1", "door": "1-101", "address": "某路 1 号", "category": "residence", "use": "own",
                "owner": "柳一", "ownership": "private", "certificate": "浙（2020）0001",
            ]
            let first = try await scene.create("house", whole, place: "H1", by: "mia")
            #expect(try await scene.fraction("house.homes") == [0, 2])
            try await scene.act("review", first, by: "mia")
            let thin = ["code": "F2", "door": "1-102", "category": "shop", "use": "let"]
            let second = try await scene.create("house", thin, place: "H2", by: "mia")
            #expect(try await scene.fraction("house.reviewed") == [1, 2])
            try await scene.act("review", second, by: "mia")
            #expect(try await scene.fraction("house.homes") == [2, 2])
            #expect(try await scene.fraction("house.complete") == [1, 2])
            #expect(try await scene.fraction("house.classified") == [2, 2])
            #expect(try await scene.fraction("house.business") == [1, 1])
            // People by house: only who owns or lives there now.
            let tenure = try await scene.settle("ron", in: "H1")
            try await scene.settle("rae", in: "H2", since: "2026-02-01")
            #expect(try await scene.fraction("tenure.homes") == [1, 2])
            try await scene.act("end", tenure, ["until": "2025-11-24"], by: "mia")
            #expect(try await scene.fraction("tenure.homes") == [0, 2])
            #expect(try await scene.fraction("resident.reviewed") == [0, 2])
            let related = try await scene.desk.related(
                to: try #require(try await scene.items("space", by: "mia") { $0.text = "H1" }.first),
                scene.visitor("mia"))
            #expect(related.map(\.kind.id) == ["tenure"])
            // By the file of the house as well, and back.
            let tied = try await scene.desk.tied(toPlaceOf: first, scene.visitor("mia"))
            #expect(tied.map(\.kind.id) == ["tenure"] && tied.first?.items.map(\.id) == [tenure.id])
            try await scene.settle("ron", in: "H1", as: "tenant")
            let ron = try #require(try await scene.items("resident", by: "mia") { $0.text = "R-ron" }.first)
            let files = try await scene.desk.files(ofPlacesOf: ron, scene.visitor("mia"))
            #expect(files.map(\.kind.id) == ["house"] && files.first?.items.map(\.head.number) == ["F1"])
            let twice = await #expect(throws: Refusal.self) {
                try await scene.create("house", whole.merging(["code": "F3"]) { $1 }, place: "H1", by: "mia")
            }
            #expect(twice?.kind == .conflict)
            // The owner's name is nobody's without a reason.
            let shown = try await scene.desk.open(first.id, of: scene.desk.kind("house"), scene.visitor("wes"))
            #expect(shown.mayLook == false && shown.form.personal.isSuperset(of: ["owner", "certificate"]))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoActsReadsAndPaysIsCounted(_ kind: Engines.Kind) async throws {
        try await Self.scene(kind) { scene in
            #expect(try await scene.fraction("resident.active") == [0, 0])
            try await scene.store.write { records in
                for person in ["ron", "rae", "mia"] {
                    try records.save(
                        Credential(person: person, hash: "x", changedAt: Instant(milliseconds: 0)))
                }
            }
            #expect(try await scene.fraction("resident.active") == [0, 2])
            try await scene.create("order", ["title": "灯不亮", "type": "repair"], place: "B1", by: "ron")
            #expect(try await scene.fraction("resident.active") == [1, 2])
            #expect(try await scene.fraction("staff.active") == [1, 1])
            #expect(try await scene.fraction("repair.reported") == [1, 1])
            let notice = try await scene.desk.create(
                Estate.announcement,
                .init(["title": ["高温"], "text": ["多喝水"], "type": ["care"], "roles": ["resident"]]), id: "care",
                by: scene.visitor("mia")
            ).item
            try await scene.act("publish", notice, by: "mia")
            #expect(try await scene.fraction("announcement.care") == [1, 1])
            #expect(try await scene.fraction("announcement.read") == [0, 2])
            _ = try await scene.desk.message("care", scene.visitor("rae"), reading: true)
            #expect(try await scene.fraction("announcement.read") == [1, 2])
            #expect(try await scene.fraction("resident.active") == [2, 2])
            let tool = try await scene.create(
                "resource", ["name": "梯子", "type": "tool", "offer": "true"], place: "B1", by: "mia")
            let room = try await scene.create("resource", ["name": "会议室", "type": "meeting"], place: "B1", by: "mia")
            for resource in [tool, room] {
                try await scene.create(
                    "booking",
                    ["resource": resource.id, "from": "2025-11-26 10:00", "until": "2025-11-26 11:00"], by: "ron")
            }
            #expect(try await scene.fraction("offer.count") == [1, 1])
            #expect(try await scene.fraction("offer.bookings") == [1, 1])
            _ = try await scene.bill("H1", "30")
            try await scene.pay("H1", "10")
            try await scene.pay("H1", "5", ["way": "alipay", "reference": "A1"])
            #expect(try await scene.fraction("payment.online-share") == [1, 2])
            #expect(try await scene.fraction("bill.paid") == [0, 1])
            #expect(try await scene.fraction("bill.utilities") == [1, 1])
            scene.passDays(91)
            #expect(try await scene.fraction("resident.active-90") == [0, 2])
            #expect(try await scene.fraction("payment.online") == [0, 1])
        }
    }
}
