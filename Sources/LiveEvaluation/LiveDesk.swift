public import Commons
public import Community
public import Evaluation
import Rulebook

/// What one may do with live scores.
public enum LiveFunction {
    public static let read = Function("live.read", zh: "查看实时评价", en: "read live scores")
    public static let compute = Function("live.compute", zh: "计算实时评价", en: "compute live scores")

    public static let all = [read, compute]

    public static var grants: [Policy.Grant] {
        [
            Policy.Grant(.manager, read.id, .organisation), Policy.Grant(.manager, compute.id, .organisation),
            Policy.Grant(.applicant, read.id, .organisation), Policy.Grant(.duty, read.id, .organisation),
            Policy.Grant(.regulator, read.id, .region),
        ]
    }
}

/// The hall between the wings: what a community measures of itself, held against what a rulebook asks.
public struct LiveDesk: Sendable {
    public let community: CommunityDesk
    public let evaluations: EvaluationDesk
    public let shelf: BindingsShelf

    public init(community: CommunityDesk, evaluations: EvaluationDesk, shelf: BindingsShelf) {
        self.community = community
        self.evaluations = evaluations
        self.shelf = shelf
    }

    /// A community's latest score and what came before.
    public struct Board: Sendable {
        public var keeper: Keeper
        /// Those that the visitor may look at, by name.
        public var keepers: [Keeper]
        public var volume: BindingsShelf.Volume
        /// nil: nothing was computed yet.
        public var score: LiveScore?
        /// Oldest first.
        public var history: [LiveScore.Head]
        /// The community's latest case by this rulebook; nil: there is none that the visitor may look at.
        public var evaluation: EvaluationDesk.Opened?

        public init(
            keeper: Keeper, keepers: [Keeper], volume: BindingsShelf.Volume, score: LiveScore?,
            history: [LiveScore.Head], evaluation: EvaluationDesk.Opened?
        ) {
            self.keeper = keeper
            self.keepers = keepers
            self.volume = volume
            self.score = score
            self.history = history
            self.evaluation = evaluation
        }
    }

    /// Days that a board looks back.
    public static let days = 400

    private var now: Instant { community.surroundings.now() }

    /// `organisation`: nil: the first that the visitor may look at. `rulebook`: nil: the first that has bindings.
    public func board(of organisation: String?, rulebook: String? = nil, _ visitor: Visitor) async throws -> Board {
        let (keeper, keepers) = try await keeper(organisation, LiveFunction.read, visitor)
        let volume = try volume(rulebook)
        let today = now.day
        let (score, history) = try await evaluations.store.readEvaluations { records in
            (
                try records.liveScore(of: keeper.id, rulebook: volume.pin.id, onOrBefore: today),
                try records.liveHeads(of: keeper.id, rulebook: volume.pin.id, from: today.adding(days: -LiveDesk.days))
            )
        }
        return Board(
            keeper: keeper, keepers: keepers, volume: volume, score: score, history: history,
            evaluation: try await latestCase(of: keeper.id, volume, visitor))
    }

    /// Computes the metrics of a community anew, and what they say.
    public func compute(of organisation: String?, by visitor: Visitor) async throws {
        let (keeper, _) = try await keeper(organisation, LiveFunction.compute, visitor)
        try await community.computeMetrics(of: keeper.id, by: visitor)
        try await score([keeper])
    }

    /// Holds the metrics of today against each rulebook, community by community.
    /// - Returns: how many scores are new.
    @discardableResult
    public func scoreToday() async throws -> Int {
        let keepers = try await community.store.readCommunity { try $0.keepers([.all]) }
        let today = now.day
        let missing = try await evaluations.store.readEvaluations { [shelf] records in
            try keepers.filter { keeper in
                try shelf.volumes.contains { volume in
                    try records.liveScore(of: keeper.id, rulebook: volume.pin.id, onOrBefore: today)?.head.day != today
                }
            }
        }
        try await score(missing)
        return missing.count * shelf.volumes.count
    }

    private func score(_ keepers: [Keeper]) async throws {
        let at = now
        let first = at.day.adding(days: -LiveJudge.freshDays)
        for keeper in keepers {
            let values = try await community.store.readCommunity {
                try $0.metricValues(MetricQuery(organisation: keeper.id, from: first, until: at.day))
            }
            let scores = shelf.volumes.map { volume in
                LiveJudge(rulebook: volume.rulebook, bindings: volume.bindings, catalog: community.catalog)
                    .score(values, for: keeper, on: at.day, at: at)
            }
            try await evaluations.store.writeEvaluations { records in
                for score in scores {
                    try records.put(score)
                    try records.note(JournalNote.live(score))
                }
            }
        }
    }

    func volume(_ id: String?) throws -> BindingsShelf.Volume {
        guard let volume = shelf.volume(id) else {
            throw Refusal(.missing, zh: "没有可以用数据取证的评价依据", en: "there is no rulebook with bindings")
        }
        return volume
    }

    /// Those that somebody's rows reach, and the one that is asked for; what they do not reach is missing.
    func keeper(
        _ organisation: String?, _ function: Function, _ visitor: Visitor
    ) async throws -> (Keeper, [Keeper]) {
        let reach = try community.reach(function, visitor)
        let keepers = try await community.store.readCommunity { try $0.keepers(reach) }
        guard let found = organisation.map({ id in keepers.first { $0.id == id } }) ?? keepers.first else {
            throw Refusal(.missing, zh: "没有可以查看的社区", en: "there is no such community")
        }
        return (found, keepers)
    }

    /// The last that this organisation has applied with, as the visitor may see it.
    private func latestCase(
        of organisation: String, _ volume: BindingsShelf.Volume, _ visitor: Visitor
    ) async throws -> EvaluationDesk.Opened? {
        let reach = evaluations.policy().reach(visitor, EvaluationFunction.read)
        guard !reach.isEmpty else { return nil }
        let query = CaseQuery(kind: EvaluationLifeCycle.kind, reach: [.organisation(organisation)])
        let heads = try await evaluations.store.readEvaluations { try $0.heads(query) }
        for head in heads.sorted(by: { $0.openedAt > $1.openedAt }) where head.opener == organisation {
            guard let opened = try? await evaluations.open(head.id, visitor) else { continue }
            if opened.evaluation.application.rulebook.id == volume.pin.id { return opened }
        }
        return nil
    }
}
