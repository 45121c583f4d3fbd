import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// Fields that administrators add to forms.
@Suite struct CommunityFormTests {
    private func with(_ kind: Engines.Kind, _ body: (CommunityScene, Visitor) async throws -> Void) async throws {
        try await CommunityScene.with(kind) { scene in
            try await scene.store.write { records in
                try records.save(Person(id: "adm", name: "管", login: "adm"), version: 0)
                try records.save(
                    Membership(person: "adm", organisation: CommunityScene.city, role: .administrator))
            }
            try await body(scene, scene.visitor("adm"))
        }
    }

    private static let colour = AddedField(
        zh: "颜色", en: "Colour", sort: .choice, options: [.init(zh: "红", en: "Red"), .init(zh: "绿", en: "Green")],
        isListed: true, isFiltered: true)

    @Test(arguments: Engines.Kind.allCases)
    func aFieldThatIsAddedIsAskedAndKept(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            let before = try await scene.create("visitor", ["name": "王"], by: "mia")
            let made = try await scene.desk.addField(Self.colour, to: visitors, expected: 1, by: admin)
            #expect(made.edition == 2 && made.editions.last?.person == "管" && made.editions[0].person == nil)
            #expect(made.form.fields.map(\.id) == ["name", "identity", "count", "added1"])
            let item = try await scene.create("visitor", ["name": "李", "added1": "红"], by: "mia")
            #expect(item.fields["added1"] == .text("o1") && item.edition == 2)
            let found = try await scene.items("visitor", by: "mia") { $0.values = [.init("added1", "o1")] }
            #expect(found.map(\.id) == [item.id])
            // What is there stays as it is until it is changed.
            #expect(try await scene.items("visitor", by: "mia").first?.edition == 1)
            let draft = CommunityDesk.Draft(["count": ["2"]])
            let mia = try await scene.visitor("mia")
            let edited = try await scene.desk.edit(
                before.id, of: visitors, draft, entry: "e1", expected: 1, by: mia
            ).item
            #expect(edited.edition == 2 && edited.fields["added1"] == nil)
            // The program starts again, with the same declaration: the field stays.
            try await scene.desk.keepForms()
            #expect(try await scene.desk.formHistory(visitors, admin).edition == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aFieldThatIsRequiredSinceIsAskedWithTheNextChange(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            let before = try await scene.create("visitor", ["name": "王"], by: "mia")
            var field = Self.colour
            field.isRequired = true
            try await scene.desk.addField(field, to: visitors, expected: 1, by: admin)
            let mia = try await scene.visitor("mia")
            func edit(_ texts: [String: [String]]) async throws -> [String: FormValue] {
                try await scene.desk.edit(
                    before.id, of: visitors, CommunityDesk.Draft(texts), entry: "e1", expected: 1, by: mia
                ).item.fields
            }
            let refusal = await #expect(throws: Refusal.self) { try await edit(["count": ["2"]]) }
            #expect(refusal?.place == "added1")
            #expect(try await edit(["count": ["2"], "added1": ["Green"]])["added1"] == .text("o2"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsOfPeopleStaysEncryptedWhenItIsAskedNoLonger(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            let plate = AddedField(zh: "车牌", en: "Plate", sort: .line, isEncrypted: true)
            try await scene.desk.addField(plate, to: visitors, expected: 1, by: admin)
            let item = try await scene.create("visitor", ["name": "王", "added1": "浙A12345"], by: "mia")
            func stored() async throws -> String {
                try await scene.store.database.read { connection in
                    try connection.row("SELECT fields FROM item WHERE id = $1", [.text(item.id)])?[0].text ?? ""
                }
            }
            #expect(try await !stored().contains("12345"))
            // It cannot be made open either.
            var open = plate
            (open.isEncrypted, open.zh) = (false, "车辆")
            let changed = try await scene.desk.changeField("added1", open, of: visitors, expected: 2, by: admin)
            #expect(changed.form["added1"]?.secrecy == .personal && changed.form["added1"]?.title.zh == "车辆")
            try await scene.desk.retireField("added1", of: visitors, expected: 3, by: admin)
            let mia = try await scene.visitor("mia")
            let after = try await scene.desk.edit(
                item.id, of: visitors, CommunityDesk.Draft(["count": ["3"]]), entry: "e1", expected: 1, by: mia)
            #expect(after.item.fields["added1"] == .text("浙A12345") && after.form["added1"] == nil)
            #expect(try await !stored().contains("12345"))
            // Its id is not used again.
            let next = try await scene.desk.addField(Self.colour, to: visitors, expected: 4, by: admin)
            #expect(next.form.fields.last?.id == "added2")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func answersAreRenamedAndAddedNeverTakenAway(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            try await scene.desk.addField(Self.colour, to: visitors, expected: 1, by: admin)
            var field = Self.colour
            field.options = [
                .init(id: "o1", zh: "深红", en: "Crimson"), .init(id: "o2", zh: "绿", en: "Green"),
                .init(zh: "蓝", en: "Blue"),
            ]
            let changed = try await scene.desk.changeField("added1", field, of: visitors, expected: 2, by: admin)
            #expect(changed.form["added1"]?.options.map(\.id) == ["o1", "o2", "o3"])
            #expect(changed.form["added1"]?.options[0].title.zh == "深红")
            for options in [
                [AddedField.Option(id: "o1", zh: "红", en: "Red")], [],
                field.options.map { .init(id: $0.id ?? "o3", zh: "同", en: "Same") },
            ] {
                field.options = options
                let other = field
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.changeField("added1", other, of: visitors, expected: 3, by: admin)
                }
                #expect(refusal?.details.allSatisfy { $0.place == "options" } == true)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsNoFieldIsRefused(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            func places(_ change: (inout AddedField) -> Void) async throws -> [String] {
                var field = Self.colour
                change(&field)
                let asked = field
                do {
                    try await scene.desk.addField(asked, to: visitors, expected: 1, by: admin)
                    return []
                } catch let refusal as Refusal {
                    return refusal.details.map(\.place)
                }
            }
            #expect(try await places { $0.zh = "" } == ["zh"])
            #expect(try await places { $0.zh = "姓名" } == ["zh"])
            #expect(try await places { $0.en = "identity" } == ["en"])
            #expect(try await places { $0.en = String(repeating: "x", count: 41) } == ["en"])
            #expect(try await places { $0.unit = "12345678901" } == ["unit"])
            #expect(try await places { $0.options = [] } == ["options"])
            #expect(
                try await places { $0.options = (0...200).map { .init(zh: "甲\($0)", en: "a\($0)") } } == ["options"])
            #expect(try await places { $0.options = [.init(zh: "a;b", en: "a")] } == ["options"])
            #expect(try await places { $0.isEncrypted = true } == ["encrypted", "filtered"])
            #expect(try await places { $0.sort = .words } == ["filtered"])
            // Sixty are enough.
            var edition = 1
            for number in 1...57 {
                edition = try await scene.desk.addField(
                    AddedField(zh: "字段\(number)", en: "Field \(number)", sort: .line), to: visitors, expected: edition,
                    by: admin
                ).edition
            }
            let last = edition
            await #expect(throws: Refusal.self) {
                try await scene.desk.addField(Self.colour, to: visitors, expected: last, by: admin)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func onlyAdministratorsChangeFormsAndNoTwoAtOnce(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene, admin in
            let visitors = try scene.desk.kind("visitor")
            for login in ["mia", "dan", "reg"] {
                let visitor = try await scene.visitor(login)
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.addField(Self.colour, to: visitors, expected: 1, by: visitor)
                }
                #expect(refusal?.kind == .forbidden, "\(login)")
                await #expect(throws: Refusal.self) { try await scene.desk.formHistory(visitors, visitor) }
            }
            try await scene.desk.addField(Self.colour, to: visitors, expected: 1, by: admin)
            let late = await #expect(throws: Refusal.self) {
                try await scene.desk.addField(
                    AddedField(zh: "备注", en: "Remark", sort: .words), to: visitors, expected: 1, by: admin)
            }
            #expect(late?.kind == .conflict)
            for field in ["name", "count"] {
                let locked = await #expect(throws: Refusal.self) {
                    try await scene.desk.retireField(field, of: visitors, expected: 2, by: admin)
                }
                #expect(locked?.kind == .locked)
            }
            let missing = await #expect(throws: Refusal.self) {
                try await scene.desk.retireField("added9", of: visitors, expected: 2, by: admin)
            }
            #expect(missing?.kind == .missing)
            let both = AddedField(zh: "甲", en: "A", sort: .line)
            async let one = Self.isDone { try await scene.desk.addField(both, to: visitors, expected: 2, by: admin) }
            async let other = Self.isDone {
                try await scene.desk.addField(
                    AddedField(zh: "乙", en: "B", sort: .line), to: visitors, expected: 2, by: admin)
            }
            let done = try await [one, other]
            #expect(done.filter { $0 }.count == 1)
            #expect(try await scene.desk.formHistory(visitors, admin).edition == 3)
        }
    }

    private static func isDone(_ body: @Sendable () async throws -> FormHistory) async throws -> Bool {
        do {
            _ = try await body()
            return true
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return false
        }
    }
}
