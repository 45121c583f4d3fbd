public import Commons
public import Rulebook

/// What is simulated, where and for how long.
public struct SimulationSettings: Sendable {
    /// How somebody shows who they are.
    public enum Proof: Hashable, Sendable {
        case password(login: String, password: String)
        case token(String)
    }

    /// Such as `http://127.0.0.1:8080`.
    public var site: String
    /// Who takes part. Whatever needs somebody who does not is left out: without a gateway there is nothing to send.
    public var people: [Role: Proof]
    /// The log-in of whoever work is handed to.
    public var worker = "worker"
    public var estate: EstatePlan.Size
    public var seed: UInt64 = 1
    /// Of `spans`.
    public var days = 200
    /// Where the history ends; it must not lie in the server's future.
    public var until: Instant
    /// Readings a second at most; nil: as many as the server takes.
    public var pace: Int?
    /// The estate has a past that it lived through (`EstateDriver.livePast`), and what was fitted then.
    public var isLived = false
    /// Leaves three matters of the last hour open at the end of the history.
    public var hasScene = false
    /// The time of day, for living on.
    public var now: @Sendable () -> Instant

    /// Days that a history may have: what is older is not taken in.
    public static let spans = 1...390

    public init(
        site: String, people: [Role: Proof], estate: EstatePlan.Size, until: Instant,
        now: @escaping @Sendable () -> Instant
    ) {
        self.site = site
        self.people = people
        self.estate = estate
        self.until = until
        self.now = now
    }

    /// Those who live and work in an estate of the demo city; each of the two is kept by a company of its own, so that
    /// what is brought into one at once says nothing of the other.
    public static func demo(_ estate: EstatePlan.Size, password: String) -> [Role: Proof] {
        let logIns: [Role: String] =
            switch estate {
            case .small:
                [
                    .manager: "manager", .duty: "duty", .worker: "worker", .resident: "resident", .gateway: "gateway",
                    .administrator: "admin",
                ]
            case .full: [.manager: "manager2", .duty: "duty2", .worker: worker(of: estate), .gateway: "gateway2"]
            }
        return logIns.mapValues { .password(login: $0, password: password) }
    }

    /// Whom work is handed to there.
    public static func worker(of estate: EstatePlan.Size) -> String { estate == .small ? "worker" : "worker3" }
}

/// What was sent, and what became of it.
public struct SimulationReport: Hashable, Sendable, Encodable {
    /// Entered by this run; what was there before does not count.
    public var spaces = 0
    public var devices = 0
    public var residents = 0
    public var sent = 0
    public var taken = 0
    public var repeated = 0
    /// By reason, as the server said.
    public var refused: [String: Int] = [:]
    /// By reason, as it was meant.
    public var meant: [String: Int] = [:]
    /// Of those sent, how many were meant to be there in the end.
    public var good = 0
    public var events = 0
    public var alarms = 0
    /// Acts of people: answers to alarms, work, wishes.
    public var acts = 0
    public var milliseconds = 0
    /// What people did that the server did not take, in its words: of a past that was lived, twenty at most.
    public var troubles: [String] = []

    /// All that was refused was meant to be, and nothing else was.
    public var isAsMeant: Bool { refused == meant && taken + repeated == good }

    public var readingsPerSecond: Int { sent * 1000 / max(milliseconds, 1) }
}

/// How far a simulation is.
public struct SimulationProgress: Hashable, Sendable {
    public var thousandths: Int
    /// How many steps are done, of how many: days of a past.
    public var step = 0
    public var steps = 0
    public var what: Phrase
}
