import Commons
import Community
import Database
import Persistence
import Testing

/// Residents, what they agreed to, and what ties them to their homes.
@Suite struct CommunityPartyTests {
    private static let known = ["name": "柳一三", "code": "R1"]

    private func fails(_ body: () async throws -> Void) async -> Refusal? {
        do {
            try await body()
            Issue.record("nothing was refused")
        } catch let refusal as Refusal {
            return refusal
        } catch {
            Issue.record(error)
        }
        return nil
    }

    private func names(_ opened: CommunityDesk.Opened) -> [String] { opened.acts.map(\.id) }

    @Test(arguments: Engines.Kind.allCases)
    func anArchiveIsEnteredReviewedAndPutAway(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            var resident = try await scene.create("resident", Self.known, place: "H1", by: "mia")
            #expect(resident.state == "entered" && resident.head.title == "柳**" && resident.head.number == "R1")
            await #expect(throws: Refusal.self) { try await scene.act("review", resident, by: "dan") }
            resident = try await scene.act("review", resident, by: "mia")
            #expect(resident.state == "current")
            resident = try await scene.act("archive", resident, ["reason": "迁出"], by: "mia")
            #expect(resident.state == "archived")
            let locked = await fails {
                _ = try await scene.desk.edit(
                    resident.id, of: Estate.resident, .init(["name": ["柳二"]]), entry: "e", expected: 3,
                    by: scene.visitor("mia"))
            }
            #expect(locked?.kind == .locked)
            #expect(try await scene.act("restore", resident, by: "mia").state == "current")
            // Nobody else has to do with it.
            for stranger in ["max", "reg", "ron", "gus"] {
                let visitor = try await scene.visitor(stranger)
                await #expect(throws: Refusal.self) {
                    try await scene.desk.open(resident.id, of: Estate.resident, visitor)
                }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func nothingIsKeptThatNobodyAgreedTo(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let phone = Self.known.merging(["phone": "13812345678", "health": "花粉过敏"]) { $1 }
            let refused = await fails { try await scene.create("resident", phone, by: "mia") }
            #expect(refused?.details.map(\.place) == ["phone", "health"])
            let half = phone.merging(["purposes": "contact", "way": "written"]) { $1 }
            #expect(await fails { try await scene.create("resident", half, by: "mia") }?.place == "health")
            let silent = phone.merging(["purposes": "contact;health"]) { $1 }
            #expect(await fails { try await scene.create("resident", silent, by: "mia") }?.place == "way")
            var resident = try await scene.create("resident", Self.known, by: "mia")
            let mia = try await scene.visitor("mia")
            func edit(_ texts: [String: [String]]) async throws -> Item {
                try await scene.desk.edit(
                    resident.id, of: Estate.resident, .init(texts), entry: scene.clock.id(),
                    expected: resident.head.sequence, by: mia
                ).item
            }
            #expect(await fails { _ = try await edit(["phone": ["13812345678"]]) }?.place == "phone")
            // What was agreed to is said by an act, with who noted it, and not changed with the rest.
            #expect(await fails { _ = try await edit(["purposes": ["contact"]]) }?.place == "purposes")
            resident = try await scene.act("consent", resident, ["purposes": "contact", "way": "spoken"], by: "mia")
            #expect(resident.fields["purposes"] == .list(["contact"]) && resident.fields["way"] == .text("spoken"))
            let again = await fails {
                try await scene.act("consent", resident, ["purposes": "contact", "way": "written"], by: "mia")
            }
            #expect(again?.place == "purposes")
            resident = try await edit(["phone": ["13812345678"]])
            resident = try await scene.act("consent", resident, ["purposes": "care", "way": "written"], by: "mia")
            #expect(resident.fields["purposes"] == .list(["contact", "care"]))
            #expect(resident.fields["phone"] == .text("13812345678"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsWithdrawnIsNowhereAnyMore(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            var resident = try await scene.create(
                "resident",
                Self.known.merging([
                    "phone": "13812345678", "groups": "elder", "purposes": "contact;care", "way": "written",
                ]) { $1 }, place: "H1", by: "mia")
            let never = await fails { try await scene.act("withdraw", resident, ["purposes": "health"], by: "mia") }
            #expect(never?.place == "purposes")
            resident = try await scene.act("review", resident, by: "mia")
            resident = try await scene.act("withdraw", resident, ["purposes": "contact"], by: "mia")
            #expect(resident.fields["phone"] == nil && resident.fields["groups"] == .list(["elder"]))
            #expect(resident.fields["purposes"] == .list(["care"]))
            let mia = try await scene.visitor("mia")
            let entries = try await scene.desk.history(resident.id, of: Estate.resident, mia).entries
            #expect(entries.map(\.act.act) == ["create", "review", "withdraw"])
            #expect(entries[0].act.fields["phone"] == nil && entries[0].act.redacted == ["phone"])
            #expect(entries[0].act.fields["name"] == .text("柳一三") && entries[0].entry.isPersonal)
            #expect(entries[2].act.emptied == ["phone"] && entries[2].entry.person == "mia")
            let (id, head) = (resident.id, resident.head)
            let folded = try await scene.store.read { records in
                try Item.folding(try records.entries(of: id, after: 0), head: head)
            }
            #expect(folded?.fields == resident.fields)
            // The journal knows that it was taken out, by whom, and does not call it damage.
            try await scene.store.sequenceJournal()
            #expect(try await JournalCheck(ring: Engines.ring).run(scene.store.database).faults == [])
            resident = try await scene.act("withdraw", resident, ["purposes": "care"], by: "mia")
            #expect(resident.fields["purposes"] == nil && resident.fields["groups"] == nil)
            #expect(resident.fields["way"] == nil)
            #expect(try await scene.items("resident", by: "mia") { $0.values = [.init("groups", "elder")] }.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func residentsSeeWhatIsAboutThem(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let all = ["purposes": "contact", "way": "written", "phone": "13812345678"]
            let resident = try await scene.create(
                "resident", Self.known.merging(all) { $1 }.merging(["person": "ron"]) { $1 }, by: "mia")
            #expect(resident.owner == "ron")
            let (ron, mia) = (try await scene.visitor("ron"), try await scene.visitor("mia"))
            let opened = try await scene.desk.open(resident.id, of: Estate.resident, ron)
            #expect(opened.isOwn && !opened.mayEdit && names(opened) == ["consent", "withdraw"])
            #expect(try await scene.items("resident", by: "ron").map(\.id) == [resident.id])
            #expect(try await scene.items("resident", by: "rae").isEmpty)
            let hers = try await scene.desk.open(resident.id, of: Estate.resident, mia)
            #expect(!hers.isOwn && hers.mayLook)
            let after = try await scene.act("withdraw", resident, ["purposes": "contact"], by: "ron")
            #expect(after.fields["phone"] == nil)
            // Work is still handed to those who work.
            let order = try await scene.create("order", ["title": "甲", "type": "repair"], place: "B1", by: "ron")
            await #expect(throws: Refusal.self) { try await scene.act("assign", order, ["worker": "rae"], by: "dan") }
            let moved = try await scene.desk.edit(
                resident.id, of: Estate.resident, .init(["person": []]), entry: "e", expected: after.head.sequence,
                by: mia)
            #expect(moved.item.owner == nil)
            #expect(try await scene.items("resident", by: "ron").isEmpty)
            let (id, head) = (resident.id, moved.item.head)
            let folded = try await scene.store.read { records in
                try Item.folding(try records.entries(of: id, after: 0), head: head)
            }
            #expect(folded?.owner == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLookIsInTheJournal(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let resident = try await scene.create("resident", Self.known, by: "mia")
            let reason = try LookReason(.verify, words: "核对住户")
            for stranger in ["wes", "max"] {
                let visitor = try await scene.visitor(stranger)
                await #expect(throws: Refusal.self) {
                    try await scene.desk.look(resident.id, of: Estate.resident, reason, visitor)
                }
            }
            func looks() async throws -> Int {
                try await scene.store.sequenceJournal()
                let entries = try await scene.store.read {
                    try $0.journalEntries(JournalQuery(subject: "case/\(resident.id)", from: 1, limit: 100))
                }
                return entries.count { $0.content.contains("personal.look") && $0.content.contains("核对住户") }
            }
            #expect(try await looks() == 0)
            let seen = try await scene.desk.look(
                resident.id, of: Estate.resident, reason, scene.visitor("dan"))
            #expect(seen.item.fields["name"] == .text("柳一三"))
            #expect(try await looks() == 1)
            let space = try #require(try await scene.items("space", by: "mia").first)
            let nothing = await fails {
                _ = try await scene.desk.look(space.id, of: Estate.space, reason, scene.visitor("mia"))
            }
            #expect(nothing != nil)
        }
    }
}
