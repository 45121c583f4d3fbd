public import Commons
public import Evaluation
public import Rulebook
import Secrets

/// The invented city of Qingchuan, 清川市: six districts, thirty communities, and their evaluations over three years in
/// every state, for trying the portal and showing it.
///
/// The same seed and day give the same city. Everything in it is invented; nothing in it is fit for use.
public struct DemoCity: Sendable {
    /// The day that the city's present is: everything is dated back from it.
    public let today: Day
    public let seed: UInt64

    public init(today: Day, seed: UInt64 = 2026) {
        self.today = today
        self.seed = seed
    }

    /// The districts as GeoJSON, a `FeatureCollection` in WGS 84 whose features have `code`, `name` and `nameEn`: the
    /// setting `regions`.
    public static let geometry: String = District.geoJSON

    /// Of everybody in the demo city, which therefore must not be reachable by strangers.
    public static let password = "qingchuan-2026"

    /// A log-in to show: one for each role.
    public struct LogIn: Hashable, Sendable {
        public var role: Phrase
        public var login: String
        public var name: String
    }

    public static let logIns: [LogIn] = {
        let shown: [(String, Phrase)] = [
            ("applicant", Role.applicant.title), ("reviewer", Role.reviewer.title), ("leader", leaderTitle),
            ("expert1", Role.expert.title), ("expert2", Role.expert.title), ("expert3", Role.expert.title),
            ("approver1", Role.approver.title), ("approver2", Role.approver.title),
            ("city", Phrase(zh: "市级监管人员", en: "Regulator of the city")),
            ("district", Phrase(zh: "区级监管人员", en: "Regulator of a district")), ("admin", Role.administrator.title),
            ("manager", Role.manager.title), ("duty", Role.duty.title), ("worker", Role.worker.title),
            ("resident", Role.resident.title), ("gateway", Role.gateway.title),
        ]
        return shown.map { login, role in
            LogIn(role: role, login: login, name: Cast.parts.first { $0.login == login }?.name ?? "")
        }
    }()

    private static let leaderTitle = Phrase(zh: "专家组组长", en: "Leader of panels")

    /// How many cases are planted.
    public static var caseCount: Int { CasePlan.all.count }

    /// Only who takes part, in an empty installation, for a community that has a past before the city has its cases.
    public func join(_ store: any Store) async throws { _ = try await cast(in: store) }

    /// Those who are there already, or all of them anew.
    private func cast(in store: any Store) async throws -> Cast {
        if let known = try await Cast.known(in: store) { return known }
        let start = DemoClock(Instant(today.adding(months: -42)).adding(seconds: 9 * 3600), Dice(seed, "cast"))
        let password = PasswordHash(DemoCity.password, .standard)
        let cast = try await Cast.joining(store, start.surroundings, password: password)
        try await DemoCity.hangMap(store)
        try await DemoCity.layOutPrices(store)
        return cast
    }

    /// Builds the city in an installation that is empty, or that only those are in who take part, through the same
    /// doors as everybody.
    ///
    /// - `desk`: makes a desk with the time and ids it is given; each case has one, so that each lives in its own time.
    /// - `progress`: steps done, of how many, and what was done last.
    public func plant(
        store: any Store, vault: any FileVault, desk: (Surroundings) -> EvaluationDesk,
        progress: (Int, Int, Phrase) -> Void = { _, _, _ in }
    ) async throws {
        let total = DemoCity.caseCount + 2
        let cast = try await cast(in: store)
        progress(1, total, Phrase(zh: "单位与人员", en: "organisations and people"))

        var performances = try prepared(cast, store, vault, desk)
        try await DemoCity.openAll(&performances)
        var done = 1
        performances = try await DemoCity.each(performances) { performance in
            try await performance.playToCertificate()
        } after: { performance in
            done += 1
            progress(done, total, .same(performance.story.settlement.name))
        }
        // One after the other, because their numbers follow the days they are issued on.
        for index in DemoCity.certificateOrder(performances) { try await performances[index].playNext() }
        _ = try await DemoCity.each(performances) {
            try await $0.playRest()
        } after: { _ in
        }
        try await readOldNotices(cast, store)
        progress(total, total, Phrase(zh: "清川市已就绪", en: "Qingchuan is ready"))
    }
}
