import Commons
import Community
import Database
import Persistence
import Secrets
import Synchronization
import Testing

/// Finding people by what is encrypted.
@Suite struct CommunityFindTests {
    private static let known = [
        "name": "柳 一三", "code": "R1", "phone": "13812345678", "purposes": "contact", "way": "written",
    ]

    @Test(arguments: Engines.Kind.allCases)
    func aNameOrANumberLeadsToWhomItIs(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let resident = try await scene.create("resident", Self.known, by: "mia")
            try await scene.create("resident", ["name": "柳一", "code": "R2"], by: "mia")
            func found(_ text: String, by person: String = "mia") async throws -> [String] {
                try await scene.items("resident", by: person) { $0.text = text }.map(\.head.number)
            }
            #expect(try await found("柳一三") == ["R1"])
            #expect(try await found(" 柳 一 三") == ["R1"])
            #expect(try await found("138 1234 5678") == ["R1"])
            #expect(try await found("柳一") == ["R2"])
            #expect(try await found("13812345679") == [])
            // A part of a number still does; and whoever may not look at such fields learns nothing.
            #expect(try await found("r") == ["R1", "R2"])
            #expect(try await found("柳一三", by: "dan") == ["R1"])
            #expect(try await found("柳一三", by: "wes") == [])
            #expect(try await found("柳一三", by: "max") == [])
            let (id, entry) = (resident.id, scene.clock.id())
            _ = try await scene.desk.edit(
                id, of: Estate.resident, .init(["name": ["杨二"]]), entry: entry, expected: 1, by: scene.visitor("mia"))
            #expect(try await found("柳一三") == [])
            #expect(try await found("杨二") == ["R1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func nothingInTheDatabaseSaysWhatTheyAreFoundBy(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withDatabase(kind) { scene, database in
            try await scene.create("resident", Self.known, by: "mia")
            let words = try await database.read { connection in
                try connection.query("SELECT field, word FROM item_value WHERE kind = 'resident' AND field LIKE '~%'")
                    .map { [$0[0].text ?? "", $0[1].text ?? ""] }
            }
            #expect(Set(words.map { $0[0] }) == ["~name", "~phone"])
            #expect(words.allSatisfy { $0[1].wholeMatch(of: /[0-9a-f]{64}/) != nil })
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whomItLedToStandsInTheJournal(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let resident = try await scene.create("resident", Self.known, by: "mia")
            _ = try await scene.items("resident", by: "mia") { $0.text = "r1" }
            _ = try await scene.items("resident", by: "mia") { $0.text = "柳一三" }
            try await scene.store.sequenceJournal()
            let entries = try await scene.store.read { records in
                try records.journalEntries(JournalQuery(subject: "case/\(resident.id)", from: 0))
            }
            let finds = entries.compactMap(\.decoded).flatMap { $0.notes ?? [] }.filter { $0.act == "personal.find" }
            #expect(finds.count == 1)
        }
    }

    private final class Keys: Sendable {
        private let held = Mutex(Engines.ring)
        var ring: KeyRing { held.withLock { $0 } }
        func turn() { held.withLock { _ = $0.rotate(.fields, at: 1_765_000_000_000) } }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anIndexIsMadeAnewWhereTheKeyTurned(_ kind: Engines.Kind) async throws {
        let keys = Keys()
        try await CommunityScene.withDatabase(kind, ring: { keys.ring }) { scene, database in
            try await scene.create("resident", Self.known, by: "mia")
            #expect(try await scene.desk.keepIndexes() > 0)
            #expect(try await scene.desk.keepIndexes() == 0)
            func blind() async throws -> [String] {
                try await database.read { connection in
                    try connection.query("SELECT word FROM item_value WHERE field = '~name'").map { $0[0].text ?? "" }
                }
            }
            let before = try await blind()
            keys.turn()
            #expect(try await scene.items("resident", by: "mia") { $0.text = "柳一三" }.count == 1)
            #expect(try await scene.desk.keepIndexes(batch: 2) > 0)
            let after = try await blind()
            #expect(before.count == 1 && after.count == 1 && before != after)
            #expect(try await scene.items("resident", by: "mia") { $0.text = "柳一三" }.count == 1)
            // What is gone from the index, because an older version did not know it, comes back.
            try await database.write { connection in
                try connection.execute("DELETE FROM item_value")
                try connection.execute("DELETE FROM counter WHERE name = 'index/resident'")
            }
            #expect(try await scene.items("resident", by: "mia") { $0.text = "柳一三" }.isEmpty)
            try await scene.desk.keepIndexes()
            #expect(try await scene.items("resident", by: "mia") { $0.text = "柳一三" }.count == 1)
        }
    }
}
