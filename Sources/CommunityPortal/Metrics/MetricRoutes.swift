import Community
import PortalKit

/// Addresses of metrics and of how long things are kept.
enum MetricRoutes {
    static let board = Route("/community/metrics")
    static let metric = Route("/community/metrics/{metric}")
    static let file = Route("/community/metrics/{metric}/csv")
    static let retention = Route("/community/retention")
}

enum MetricAPIRoutes {
    static let list = Route("/api/v1/metrics")
    static let metric = Route("/api/v1/metrics/{metric}")
}

extension CommunityPortal {
    /// Where a metric of a community is shown.
    public static func metricPath(_ metric: String, of organisation: String) -> String {
        MetricRoutes.metric.path(values: [metric], query: [(name: "of", value: organisation)])
    }
}
