import Commons
import Database
import DatabaseSQLite
import DemoCity
import Evaluation
import Persistence
import Rulebook
import Secrets
import Testing

/// The demo city in a database, planted as `make run` does it.
@Suite(.serialized) struct DemoCityPlantTests {
    /// What is there after planting.
    struct City: Sendable {
        var cases: [EvaluationCase]
        var summaries: [EvaluationSummary]
        var rulebook: Rulebook
        var store: SQLStore
        var steps: [Int]
    }

    static let today = Day(year: 2026, month: 3, day: 2)
    static let city = Task { try await planted() }

    static func planted() async throws -> City {
        let today = try #require(today)
        let database = try SQLiteDatabase(path: nil)
        _ = try await Migrator(Schema.migrations).migrate(database)
        let ring = KeyRing(at: 0)
        let store = SQLStore(database, now: { Instant(milliseconds: 0) }, ring: { ring })
        let shelf = RulebookShelf.builtIn
        var steps: [Int] = []
        try await DemoCity(today: today).plant(
            store: store, vault: MemoryVault { Instant(milliseconds: 0) },
            desk: { EvaluationDesk(store: store, shelf: shelf, surroundings: $0, cachedCases: 2) },
            progress: { done, total, _ in steps.append(done * 100 / total) })
        let summaries = try await store.readEvaluations { try $0.summaries(SummaryQuery(limit: 1_000)) }
        let cases = try await store.read { records in
            try summaries.compactMap { try EvaluationCase.folding(records.entries(of: $0.caseID, after: 0)) }
        }
        let rulebook = try #require(shelf.offer("smart-community-draft")).rulebook
        return City(cases: cases, summaries: summaries, rulebook: rulebook, store: store, steps: steps)
    }

    @Test func everyStateOccurs() async throws {
        let city = try await Self.city.value
        #expect(city.cases.count == DemoCity.caseCount)
        #expect(Set(city.cases.map(\.state)) == Set(EvaluationLifeCycle.states.map(\.id)))
        #expect(Set(city.cases.map(\.community.name)).count == 30)
        #expect(city.steps.last == 100 && city.steps == city.steps.sorted())
    }

    @Test func everyGradeAndEveryFateOfACertificateOccurs() async throws {
        let city = try await Self.city.value
        let today = try #require(Self.today)
        let certified = city.summaries.filter { $0.certificate != nil }
        #expect(Set(certified.compactMap(\.grade)) == ["basic", "one-star", "two-star", "three-star"])
        #expect(Set(certified.compactMap { $0.status(on: today) }) == Set(Certificate.Status.allCases))
        #expect(
            certified.contains { $0.status(on: today.adding(days: 60)) == .expired && $0.status(on: today) == .valid })
        #expect(Set(city.summaries.compactMap(\.year)).count >= 3)
        #expect(city.cases.contains { ($0.certificate?.checks.count ?? 0) >= 2 })
        #expect(city.cases.contains { $0.certificate?.checks.contains { !$0.isPassed } == true })
        // A control item that is not met: a score, and no grade.
        #expect(city.summaries.contains { $0.state == "decided" && $0.grade == nil && $0.q > 5_000 })
        #expect(city.summaries.contains { $0.state == "decided" && $0.grade != nil })
    }

    @Test func statesLookAsTheyShould() async throws {
        let cases = try await Self.city.value.cases
        func some(_ state: String, _ holds: (EvaluationCase) -> Bool) -> Bool {
            cases.contains { $0.state == state && holds($0) }
        }
        #expect(some("draft") { $0.selfFindings.isEmpty } && some("draft") { $0.selfFindings.count > 20 })
        #expect(
            some("review") { $0.rounds.isEmpty } && some("review") { $0.rounds.last.map { $0.sentAt == nil } == true })
        #expect(some("clarification") { $0.rounds.count == 1 } && some("clarification") { $0.rounds.count == 2 })
        #expect(some("panel") { $0.panel.contains { $0.hasConflict == true } })
        #expect(some("panel") { $0.panel.contains { $0.hasConflict == nil } })
        #expect(some("site") { Set($0.panel.map { $0.finishedAt == nil }).count == 2 })
        #expect(some("approval") { $0.approvals.isEmpty } && some("approval") { $0.approvals.count == 1 })
        #expect(some("notice") { $0.objections.contains { $0.answer == nil } })
        #expect(some("appeal") { $0.appeals.contains { $0.answer == nil } })
        #expect(cases.contains { $0.appeals.contains { $0.isUpheld == true } })
        #expect(cases.count { $0.application.previous != nil } >= 4)
        #expect(cases.contains { $0.evidence.contains { $0.uploads.count > 1 } })
        #expect(cases.contains { $0.evidence.contains(where: \.isRemoved) })
    }

    @Test func expertsDifferWhereTheyAreToSettle() async throws {
        let city = try await Self.city.value
        let open = try #require(city.cases.first { $0.state == "consensus" })
        #expect(open.divergent(city.rulebook).count >= 2 && open.settled.isEmpty)
    }

    @Test func evidenceLooksReal() async throws {
        let cases = try await Self.city.value.cases.filter { $0.state != "draft" }
        for evaluation in cases {
            #expect((8...27).contains(evaluation.evidence.count), "\(evaluation.community.name)")
        }
        let evidence = cases.flatMap(\.evidence)
        #expect(evidence.contains { $0.text.clauses.count > 1 })
        #expect(evidence.contains { ($0.text.expiresOn?.day).map { $0 < Self.today ?? $0 } == true })
        #expect(Set(evidence.map(\.current.type)) == ["application/pdf", "image/png", "text/csv"])
        #expect(evidence.reduce(0) { $0 + $1.current.size } < 20_000_000)
    }

    @Test func nothingHappensAfterToday() async throws {
        let city = try await Self.city.value
        let end = Instant(try #require(Self.today))
        for evaluation in city.cases {
            #expect(evaluation.milestones.allSatisfy { $0.at < end }, "\(evaluation.community.name)")
            #expect(zip(evaluation.milestones, evaluation.milestones.dropFirst()).allSatisfy { $0.at <= $1.at })
        }
        let order = city.cases.map(\.openedAt)
        #expect(order == order.sorted(), "numbers follow the days")
    }

    @Test func everybodyCanLogIn() async throws {
        let store = try await Self.city.value.store
        for logIn in DemoCity.logIns {
            let (person, hash) = try await store.read { records in
                let person = try records.person(login: logIn.login)
                return (person, try person.flatMap { try records.credential(of: $0.id)?.hash })
            }
            #expect(person?.name == logIn.name && hash?.hasPrefix("$scrypt$") == true)
        }
        let map = try await store.read { try $0.setting("regions")?.text }
        #expect(map == DemoCity.geometry)
    }

    @Test func sameSeedSameCity() async throws {
        let (one, other) = (try await Self.city.value, try await Self.planted())
        #expect(one.summaries == other.summaries)
        #expect(one.cases == other.cases)
    }
}
