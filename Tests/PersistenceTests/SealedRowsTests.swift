import Commons
import Database
import Evaluation
import Rulebook
import Secrets
import Testing

@testable import Persistence

/// Names and numbers in cases, and secrets of webhooks: encrypted where they lie, told by the journal all the same.
@Suite struct SealedRowsTests {
    private static let words = ["王管家", "0571-8888", "李阿姨", "0571-6666", "whsec-1"]

    /// A case with a contact, an objection with another, and a webhook.
    private static func fill(_ scene: EvaluationScene) async throws -> String {
        let id = try await scene.open()
        try await scene.go(id, to: "notice")
        try await scene.act(.object(name: "李阿姨", contact: "0571-6666", text: "没有充电桩"), by: nil, on: id)
        try await scene.store.write { records in
            try records.setWebhook(
                WebhookSubscription(
                    id: "w", organisation: "lab", person: "rob", url: "https://example.cn", secret: "whsec-1",
                    events: ["case.submit"], isActive: true, failures: 0, createdAt: scene.clock.instant))
        }
        return id
    }

    /// What people read: the contact, the objection, the secret.
    private static func read(_ store: SQLStore, _ id: String) async throws -> [String] {
        let entries = try await store.read { try $0.entries(of: id, after: 0) }
        let evaluation = try #require(try EvaluationCase.folding(entries))
        let secret = try await store.read { try $0.webhook("w")?.secret }
        return [
            evaluation.community.contactName, evaluation.community.contactPhone, evaluation.objections[0].name,
            evaluation.objections[0].contact, secret ?? "",
        ]
    }

    private static func check(_ store: SQLStore, _ ring: KeyRing?) async throws -> JournalReport {
        try await store.sequenceJournal()
        return try await JournalCheck(ring: ring).run(store.database)
    }

    @Test(arguments: Engines.Kind.allCases)
    func theyStandNowhereInPlain(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await Self.fill(scene)
            let text = try await Everything.text(scene.store.database)
            for word in Self.words { #expect(!text.contains(word), "\(word)") }
            #expect(try await Self.read(scene.store, id) == Self.words)
            #expect(try await Self.check(scene.store, Engines.ring).faults == [])
            // Without the keys the rest is checked, and it is said what is not.
            let open = try await Self.check(scene.store, nil)
            #expect(open.faults == [] && open.unopened == 3)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theyMoveToAFreshKey(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await Self.fill(scene)
            let old = try #require(Engines.ring.inUse(.fields)).id
            var turned = Engines.ring
            turned.rotate(.fields, at: 2_000_000_000_000)
            let (ring, clock) = (turned, scene.clock)
            let store = SQLStore(scene.store.database, now: { clock.instant }, ring: { ring })
            #expect(try await store.fieldsByKey() == [old: 3])
            let result = try await store.reencryptFields(batch: 2)
            #expect(result.done == 3 && result.unreadable == [])
            #expect(try await store.fieldsByKey() == [ring.inUse(.fields)?.id: 3])
            #expect(try await Self.read(store, id) == Self.words)
            #expect(try await Self.check(store, ring).faults == [])
            // Whoever has the old keys alone reads nothing, and is told why.
            do {
                _ = try await scene.entries(id)
                Issue.record("read without its key")
            } catch let refusal as Refusal {
                #expect(refusal.kind == .unavailable && refusal.reason.en.contains("key"))
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatStoodInPlainIsSealedOnce(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await Self.fill(scene)
            let entries = try await scene.entries(id)
            // As versions before left it.
            try await scene.store.database.write { connection in
                for entry in entries where entry.isPersonal {
                    try connection.execute(
                        "UPDATE case_entry SET data = $2, sealed = NULL, key_id = NULL WHERE case_id = $1 "
                            + "AND sequence = $3",
                        [
                            .text(id), .text(String(decoding: entry.data, as: UTF8.self)),
                            .int(Int64(entry.sequence)),
                        ])
                }
                try connection.execute("UPDATE webhook SET secret = 'whsec-1', sealed = NULL, key_id = NULL")
            }
            #expect(try await Everything.text(scene.store.database).contains("0571-6666"))
            #expect(try await scene.store.sealPlainRows(batch: 1) == 3)
            #expect(try await scene.store.sealPlainRows() == 0)
            let text = try await Everything.text(scene.store.database)
            for word in Self.words { #expect(!text.contains(word), "\(word)") }
            #expect(try await Self.read(scene.store, id) == Self.words)
            #expect(try await Self.check(scene.store, Engines.ring).faults == [])
        }
    }

    @Test func aForeignCiphertextIsFound() async throws {
        try await EvaluationScene.with(.sqlite) { scene in
            let id = try await Self.fill(scene)
            // Sealed with the right key for another place, as somebody with the key file could do.
            let sealed = Engines.ring.seal("{}", for: "case/\(id)/1")
            try await scene.store.database.write { connection in
                try connection.execute(
                    "UPDATE case_entry SET sealed = $2 WHERE case_id = $1 AND sequence = 1", [.text(id), .blob(sealed)])
            }
            let report = try await Self.check(scene.store, Engines.ring)
            #expect(report.faults.map(\.place) == ["case_entry/\(id)/1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func storedAnswersAreSealed(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PersonalTests.fill(store)
            let key = IdempotencyKey("k", person: "p1", method: "POST", path: "/api/v1/cases")
            let answer = StoredAnswer(
                key: key, request: "r", at: Instant(milliseconds: 1), status: 201, headers: [],
                body: Array("王管家".utf8))
            try await store.write { try $0.insert(answer) }
            #expect(try await store.read { try $0.storedAnswer(key)?.body } == Array("王管家".utf8))
            #expect(try await !Everything.text(store.database).contains("王管家"))
            // One that a version before kept in plain is given as it is.
            let body = Array(#"{"id": "a case that was opened just before the new version came"}"#.utf8)
            try await store.database.write { try $0.execute("UPDATE stored_answer SET body = $1", [.blob(body)]) }
            #expect(try await store.read { try $0.storedAnswer(key)?.body } == body)
        }
    }
}
