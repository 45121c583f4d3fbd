import Commons
import Evaluation
import Foundation
import Persistence
import Rulebook
import RulebookFiles
import Synchronization
import Testing

/// An evaluation body with its people on a store, and a clock that stands still until it is moved.
struct EvaluationScene: Sendable {
    let store: SQLStore
    let desk: EvaluationDesk
    let clock: Clock

    final class Clock: Sendable {
        private let now: Mutex<Instant>

        init(_ day: Day) { now = Mutex(Instant(day).adding(seconds: 9 * 3600)) }

        var instant: Instant { now.withLock { $0 } }
        func move(to day: Day) { now.withLock { $0 = Instant(day).adding(seconds: 9 * 3600) } }
    }

    static let applicant = Organisation(id: "homes", kind: .applicant, name: "晴川物业", region: "330106")
    static let body = Organisation(id: "lab", kind: .body, name: "智评中心", region: "3301")
    static let organisations = [
        applicant, body, Organisation(id: "homes2", kind: .applicant, name: "云岭物业", region: "330106"),
        Organisation(id: "lab2", kind: .body, name: "另一机构", region: "33"),
        Organisation(id: "uni", kind: .body, name: "大学", region: "33"),
        Organisation(id: "city", kind: .authority, name: "市局", region: "3301"),
        Organisation(id: "town", kind: .authority, name: "邻市", region: "3302"),
        Organisation(id: "runner", kind: .operator, name: "运营", region: ""),
    ]
    /// Who is what where.
    static let people: [String: [(Role, String)]] = [
        "ann": [(.applicant, "homes")], "art": [(.applicant, "homes")], "zoe": [(.applicant, "homes2")],
        "rob": [(.reviewer, "lab")], "roy": [(.reviewer, "lab")], "ron": [(.reviewer, "lab2")],
        "eva": [(.expert, "uni")], "eli": [(.expert, "uni")], "eda": [(.expert, "uni")], "edo": [(.expert, "uni")],
        "tie": [(.expert, "uni"), (.applicant, "homes")], "abe": [(.approver, "lab")], "ada": [(.approver, "lab")],
        "amy": [(.approver, "lab")], "reg": [(.regulator, "city")], "far": [(.regulator, "town")],
        "adm": [(.administrator, "runner")],
    ]
    static let digest = String(repeating: "1", count: 64)
    static let shelf = RulebookShelf([SmallStandard.folder()])

    /// A fresh store with everybody in it.
    static func with<T: Sendable>(
        _ kind: Engines.Kind, shelf: RulebookShelf = shelf, _ body: (EvaluationScene) async throws -> T
    ) async throws -> T {
        try await Engines.withStore(kind) { store in
            let start = try #require(Day("2026-03-02"))
            let scene = EvaluationScene(store: store, clock: Clock(start), shelf: shelf)
            try await scene.fill()
            return try await body(scene)
        }
    }

    private init(store: SQLStore, clock: Clock, shelf: RulebookShelf) {
        self.store = store
        self.clock = clock
        desk = EvaluationScene.desk(store, clock, shelf)
    }

    private static func desk(_ store: SQLStore, _ clock: Clock, _ shelf: RulebookShelf) -> EvaluationDesk {
        EvaluationDesk(
            store: store, shelf: shelf,
            surroundings: Surroundings(now: { clock.instant }, newID: { UUID().uuidString.lowercased() }))
    }

    /// Another node on the same store.
    func node(_ shelf: RulebookShelf = shelf) -> EvaluationDesk { EvaluationScene.desk(store, clock, shelf) }

    private func fill() async throws {
        let now = clock.instant
        try await store.write { records in
            for organisation in Self.organisations { try records.save(organisation, version: 0) }
            for (id, roles) in Self.people {
                try records.save(Person(id: id, name: "人-\(id)", login: id), version: 0)
                for (role, organisation) in roles {
                    guard let organisation = try records.organisation(organisation) else { continue }
                    try records.save(
                        Membership(
                            person: id, organisation: organisation, role: role, fields: role == .expert ? ["net"] : []))
                }
            }
            try records.addFile(
                FileRecord(digest: Self.digest, size: 10, type: .pdf, firstName: "a.pdf", storedAt: now))
        }
    }

    /// nil: the public.
    func visitor(_ id: String?, _ interface: Visitor.Interface = .page) async throws -> Visitor {
        guard let id else { return .anybody(interface) }
        return try await store.read { records in
            Visitor(person: try records.person(id), memberships: try records.memberships(of: id), interface: interface)
        }
    }

    static func community(_ name: String = "晴川里", region: String = "330106") -> CommunityFile {
        CommunityFile(
            name: name, region: region, kind: "urban", contactName: "王管家", contactPhone: "0571-8888")
    }

    func open(
        _ community: CommunityFile = community(), by id: String = "ann", on desk: EvaluationDesk? = nil
    ) async throws -> String {
        let applicant = Self.people[id]?.first?.1 ?? "homes"
        return try await (desk ?? self.desk).openCase(
            applicant: applicant, body: "lab", rulebook: "small", community: community,
            by: try await visitor(id))
    }

    /// Sends an act that rests on what its sender sees now.
    @discardableResult
    func act(
        _ act: Act, by who: String?, on id: String, as actID: String = UUID().uuidString,
        node: EvaluationDesk? = nil
    ) async throws -> EvaluationDesk.Opened {
        let desk = node ?? desk
        let visitor = try await visitor(who)
        var expected: Int?
        if who != nil {
            let seen = try await desk.open(id, visitor)
            expected = EvaluationDesk.version(for: act, seen.evaluation, visitor)
        }
        return try await desk.perform(EvaluationDesk.Request(act, id: actID, expected: expected), on: id, by: visitor)
    }

    /// The refusal that an act meets; nil: none.
    func refusal(
        _ act: Act, by who: String?, on id: String, expected: Int?, as actID: String = UUID().uuidString
    ) async throws -> Refusal? {
        do {
            let request = EvaluationDesk.Request(act, id: actID, expected: expected)
            _ = try await desk.perform(request, on: id, by: try await visitor(who))
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    func entries(_ id: String) async throws -> [CaseEntry] {
        try await store.read { try $0.entries(of: id, after: 0) }
    }
}

/// A small standard in the form of files: one control item and a hundred items of one point.
enum SmallStandard {
    static func folder(edition: String = "1", points: Int = 1, items: Int = 100) -> RulebookFolder {
        let standard = """
            format: 1
            id: small
            edition: "\(edition)"
            title: {zh: 小标准, en: Small}
            categories:
              - {id: a, title: {zh: 甲, en: A}, weight: 1}
            chapters: [a.yaml]
            grades:
              - {id: low, title: {zh: 低, en: Low}, q: {below: 50}}
              - {id: high, title: {zh: 高, en: High}, q: {atLeast: 50}}

            """
        let head = """
            category: a
            controls:
              - clause: "0.1"
                title: {zh: 控制项, en: Control}
            sections:
              - clause: "1"
                title: {zh: 一, en: One}
                items:

            """
        let rows = (1...items).map {
            "      - {clause: \"1.\($0)\", title: {zh: 项, en: Item}, rule: {kind: all, points: \(points)}}\n"
        }
        return RulebookFolder(
            name: "small",
            files: [
                SourceFile(name: "small/standard.yaml", bytes: Array(standard.utf8)),
                SourceFile(name: "small/a.yaml", bytes: Array((head + rows.joined()).utf8)),
            ])
    }
}

extension FindingRecord {
    static func met(_ met: Bool, remark: String = "") -> FindingRecord {
        FindingRecord(Finding(.met(met), remark: remark))
    }
}
