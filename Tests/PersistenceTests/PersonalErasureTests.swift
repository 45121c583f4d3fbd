import Commons
import Database
import Evaluation
import Rulebook
import Secrets
import Testing

@testable import Persistence

/// After an erasure nothing of a person stands anywhere, and what others rest on still does.
@Suite struct PersonalErasureTests {
    private static let accounts = PersonalTests.accounts

    /// Somebody with all that an installation keeps of people.
    private static func settle(_ id: String, _ store: SQLStore) async throws {
        let now = Instant(milliseconds: 9)
        try await PersonalTests.fill(store, [id])
        try await store.write { records in
            try records.save(Credential(person: id, hash: "secret-hash", changedAt: now))
            try records.insert(
                Session(
                    id: "session-\(id)", person: id, created: now, lastSeen: now, expires: now, address: "192.0.2.77",
                    agent: "Browser of \(id)", csrf: "c"))
            try records.insert(
                AccessToken(
                    id: "t-\(id)", person: id, name: "程序-\(id)", digest: "d-\(id)", scopes: [], created: now,
                    expires: now))
            try records.insert(PasswordLink(digest: "link-\(id)", person: id, expires: now))
            try records.save(
                LoginFailures(
                    key: LoginFailures.key(login: "login-\(id)"), count: 1, lastAt: now, lockedUntil: nil))
            try NoticePost.put(
                Notice(
                    id: "n-\(id)", person: id, at: now, kind: "k", subject: .same("消息-\(id)"), body: .same("正文-\(id)")),
                in: records)
            try records.save(
                StoredAnswer(
                    key: IdempotencyKey("key", person: id, method: "POST", path: "/"), request: "r", at: now,
                    status: 200, headers: [], body: Array("回答-\(id)".utf8)))
            let house = Organisation(id: "house", kind: .operator, name: "运营", region: "")
            if try records.organisation("house") == nil { try records.save(house, version: 0) }
            try records.save(Membership(person: id, organisation: house, role: .administrator))
            let reason = try LookReason(.contact, words: "说明-\(id)")
            _ = try accounts.look(at: .phone, of: id, by: "adm", reason, records)
        }
        try await store.database.write { connection in
            for subject in ["person/\(id)", "person/\(id)/phone", "person/\(id)x/phone"] {
                try connection.execute(
                    "INSERT INTO journal_salt (subject, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    [.text(subject), .blob([1])])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func nothingIsLeftInAnyTable(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.settle("victim", store)
            try await store.write { records in
                try records.save(Person(id: "adm", name: "管", login: "adm"), version: 0)
                let house = try #require(try records.organisation("house"))
                try records.save(Membership(person: "adm", organisation: house, role: .administrator))
            }
            let words =
                PersonalTests.values.values + [
                    "名-victim", "login-victim", "secret-hash", "192.0.2.77", "Browser of", "程序-victim", "link-victim",
                    "消息-victim", "正文-victim", LoginFailures.key(login: "login-victim"),
                ]
            let before = try await Everything.text(store.database)
            // But for what is encrypted, all of it is there: a test that looks for nothing finds nothing.
            for word in words.dropFirst(PersonalTests.values.count) { #expect(before.contains(word), "\(word)") }
            try await store.write {
                try Self.accounts.erase("victim", reason: .requested, by: "adm", $0)
            }
            let after = try await Everything.text(store.database)
            for word in words { #expect(!after.contains(word), "\(word)") }
            let (person, erasure, consents, roles) = try await store.read { records in
                (
                    try records.person("victim"), try records.erasure(of: "victim"),
                    try records.consents(of: "victim"), try records.memberships(of: "victim")
                )
            }
            #expect(person?.name == Erasure.name && person?.login == "erased-victim" && person?.isActive == false)
            #expect(erasure?.by == "adm" && erasure?.reason == .requested && roles == [])
            #expect(consents.count == 3 && consents.allSatisfy { $0.withdrawnWay == .erasure })
            let left = try await store.database.read {
                try $0.query("SELECT subject FROM journal_salt").compactMap { $0[0].text }
            }
            #expect(left.contains("person/victimx/phone") && !left.contains("person/victim/phone"))
            // What is left is what the journal says, with a salt that has nothing to do with the one before.
            #expect(try await JournalCheck(ring: Engines.ring).run(store.database).faults == [])
            // What others wrote of it stays, without their words.
            let looks = try await store.read { try $0.looks(at: "victim", limit: 9) }
            #expect(looks.map(\.words) == [""])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoCannotBeErasedIsToldWhy(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.settle("only", store)
            func erase(_ id: String, by actor: String) async -> Refusal? {
                do {
                    try await store.write { try Self.accounts.erase(id, reason: .requested, by: actor, $0) }
                    return nil
                } catch { return error as? Refusal }
            }
            #expect(await erase("only", by: "adm")?.reason.en.contains("administrator") == true)
            #expect(await erase("only", by: "only")?.kind == .locked)
            #expect(await erase("nobody", by: "adm")?.kind == .missing)
            // Refused is not half done.
            let (person, fields) = try await store.read {
                (try $0.person("only"), try $0.personalFields(of: "only"))
            }
            #expect(person?.name == "名-only" && fields.count == 6)
            try await Self.settle("second", store)
            #expect(await erase("only", by: "second") == nil)
            #expect(await erase("only", by: "second")?.kind == .locked)
            // Nothing brings them back.
            await #expect(throws: Refusal.self) {
                try await store.write { try Self.accounts.setMail("a@b", of: "only", $0) }
            }
            await #expect(throws: Refusal.self) {
                try await store.write { records in
                    let version = try records.personVersion("only") ?? 0
                    try Self.accounts.setActive(true, person: "only", by: "second", version: version, records)
                }
            }
            await #expect(throws: Refusal.self) {
                try await store.write { _ = try Self.accounts.give(.administrator, to: "only", in: "house", $0) }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func membersOfAnOpenPanelStay(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let accounts = Accounts(scene.desk.surroundings)
            let head = CaseHead(
                id: "c1", kind: EvaluationLifeCycle.kind, number: "2026-000001", title: "小区", state: "site",
                sequence: 1,
                opener: "homes", handler: "lab", region: "330106", openedAt: scene.clock.instant,
                changedAt: scene.clock.instant, due: nil)
            @Sendable func entry(_ sequence: Int) -> CaseEntry {
                CaseEntry(
                    caseID: "c1", sequence: sequence, id: "e\(sequence)", at: scene.clock.instant, person: "eva",
                    organisation: "uni", act: "saveVisit", data: Array("{}".utf8))
            }
            try await scene.store.write { try $0.append(entry(1), head: head, assigned: ["eva"]) }
            do {
                try await scene.store.write {
                    try scene.desk.erase("eva", reason: .requested, by: "adm", accounts, $0)
                }
                Issue.record("a member of an open panel was erased")
            } catch let refusal as Refusal {
                #expect(refusal.kind == .locked && refusal.reason.zh.contains("2026-000001"))
            }
            var over = head
            (over.state, over.sequence) = ("certified", 2)
            try await scene.store.write { [over] in try $0.append(entry(2), head: over, assigned: ["eva"]) }
            try await scene.store.write {
                try scene.desk.erase("eva", reason: .requested, by: "adm", accounts, $0)
            }
            // What they found stays theirs, whoever they were.
            let acts = try await scene.store.read { try $0.acts(of: "eva") }
            #expect(acts.map(\.act) == ["saveVisit", "saveVisit"])
        }
    }

    /// A migration to come that names people has to say what becomes of it.
    @Test(arguments: Engines.Kind.allCases)
    func everyTableThatNamesPeopleIsListed(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let named = try await store.database.read { connection in
                try Schema.tables.flatMap { table in
                    let sql =
                        switch connection.dialect {
                        case .sqlite: "SELECT name FROM pragma_table_info($1)"
                        case .postgresql:
                            "SELECT column_name FROM information_schema.columns "
                                + "WHERE table_schema = current_schema() AND table_name = $1"
                        }
                    return try connection.query(sql, [.text(table)]).compactMap { $0[0].text }
                        .filter { ["person", "person_id"].contains($0) }.map { "\(table).\($0)" }
                }
            }
            let listed = (Array(Schema.erased) + Array(Schema.kept)).map { "\($0.key).\($0.value)" }
            #expect(Set(named) == Set(listed) && listed.count == Set(listed).count)
        }
    }
}
