import Commons
import Database
import Rulebook
import Secrets
import Synchronization
import Testing

@testable import Persistence

/// Personal fields in a database: encrypted, found without being decrypted, under whichever key.
@Suite struct PersonalTests {
    static let values: [PersonalKind: String] = [
        .identity: "11010519491231002X", .phone: "13812345678", .mail: "Zhang@example.cn", .address: "清川市沐槿路 77 号",
        .emergency: "王芳 13912345678", .health: "青霉素过敏",
    ]

    final class Keys: Sendable {
        private let held = Mutex(KeyRing(at: 1))
        var ring: KeyRing { held.withLock { $0 } }
        func rotate() { held.withLock { _ = $0.rotate(.fields, at: 2) } }
    }

    static let accounts = Accounts(FilesClock().surroundings)

    static func fill(_ store: SQLStore, _ ids: [String] = ["p1"]) async throws {
        try await store.write { records in
            for id in ids {
                try records.save(Person(id: id, name: "名-\(id)", login: "login-\(id)"), version: 0)
                for (kind, value) in values {
                    try accounts.setField(kind, value, of: id, version: 0, agrees: true, records)
                }
            }
        }
    }

    private static func with(
        _ kind: Engines.Kind, _ body: (SQLStore, Keys) async throws -> Void
    ) async throws {
        try await Engines.withDatabase(kind) { database in
            try await Migrator(Schema.migrations).migrate(database)
            let keys = Keys()
            try await body(SQLStore(database, now: { Instant(milliseconds: 5) }, ring: { keys.ring }), keys)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func fieldsComeBackAndStandNowhereInPlain(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, _ in
            try await Self.fill(store)
            let fields = try await store.read { try $0.personalFields(of: "p1") }
            #expect(fields.map(\.kind) == PersonalKind.allCases)
            #expect(fields.allSatisfy { $0.value == Self.values[$0.kind] && $0.version == 1 })
            let text = try await Everything.text(store.database)
            for value in Self.values.values { #expect(!text.contains(value), "\(value)") }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func peopleAreFoundByTheWholeValueOnly(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, keys in
            try await Self.fill(store, ["p1", "p2"])
            keys.rotate()
            func found(_ kind: PersonalKind, _ text: String) async throws -> [String] {
                try await store.write { try Self.accounts.find(kind, text, $0).map(\.id) }
            }
            #expect(try await found(.phone, "+86 138-1234-5678") == ["p1", "p2"])
            #expect(try await found(.identity, "11010519491231002x") == ["p1", "p2"])
            #expect(try await found(.mail, "ZHANG@EXAMPLE.CN") == ["p1", "p2"])
            #expect(try await found(.phone, "13812345679") == [])
            await #expect(throws: Refusal.self) { try await found(.health, "青霉素过敏") }
            await #expect(throws: Refusal.self) { try await found(.phone, "1381234") }
            // The same digits as another kind of field are another thing.
            #expect(try await store.read { try $0.people(having: "13812345678", in: .mail) } == [])
            let blinds = try await store.database.read {
                try $0.query(
                    "SELECT DISTINCT blind FROM personal_field WHERE kind IN ('health', 'address', 'emergency')")
            }
            #expect(blinds.map { $0[0].text } == [""])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLookIsKeptAndJournaled(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, _ in
            try await Self.fill(store)
            let reason = try LookReason(.contact, words: "约核查时间")
            let origin = Origin(person: "adm", way: "page")
            let field = try await Origin.$current.withValue(origin) {
                try await store.write { try Self.accounts.look(at: .phone, of: "p1", by: "adm", reason, $0).field }
            }
            #expect(field.value == "13812345678" && field.shown == "138****5678")
            let looks = try await store.read { try $0.looks(at: "p1", limit: 9) }
            #expect(looks.map(\.kind) == [.phone] && looks.first?.by == "adm" && looks.first?.words == "约核查时间")
            let notes = try await store.database.read { connection in
                try connection.query("SELECT content FROM journal_pending").compactMap { $0[0].text }
            }
            let note = try #require(notes.first { $0.contains("personal.look") })
            #expect(note.contains("\"by\":\"adm\"") && note.contains("person/p1") && note.contains("约核查时间"))
            #expect(!notes.joined().contains("13812345678"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func oldKeysReadAndFieldsMoveInBatches(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, keys in
            let ids = (0..<7).map { "p\($0)" }
            try await Self.fill(store, ids)
            let old = try #require(keys.ring.inUse(.fields)).id
            keys.rotate()
            let fresh = try #require(keys.ring.inUse(.fields)).id
            #expect(try await store.read { try $0.personalField(.phone, of: "p3")?.value } == "13812345678")
            // One is damaged: it stays, is named, and holds up nothing.
            try await store.database.write {
                try $0.execute(
                    "UPDATE personal_field SET sealed = $1 WHERE person_id = 'p2' AND kind = 'phone'", [.blob([1, 2])])
            }
            let steps = FilesCollected<Int>()
            let result = try await store.reencryptFields(batch: 4) { done, total in
                #expect(total == 42)
                steps.add(done)
            }
            #expect(result.done == 41 && result.unreadable == ["person/p2/phone"])
            #expect(steps.all.count > 9 && steps.all == steps.all.sorted())
            #expect(try await store.fieldsByKey() == [fresh: 41, old: 1])
            // What people are found by has moved as well, and finds them before and after.
            let blind = try await store.database.read {
                try $0.row("SELECT blind FROM personal_field WHERE person_id = 'p3' AND kind = 'phone'")?[0].text
            }
            #expect(blind == keys.ring.blindIndex("13812345678", kind: "phone"))
            #expect(try await store.read { try $0.people(having: "13812345678", in: .phone).count } == 7)
            let fields = try await store.read { try $0.personalFields(of: "p6") }
            #expect(fields.allSatisfy { $0.value == Self.values[$0.kind] && $0.version == 1 })
            await #expect(throws: Refusal.self) { try await store.read { try $0.personalFields(of: "p2") } }
            // Again there is nothing to do but the damaged one.
            #expect(try await store.reencryptFields().done == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anotherRingReadsNothing(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, _ in
            try await Self.fill(store)
            let stranger = SQLStore(store.database, now: { Instant(milliseconds: 5) }, ring: { Engines.ring })
            do {
                _ = try await stranger.read { try $0.personalFields(of: "p1") }
                Issue.record("a field was read without its key")
            } catch let refusal as Refusal {
                #expect(refusal.kind == .unavailable && refusal.reason.en.contains("key"))
            }
            #expect(try await stranger.read { try $0.people(having: "13812345678", in: .phone) } == [])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func plainMailIsSealedOnce(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { store, _ in
            try await store.write { records in
                for id in ["a", "b", "c"] { try records.save(Person(id: id, name: id, login: "l-\(id)"), version: 0) }
                try Self.accounts.setMail("newer@example.cn", of: "b", records)
            }
            // As a version before left them; interrupted, some are done already.
            try await store.database.write { connection in
                try connection.execute("UPDATE person SET mail = id || '@example.cn' WHERE id <> 'c'")
            }
            #expect(try await store.sealPlainMail(batch: 1) == 2)
            #expect(try await store.sealPlainMail() == 0)
            let (fields, consents) = try await store.read { records in
                (try records.personalFields(.mail, of: ["a", "b", "c"]), try records.consents(of: "a"))
            }
            #expect(fields.mapValues(\.value) == ["a": "a@example.cn", "b": "newer@example.cn"])
            #expect(consents.map(\.way) == [.before] && consents.active(.mail) != nil)
            #expect(try await !Everything.text(store.database).contains("example.cn"))
        }
    }
}

/// All that a database holds, as one text.
enum Everything {
    static func text(_ database: any Database) async throws -> String {
        try await database.read { connection in
            try Schema.tables.map { table in
                let rows = try connection.query("SELECT * FROM \(table)")
                return rows.map { row in row.values.map(shown).joined(separator: "\t") }.joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }

    private static func shown(_ value: SQLValue) -> String {
        value.text ?? value.blob.map { String(decoding: $0, as: UTF8.self) } ?? value.int.map(String.init) ?? ""
    }
}
