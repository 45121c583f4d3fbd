import Commons
import PortalKit
import Rulebook
import RulebookFiles
import Synchronization

@testable import Evaluation
@testable import EvaluationPortal

/// A portal with a few people and one case, without a network and without a database.
struct APIScene {
    final class Clock: Sendable {
        private let state = Mutex((milliseconds: Int64(1_772_330_000_000), ids: 0))

        var now: Instant { state.withLock { Instant(milliseconds: $0.milliseconds) } }
        func pass(seconds: Int64 = 1) { state.withLock { $0.milliseconds += seconds * 1000 } }
        func newID() -> String {
            state.withLock { state in
                state.ids += 1
                return "01abcdefghijklmnopqrst" + String(10_000 + state.ids).dropFirst()
            }
        }
    }

    let clock = Clock()
    let store = APIStore()
    let portal: Portal
    let wing: EvaluationPortal
    let rulebook: Rulebook
    let policy: Policy

    /// Read once: rulebooks take long to read, and never change.
    private static let shelf = RulebookShelf(RulebookFolder.builtIn.map(\.value))

    static let organisations = [
        Organisation(id: "owner", kind: .applicant, name: "晴川物业", region: "330106"),
        Organisation(id: "body", kind: .body, name: "某评价机构", region: "33"),
        Organisation(id: "uni", kind: .body, name: "某大学", region: "33"),
        Organisation(id: "office", kind: .authority, name: "市住建局", region: "3301"),
        Organisation(id: "far", kind: .authority, name: "外市住建局", region: "3201"),
    ]
    static let roles: [(person: String, organisation: String, role: Role)] = [
        ("ann", "owner", .applicant), ("amy", "owner", .applicant), ("rob", "body", .reviewer),
        ("ray", "body", .reviewer), ("abe", "body", .approver), ("eva", "uni", .expert), ("eli", "uni", .expert),
        ("reg", "office", .regulator), ("far", "far", .regulator),
    ]

    init(policy: Policy = .standard) async throws {
        let (clock, store) = (clock, store)
        self.policy = policy
        let surroundings = Surroundings(now: { clock.now }, newID: { clock.newID() })
        let vault = MemoryVault { clock.now }
        let files = Files(store: store, vault: vault, surroundings: surroundings)
        let desk = EvaluationDesk(
            store: store, shelf: Self.shelf, surroundings: surroundings,
            policy: { policy })
        wing = EvaluationPortal(
            desk: desk, store: store, accounts: Accounts(surroundings), files: files, uploads: Uploads(files),
            site: { "https://portal.test" },
            frame: EvaluationPortal.frame(assetPath: { "/assets/" + $0 }, policy: desk.policy), printPDF: { _ in [] })
        guard let offered = desk.shelf.offer("smart-community-draft") else { throw APIRecords.Unused() }
        rulebook = offered.rulebook
        var configuration = PortalConfiguration()
        configuration.pace = nil
        configuration.logsRequests = false
        portal = Portal(
            wing.fileEndpoints + wing.apiEndpoints, doorkeeper: APIDoorkeeper(store: store, policyInForce: policy),
            configuration: configuration,
            surroundings: .init(now: { clock.now }, errorPage: { Array($0.refusal.reason.en.utf8) }))
        try await store.write { records in
            for organisation in Self.organisations { _ = try records.save(organisation, version: 0) }
            for (id, at, role) in Self.roles {
                let organisation = Self.organisations.first { $0.id == at } ?? Self.organisations[0]
                if try records.person(id) == nil {
                    _ = try records.save(Person(id: id, name: "名-" + id, login: id), version: 0)
                }
                try records.save(Membership(person: id, organisation: organisation, role: role))
            }
        }
    }

    // MARK: Asking

    func ask(
        _ method: String, _ path: String, as person: String?, headers: [(String, String)] = [], json: String? = nil,
        body: [UInt8] = []
    ) async throws -> Answer {
        var fields = headers.map { (name: $0.0, value: $0.1) }
        if let person { fields.append(("Authorization", "Bearer " + person)) }
        if json != nil { fields.append(("Content-Type", "application/json")) }
        return try await portal.ask(method, path, fields: fields, body: json.map { Array($0.utf8) } ?? body)
    }

    func visitor(_ id: String) async throws -> Visitor {
        let (person, memberships) = try await store.read { (try $0.person(id), try $0.memberships(of: id)) }
        return Visitor(person: person, memberships: memberships, interface: .api)
    }

    // MARK: The case

    /// A draft of the owner's.
    func open() async throws -> String {
        clock.pass()
        return try await wing.desk.openCase(
            applicant: "owner", body: "body", rulebook: "smart-community-draft",
            community: CommunityFile(
                name: "晴川里", address: "某路 1 号", region: "330106", kind: "urban", acceptedOn: Day("2023-03-01"),
                operatingSince: Day("2023-06-01"), households: 1200, longitude: 120_000_000, latitude: 30_000_000,
                contactName: "王某", contactPhone: "0571-8888"), by: try await visitor("ann"))
    }

    /// Adds acts to the journal as they are: what a desk would ask for first is of no interest here.
    func play(_ id: String, _ acts: [(Act, String?)]) async throws {
        let (clock, desk, rulebook) = (clock, wing.desk, rulebook)
        try await store.writeEvaluations { records in
            guard var evaluation = try EvaluationCase.folding(try records.entries(of: id, after: 0)) else {
                throw APIRecords.Unused()
            }
            for (act, person) in acts {
                clock.pass()
                let entry = CaseEntry(
                    caseID: id, sequence: evaluation.sequence + 1, id: clock.newID(), at: clock.now, person: person,
                    organisation: nil, act: act.name, data: Array(try CanonicalJSON.encode(act)))
                evaluation.apply(act, entry)
                let head = desk.head(of: evaluation, before: try records.head(id), entry)
                try records.append(entry, head: head, assigned: evaluation.subject.assigned)
            }
            try records.index(EvaluationSummary(evaluation, rulebook))
        }
    }

    /// What somebody says of a few clauses, with a remark that can be looked for.
    static func findings(_ who: String, met: Bool = true) -> [(clause: String, record: FindingRecord)] {
        [
            ("6.1.1", Observation.met(met)), ("6.2.2.c.2", .count(.init(count: 2, present: ["video", "other:一键求助"]))),
            ("10.2", .parts(["buildings": 12, "twoStarOrBetter": 8, "threeStarOrPassive": 6])),
            (
                "10.7",
                .entries([.init(name: "灯", kind: "technology", isRecognised: true, responses: 100, satisfied: 61)])
            ),
        ].map { clause, observation in
            var finding = Finding(observation)
            finding.remark = "remark-of-\(who)"
            return (clause, FindingRecord(finding))
        }
    }

    /// A case in a state that it comes to on the usual way.
    func opened(in state: String) async throws -> String {
        let id = try await open()
        let file = try await wing.files.add(Array("%PDF-1.7 proof".utf8), name: "proof.pdf")
        let revision = Revision(digest: file.digest, name: "证明.pdf", type: file.type.rawValue, size: Int(file.size))
        try await play(
            id,
            Self.findings("ann").map { (.saveFinding(clause: $0.clause, finding: $0.record), "ann") } + [
                (
                    .addEvidence(
                        id: "e1", evidence: EvidenceText(title: "消防", clauses: ["6.1.1"]), revision: revision), "ann"
                )
            ])
        let until = DayText(clock.now.day.adding(days: 400))
        let stages: [(state: String, acts: [(Act, String?)])] = [
            ("submitted", [(.submit, "ann")]),
            (
                "review",
                [(.accept, "rob")]
                    + Self.findings("rob").map { (.saveReview(clause: $0.0, finding: $0.1, reason: "why-rob"), "rob") }
                    + [(.ask(clause: "6.1.1", question: "何时？"), "rob"), (.sendQuestions, "rob")]
                    + [(.answer(clause: "6.1.1", text: "去年"), "ann"), (.returnAnswers, "ann")]
            ),
            ("panel", [(.adoptSelf, "rob"), (.closeReview, "rob")]),
            (
                "site",
                ["eva", "eli"].map {
                    (
                        .invite(expert: $0, name: "名-" + $0, organisation: "uni", fields: [], isLeader: $0 == "eva"),
                        "abe"
                    )
                } + ["eva", "eli"].map { (.declare(hasConflict: false, reason: "无"), $0) } + [
                    (.startVisit(on: DayText(clock.now.day)), "abe")
                ]
                    + Self.findings("eva").map { (.saveVisit(clause: $0.0, finding: $0.1, reason: "why-eva"), "eva") }
                    + Self.findings("eli", met: false).map {
                        (.saveVisit(clause: $0.0, finding: $0.1, reason: "why-eli"), "eli")
                    }
            ),
            ("consensus", [(.finishVisit, "eva"), (.finishVisit, "eli")]),
            (
                "report",
                [
                    (.settle(clause: "6.1.1", finding: Self.findings("all")[0].record, reason: "why-all"), "eva"),
                    (.closePanel, "eva"),
                ]
            ),
            (
                "approval",
                [
                    (
                        .draftReport(
                            words: ReportWords(conclusion: "好"), digest: String(repeating: "a", count: 64)), "rob"
                    )
                ]
            ),
            (
                "notice",
                [
                    (.approve(digest: String(repeating: "a", count: 64)), "abe"),
                    (.approve(digest: String(repeating: "a", count: 64)), "rob"),
                    (.publish(until: DayText(clock.now.day.adding(days: 14))), "rob"),
                    (.object(name: "邻居", contact: "1390000", text: "异议"), nil),
                ]
            ),
            (
                "certified",
                [(.decide, "rob"), (.issueCertificate(number: "ZHSQ-2026-000001", until: until), "abe")]
            ),
        ]
        let last = state == "draft" ? -1 : stages.firstIndex { $0.state == state } ?? stages.count - 1
        try await play(id, stages.prefix(last + 1).flatMap(\.acts))
        return id
    }
}

/// Knows everybody by their id: as an access token, and as a session whose secret is `csrf-ID`.
struct APIDoorkeeper: Doorkeeper {
    let store: APIStore
    let policyInForce: Policy
    private let answers = Answers()

    init(store: APIStore, policyInForce: Policy) {
        self.store = store
        self.policyInForce = policyInForce
    }

    private final class Answers: Sendable {
        let kept = Mutex<[PortalKit.IdempotencyKey: KeptAnswer]>([:])
    }

    private func admission(_ id: String, csrf: String) async throws -> Admission? {
        let (person, memberships) = try await store.read { (try $0.person(id), try $0.memberships(of: id)) }
        // Whoever comes with a cookie has proved who they are long after any test is over.
        let proof = csrf.isEmpty ? nil : Instant(milliseconds: 1 << 50)
        return person.map {
            Admission(
                person: $0, memberships: memberships, scopes: nil, csrf: csrf, provedAt: proof, proofTerm: 600)
        }
    }

    func admission(sessionToken: String, from client: SessionClient) async throws -> Admission? {
        try await admission(sessionToken, csrf: "csrf-" + sessionToken)
    }
    func admission(accessToken: String) async throws -> Admission? { try await admission(accessToken, csrf: "") }
    func prove(_ admission: Admission, password: String, code: String) async throws -> (
        Admission, sessionToken: String
    ) { (admission, "") }
    func policy() async throws -> Policy { policyInForce }

    func begin(_ key: PortalKit.IdempotencyKey) async throws -> IdempotencyState {
        answers.kept.withLock { $0[key] }.map { .done($0) } ?? .fresh
    }

    func finish(_ key: PortalKit.IdempotencyKey, _ answer: KeptAnswer?) async throws {
        answers.kept.withLock { $0[key] = answer }
    }
}
