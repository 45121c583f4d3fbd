import Commons
import Community
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What a community is measured by, and for how long it keeps what it has to.
    var metricEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        typealias R = MetricRoutes
        return [
            .page(R.board, .function(F.metrics), Phrase(zh: "指标", en: "Metrics"), handler: metricsPage),
            .form(R.board, .function(F.compute), Phrase(zh: "立即计算指标", en: "Compute metrics"), handler: computeMetrics),
            .page(R.metric, .function(F.metrics), Phrase(zh: "一项指标", en: "One metric"), handler: metricPage),
            .page(R.file, .function(F.metrics), Phrase(zh: "导出一项指标", en: "One metric as a file"), handler: metricFile),
            .page(
                R.retention, .function(F.retention), Phrase(zh: "保存期限", en: "How long things are kept"),
                handler: retentionPage),
            .form(
                R.retention, .function(F.retention), Phrase(zh: "修改保存期限", en: "Change how long things are kept"),
                handler: setRetention),
        ] + metricAPIEndpoints
    }
}
