public import Commons
import Evaluation
public import LiveEvaluation
import Markup
public import PortalKit
import Rulebook

/// Pages and API of the hall: what live data shows of the clauses of a rulebook, today and over time.
public struct HallPortal: Sendable {
    public var desk: LiveDesk
    public var files: Files
    /// What stands around every page.
    public var frame: PageFrame
    /// Where a metric, by its id, and a case, by its own, are shown.
    public var metricPath: @Sendable (_ metric: String, _ organisation: String) -> String
    public var casePath: @Sendable (String) -> String
    /// Has the journal signed as it is now.
    public var checkpoint: @Sendable () async throws -> Void

    public init(
        desk: LiveDesk, files: Files, frame: PageFrame,
        metricPath: @escaping @Sendable (_ metric: String, _ organisation: String) -> String,
        casePath: @escaping @Sendable (String) -> String, checkpoint: @escaping @Sendable () async throws -> Void
    ) {
        self.desk = desk
        self.files = files
        self.frame = frame
        self.metricPath = metricPath
        self.casePath = casePath
        self.checkpoint = checkpoint
    }

    /// Everything that this portal answers.
    public var endpoints: [Endpoint] { pages + apiEndpoints }

    private var pages: [Endpoint] {
        typealias F = LiveFunction
        return [
            .page(HallRoutes.stars, .function(F.read), HallPortal.title, handler: starsPage),
            .form(
                HallRoutes.stars, .function(F.compute), Phrase(zh: "立即计算实时评价", en: "Compute the live score"),
                handler: computeStars),
            .form(
                HallRoutes.handOver, .function(EvaluationFunction.edit),
                Phrase(zh: "把数据已证明的条款填入自评", en: "Take what data shows into a self-assessment"), handler: handOver),
            .page(
                HallRoutes.statement, .function(F.read), Phrase(zh: "下载实时评价证明", en: "The proof of a live score"),
                handler: statement),
        ]
    }

    static let title = Phrase(zh: "今天几颗星", en: "Stars today")

    /// What stands in the navigation of every page.
    public static let entries = [PageFrame.Entry(title, HallRoutes.stars.path(), LiveFunction.read)]

    /// What is on the start page of whoever runs the community.
    public static let launches = [
        Launch(title, HallRoutes.stars.path(), .star, for: [.manager], LiveFunction.read, rank: 30)
    ]
}

enum HallRoutes {
    static let stars = Route("/stars")
    static let handOver = Route("/stars/hand-over")
    static let statement = Route("/stars/statement")
}

enum HallAPIRoutes {
    static let live = Route("/api/v1/live")
    static let statement = Route("/api/v1/live/statement")
}
