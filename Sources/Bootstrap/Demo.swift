import Commons
import Community
import DemoCity
import Evaluation
import EvaluationPortal
import Persistence
import Rulebook
import Simulation

/// The demo city in an installation.
enum Demo {
    static let logIns = DemoCity.logIns.map {
        EvaluationPortal.DemoLogIn(role: $0.role, login: $0.login, name: $0.name)
    }

    /// Plants the city and the small estate unless they, or anybody else, are there already. Where the clock is behind
    /// the estate has a past to live through, and the city is planted after it (`plantCity`).
    static func plant(
        _ installation: Installation, _ clock: DemoClock, progress: @escaping @Sendable (Int, Int, Phrase) -> Void
    ) async throws {
        let isEmpty = try await installation.store.read {
            try $0.people(PartyQuery(onlyActive: true, limit: 1)).isEmpty
        }
        guard isEmpty else { return }
        do {
            if clock.isBehind {
                try await DemoCity(today: installation.surroundings.now().day).join(installation.store)
            } else {
                try await plantCity(installation, progress: progress)
            }
            try await plantEstate(installation)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            throw StartProblem(
                reason: Phrase(
                    zh: "另一个节点正在装入演示城市，请等它就绪后再启动本节点",
                    en: "another node is planting the demo city: start this one once that is up"))
        }
    }

    /// The cases of the city, dated back from today; nothing where there are cases.
    static func plantCity(
        _ installation: Installation, progress: @escaping @Sendable (Int, Int, Phrase) -> Void
    ) async throws {
        let hasCases = try await !installation.store.readEvaluations {
            try $0.summaries(SummaryQuery(limit: 1)).isEmpty
        }
        guard !hasCases else { return }
        try await DemoCity(today: installation.surroundings.now().day).plant(
            store: installation.store, vault: installation.vault, desk: { installation.desk($0) }, progress: progress)
    }

    /// The small estate, at once: there is something to look at.
    private static func plantEstate(_ installation: Installation) async throws {
        let manager = try await installation.store.read { records -> Visitor? in
            try records.person(login: "manager").map { person in
                Visitor(person: person, memberships: try records.memberships(of: person.id))
            }
        }
        guard let manager else { return }
        let desk = installation.communityDesk()
        try await EstatePlan(.small).plant(desk, by: manager)
        try await desk.importItems(
            try desk.kind(Estate.team.id),
            [
                .init(["name": ["秩序维护班"], "code": ["ZX"], "leader": ["duty"]]),
                .init(["name": ["工程维修班"], "code": ["GC"], "leader": ["worker"]]),
            ], by: manager)
        try await desk.importItems(
            try desk.kind(Estate.membership.id),
            [("duty", "ZX", "中控值班员"), ("worker", "GC", "维修技工")].map { who, team, post in
                .init(["who": [who], "team": [team], "post": [post], "since": ["2024-01-01"]])
            }, by: manager)
    }
}
