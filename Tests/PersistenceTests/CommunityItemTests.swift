import Commons
import Community
import Database
import Persistence
import Testing

@Suite struct CommunityItemTests {
    @Test(arguments: Engines.Kind.allCases)
    func anItemIsWhatItsActsMakeOfIt(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            var order = try await scene.create(
                "order", ["title": "灯不亮", "type": "repair", "contact": "13812345678"], place: "B1", by: "ron")
            #expect(order.head.number == "WO-2025-000001")
            #expect(order.head.handler == "keeper" && order.owner == "ron")
            order = try await scene.act("assign", order, ["worker": "wes"], by: "dan")
            #expect(order.assigned == ["wes"] && order.state == "assigned")
            order = try await scene.act("start", order, by: "wes")
            let photo = String(repeating: "a", count: 64)
            order = try await scene.act("finish", order, ["words": "换了灯泡", "proof": photo], by: "wes")
            order = try await scene.act("rate", order, ["stars": "5"], by: "ron")
            #expect(order.state == "closed" && order.head.sequence == 5)
            let (id, head) = (order.id, order.head)
            let folded = try await scene.store.read { records in
                try Item.folding(try records.entries(of: id, after: 0), head: head)
            }
            #expect(folded?.fields == order.fields && folded?.state == "closed" && folded?.place == order.place)
            #expect(folded?.assigned == ["wes"] && folded?.owner == "ron")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func peopleSeeTheirRows(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let order = try await scene.create("order", ["title": "甲", "type": "repair"], place: "B1", by: "ron")
            try await scene.create("order", ["title": "乙", "type": "repair"], place: "B2", by: "rae")
            try await scene.act("assign", order, ["worker": "wes"], by: "dan")
            func titles(_ person: String) async throws -> Set<String> {
                Set(try await scene.items("order", by: person).map(\.head.title))
            }
            #expect(try await titles("mia") == ["甲", "乙"])
            #expect(try await titles("ron") == ["甲"])
            #expect(try await titles("wes") == ["甲"])
            #expect(try await titles("wyn") == [])
            #expect(try await titles("max") == [])
            #expect(try await titles("reg") == ["甲", "乙"])
            let stranger = try await scene.visitor("max")
            await #expect(throws: Refusal.self) { try await scene.desk.open(order.id, of: Estate.order, stranger) }
            await #expect(throws: Refusal.self) { try await scene.act("assign", order, ["worker": "wyn"], by: "ron") }
            await #expect(throws: Refusal.self) {
                try await scene.create("order", ["title": "丙", "type": "repair"], place: "X", by: "ron")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func listsAreNarrowed(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            func codes(_ change: (inout ItemQuery) -> Void) async throws -> [String] {
                try await scene.items("space", by: "mia", change).map(\.head.number)
            }
            let building = try #require(try await scene.items("space", by: "mia") { $0.text = "b1" }.first)
            #expect(try await codes { _ in } == ["B1", "B2", "E", "H1", "H2"])
            #expect(try await codes { $0.values = [.init("level", "home")] } == ["H1", "H2"])
            #expect(try await codes { $0.at = building.id } == ["H1", "H2"])
            #expect(try await codes { $0.limit = 2 } == ["B1", "B2"])
            #expect(try await codes { $0.after = .init(key: "B1", id: building.id) } == ["B2", "E", "H1", "H2"])
            let devices = try await scene.items("device", by: "mia") { $0.within = building.id }
            #expect(devices.map(\.head.number) == ["D1", "S1"])
            #expect(try await scene.items("device", by: "mia") { $0.values = [.init("model", "door")] }.count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSpaceDoesNotLieWithinItself(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let building = try #require(try await scene.items("space", by: "mia") { $0.text = "b1" }.first)
            func move(_ item: Item, to place: String) async throws -> Item {
                try await scene.desk.edit(
                    item.id, of: Estate.space, .init(place: place), entry: scene.clock.id(),
                    expected: item.head.sequence, by: scene.visitor("mia")
                ).item
            }
            await #expect(throws: Refusal.self) { try await move(building, to: "H1") }
            await #expect(throws: Refusal.self) { try await move(building, to: "B1") }
            _ = try await move(building, to: "B2")
            let outer = try #require(try await scene.items("space", by: "mia") { $0.text = "b2" }.first)
            let within = try await scene.items("device", by: "mia") { $0.within = outer.id }
            #expect(within.map(\.head.number) == ["D1", "D2", "S1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsPersonalStandsEncrypted(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let visitor = try await scene.create(
                "visitor", ["name": "欧阳修竹", "identity": "11010519491231002X", "count": "2"], place: "H1", by: "mia")
            #expect(visitor.fields["identity"] == .text("11010519491231002X"))
            #expect(visitor.head.title == "欧**")
            let rows = try await scene.store.database.read { connection in
                try connection.query("SELECT fields, secret FROM item WHERE kind = 'visitor'")
                    + connection.query(
                        "SELECT data, act FROM case_entry WHERE case_id = $1", [.text(visitor.id)])
                    + connection.query("SELECT title, search FROM case_head WHERE kind = 'visitor'")
            }
            for row in rows {
                for value in row.values {
                    #expect(value.text?.contains("修竹") != true && value.text?.contains("19491231") != true)
                }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anActIsDoneOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (mia, desk) = (try await scene.visitor("mia"), scene.desk)
            let draft = CommunityDesk.Draft(["title": ["甲"], "type": ["repair"]], place: "H1")
            let first = try await desk.create(Estate.order, draft, id: "once", by: mia)
            let second = try await desk.create(Estate.order, draft, id: "once", by: mia)
            #expect(first.item == second.item)
            let change = CommunityDesk.Draft(["title": ["乙"]])
            let edited = try await desk.edit("once", of: Estate.order, change, entry: "e1", expected: 1, by: mia)
            #expect(edited.item.head.title == "乙" && edited.item.head.sequence == 2)
            let again = try await desk.edit("once", of: Estate.order, change, entry: "e1", expected: 1, by: mia)
            #expect(again.item == edited.item)
            // Something else under the same id is told, not swallowed.
            let other = CommunityDesk.Draft(["title": ["丙"], "type": ["repair"]], place: "H1")
            let made = await #expect(throws: Refusal.self) {
                try await desk.create(Estate.order, other, id: "once", by: mia)
            }
            let changed = await #expect(throws: Refusal.self) {
                try await desk.edit("once", of: Estate.order, other, entry: "e1", expected: 1, by: mia)
            }
            #expect(made?.kind == .conflict && made?.place == "id")
            #expect(changed?.kind == .conflict && changed?.place == "id")
            await #expect(throws: Refusal.self) {
                try await desk.edit(
                    "once", of: Estate.order, .init(["title": ["丙"]]), entry: "e2", expected: 1, by: mia)
            }
            await #expect(throws: Refusal.self) {
                try await desk.edit(
                    "once", of: Estate.order, .init(["title": ["丙"]]), entry: "e2", expected: nil, by: mia)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anImportIsWholeOrNothing(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let mia = try await scene.visitor("mia")
            var drafts = (1...200).map { number in
                CommunityDesk.Draft(["name": ["R\(number)"], "code": ["R\(number)"], "level": ["home"]], place: "B2")
            }
            drafts[10].texts["level"] = ["城堡"]
            drafts[20].texts["name"] = []
            drafts[30].place = "nowhere"
            drafts[30].texts["level"] = ["城堡"]
            drafts[30].texts["code"] = ["H2"]
            drafts[40].texts["code"] = ["R1"]
            drafts[50].texts["code"] = ["H1"]
            let broken = drafts
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.desk.importItems(Estate.space, broken, id: "i1", by: mia)
            }
            #expect(
                refusal?.details.map(\.place) == [
                    "11:level", "21:name", "31:level", "31:place", "31:code", "41:code", "51:code",
                ])
            #expect(try await scene.items("space", by: "mia").count == 5)
            for index in [10, 20, 30, 40, 50] {
                drafts[index] = .init(
                    ["name": ["N"], "code": ["N\(index)"], "level": ["home"]], place: "R1")
            }
            #expect(try await scene.desk.importItems(Estate.space, drafts, id: "i1", by: mia) == 200)
            #expect(try await scene.desk.importItems(Estate.space, drafts, id: "i1", by: mia) == 0)
            // The same id of somebody else, or for something else, is no repetition.
            let max = try await scene.visitor("max")
            let own = [CommunityDesk.Draft(["name": ["Y"], "code": ["Y"], "level": ["community"]])]
            for (kind, visitor) in [(Estate.space, max), (Estate.device, mia)] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.importItems(kind, own, id: "i1", by: visitor)
                }
                #expect(refusal?.kind == .conflict)
            }
            #expect(try await scene.items("space", by: "mia") { $0.limit = 500 }.count == 205)
        }
    }

    /// What was written with a form stays as it was written, also where the form has changed since.
    @Test(arguments: Engines.Kind.allCases)
    func aFormChangesUnderItsRecords(_ kind: Engines.Kind) async throws {
        func domain(_ fields: [Field]) -> CommunityDomain {
            CommunityDomain(
                "test", zh: "测", en: "T",
                kinds: [
                    Kind(
                        "note", zh: "记", en: "Note", form: Form(fields), title: "title",
                        numbering: .counted(prefix: "N"), states: [.init("open", zh: "开", en: "Open")],
                        rights: [.init(.manager, .organisation, .read, .create, .edit)])
                ])
        }
        let title = Field("title", zh: "题", en: "Title", .line(most: 20), isRequired: true)
        let old = Field("old", zh: "旧", en: "Old", .integer(0...9))
        let new = Field("new", zh: "新", en: "New", .integer(0...9), isRequired: true)
        try await CommunityScene.with(kind, domain: domain([title, old])) { scene in
            let note = try await scene.create("note", ["title": "甲", "old": "3"], place: "H1", by: "mia")
            let later = CommunityScene(scene.store, Catalog([Estate.domain, domain([title, new])]))
            try await later.desk.keepForms()
            let mia = try await scene.visitor("mia")
            let shown = try await later.desk.open(note.id, of: later.desk.kind("note"), mia)
            #expect(shown.item.fields["old"] == .number(3) && shown.item.edition == 1)
            func edit(_ texts: [String: [String]]) async throws -> Item {
                try await later.desk.edit(
                    note.id, of: later.desk.kind("note"), .init(texts), entry: later.clock.id() + "x", expected: 1,
                    by: mia
                ).item
            }
            await #expect(throws: Refusal.self) { try await edit(["title": ["乙"]]) }
            let after = try await edit(["title": ["乙"], "new": ["4"]])
            #expect(after.fields["old"] == .number(3) && after.fields["new"] == .number(4) && after.edition == 2)
        }
    }
}
