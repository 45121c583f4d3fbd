import Commons
import Evaluation
import Foundation
import Rulebook

/// Records without a database, as far as the API needs them.
final class APIRecords: EvaluationRecords {
    struct State {
        var people: [String: Person] = [:]
        var organisations: [String: Organisation] = [:]
        var memberships: [Membership] = []
        var heads: [String: CaseHead] = [:]
        var assigned: [String: Set<String>] = [:]
        var entries: [String: [CaseEntry]] = [:]
        var numbers: [String: Int] = [:]
        var files: [String: FileRecord] = [:]
        var uploads: [String: Upload] = [:]
        var summaries: [String: EvaluationSummary] = [:]
        var rulebooks: [String: [UInt8]] = [:]
        var notices: [Notice] = []
        var fields: [String: PersonalField] = [:]
        var looks: [PersonalLook] = []
    }
    var state = State()

    struct Unused: Error {}

    func announce(_ message: String, on channel: String) {}

    // MARK: Parties

    func person(_ id: String) -> Person? { state.people[id] }
    func person(login: String) -> Person? { state.people.values.first { $0.login == login } }
    func personVersion(_ id: String) -> Int? { state.people[id].map { _ in 1 } }
    func people(_ ids: Set<String>) -> [Person] { ids.sorted().compactMap { state.people[$0] } }
    func people(_ query: PartyQuery) -> [Person] { state.people.values.sorted { $0.id < $1.id } }
    func organisation(_ id: String) -> Organisation? { state.organisations[id] }
    func organisationVersion(_ id: String) -> Int? { state.organisations[id].map { _ in 1 } }
    func organisations(_ ids: Set<String>) -> [Organisation] { ids.sorted().compactMap { state.organisations[$0] } }
    func organisations(_ query: PartyQuery) -> [Organisation] { state.organisations.values.sorted { $0.id < $1.id } }
    func memberships(of person: String) -> [Membership] { state.memberships.filter { $0.person == person } }

    func members(_ query: MemberQuery) -> [Member] {
        state.memberships.compactMap { membership in
            guard let person = state.people[membership.person], query.role.map({ $0 == membership.role }) ?? true,
                query.organisation.map({ $0 == membership.organisation.id }) ?? true
            else { return nil }
            return Member(person: person, membership: membership)
        }
    }

    func save(_ person: Person, version: Int) -> Int {
        state.people[person.id] = person
        return version + 1
    }

    func save(_ organisation: Organisation, version: Int) -> Int {
        state.organisations[organisation.id] = organisation
        return version + 1
    }

    func save(_ membership: Membership) { state.memberships.append(membership) }
    func removeMembership(of person: String, in organisation: String, as role: Role) throws -> Bool { throw Unused() }

    // MARK: Cases

    func head(_ id: String) -> CaseHead? { state.heads[id] }
    func entries(of id: String, after sequence: Int) -> [CaseEntry] {
        (state.entries[id] ?? []).filter { $0.sequence > sequence }
    }
    func entry(of caseID: String, id: String) -> CaseEntry? { state.entries[caseID]?.first { $0.id == id } }

    func append(_ entry: CaseEntry, head: CaseHead, assigned: Set<String>) throws {
        guard entry.sequence == (state.entries[entry.caseID]?.count ?? 0) + 1 else {
            throw Refusal(.conflict, zh: "冲突", en: "conflict")
        }
        state.entries[entry.caseID, default: []].append(entry)
        state.heads[entry.caseID] = head
        state.assigned[entry.caseID] = assigned
    }

    func heads(_ query: CaseQuery) -> [CaseHead] {
        let found = state.heads.values.filter { head in
            let isReached = query.reach.contains { reach in
                switch reach {
                case .all: true
                case .organisation(let id): [head.opener, head.handler].contains(id)
                case .region(let code): head.region.hasPrefix(code)
                case .assigned(let person): state.assigned[head.id]?.contains(person) ?? false
                case .owner, .places: false
                }
            }
            let text = query.text
            return isReached && (query.states.isEmpty || query.states.contains(head.state))
                && (text.isEmpty || head.title.contains(text) || head.number.contains(text))
        }.sorted { ($1.changedAt, $1.id) < ($0.changedAt, $0.id) }
        let rest = query.after.map { after in
            found.filter { ($0.changedAt, $0.id) < (after.changedAt, after.id) }
        }
        return Array((rest ?? found).prefix(query.limit))
    }

    func count(_ query: CaseQuery) -> [String: Int] {
        Dictionary(grouping: state.heads.values, by: \.state).mapValues(\.count)
    }

    func nextNumber(kind: String, year: Int) -> Int {
        state.numbers["\(kind) \(year)", default: 0] += 1
        return state.numbers["\(kind) \(year)"] ?? 0
    }

    // MARK: Evaluations

    func index(_ summary: EvaluationSummary) { state.summaries[summary.caseID] = summary }
    func summary(_ caseID: String) -> EvaluationSummary? { state.summaries[caseID] }

    func summaries(_ query: SummaryQuery) -> [EvaluationSummary] {
        let found = state.summaries.values.filter { summary in
            summary.region.hasPrefix(query.region) && (!query.certifiedOnly || summary.certificate != nil)
                && (!query.publishedOnly || EvaluationLifeCycle.published.contains(summary.state))
                && (query.text.isEmpty || summary.community.contains(query.text))
                && (query.grade.map { $0 == summary.grade } ?? true)
                && (query.after.map { $0 < summary.number } ?? true)
        }
        return Array(found.sorted { $0.number < $1.number }.prefix(query.limit))
    }

    func caseOfCertificate(_ number: String) -> String? {
        state.summaries.values.first { $0.certificate == number }?.caseID
    }

    func keepRulebook(_ digest: String, _ files: [UInt8]) { state.rulebooks[digest] = files }
    func hasRulebook(_ digest: String) -> Bool { state.rulebooks[digest] != nil }
    func put(_ score: LiveScore) throws { throw Unused() }
    func liveScore(of organisation: String, rulebook: String, onOrBefore day: Day) throws -> LiveScore? {
        throw Unused()
    }
    func liveHeads(of organisation: String, rulebook: String, from day: Day) throws -> [LiveScore.Head] {
        throw Unused()
    }
    func rulebookFiles(_ digest: String) -> [UInt8]? { state.rulebooks[digest] }

    // MARK: Files

    func file(_ digest: String) -> FileRecord? { state.files[digest] }
    func files(_ digests: [String]) -> [FileRecord] { digests.compactMap { state.files[$0] } }
    func addFile(_ file: FileRecord) { state.files[file.digest] = state.files[file.digest] ?? file }
    func upload(_ id: String) -> Upload? { state.uploads[id] }
    func uploads(of person: String) -> [Upload] { state.uploads.values.filter { $0.person == person } }
    func uploads(expiredBefore instant: Instant, limit: Int) -> [Upload] {
        state.uploads.values.filter { $0.expires < instant }
    }
    func addUpload(_ upload: Upload) { state.uploads[upload.id] = upload }
    func takeTurn(atUpload id: String) -> Upload? {
        state.uploads[id]?.turn += 1
        return state.uploads[id]
    }
    func setUpload(_ upload: Upload) -> Bool {
        guard state.uploads[upload.id]?.turn == upload.turn else { return false }
        state.uploads[upload.id] = upload
        return true
    }
    func removeUpload(_ id: String) { state.uploads[id] = nil }
}

/// Records behind a lock; what a transaction that throws has changed is taken back.
///
/// The lock is held whenever the records are touched, and no transaction gives them away: so this is safe to share.
final class APIStore: EvaluationStore, Store, @unchecked Sendable {
    private let lock = NSLock()
    private let records = APIRecords()

    private func transaction<T>(_ body: (APIRecords) throws -> T) throws -> T {
        lock.lock()
        defer { lock.unlock() }
        let before = records.state
        do {
            return try body(records)
        } catch {
            records.state = before
            throw error
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try transaction(body)
    }
    func write<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try transaction(body)
    }
    func readEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T {
        try transaction(body)
    }
    func writeEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T {
        try transaction(body)
    }
    func announcements(on channel: String) async throws -> AsyncStream<String> { AsyncStream { $0.finish() } }
}
