import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func refusedPage(_ call: Call) async throws -> Reply {
        let reason = try call.query.filled("reason").flatMap(RefusedReading.Reason.init(rawValue:))
        let after = try call.query.filled("after").flatMap { Int($0) }
        let lately = try await desk.refusedReadings(call.visitor, limit: RefusedView.lately)
        let found = try await desk.refusedReadings(
            call.visitor, reason: reason, after: after, limit: RefusedView.page + 1)
        let view = RefusedView(
            language: call.spoken, counts: Dictionary(lately.map { ($0.reason, 1) }, uniquingKeysWith: +),
            reason: reason, readings: Array(found.prefix(RefusedView.page)), hasMore: found.count > RefusedView.page)
        return livePage(call, PageContent(Phrase(zh: "未采纳的数据", en: "Readings kept apart"), isWide: true, view.body))
    }
}

/// What was sent and could not be taken: why, and what to do about it.
struct RefusedView {
    var language: PageLanguage
    /// Of the latest ones.
    var counts: [RefusedReading.Reason: Int]
    /// Only these are listed; nil: all.
    var reason: RefusedReading.Reason?
    var readings: [RefusedReading]
    var hasMore = false

    /// How many are counted by reason.
    static let lately = 2000
    static let page = 100

    var body: HTML {
        """
        \(HTML.heading(
            language("未采纳的数据", "Readings kept apart"),
            lead: .text(
                language(
                    "有问题的数据单独留存，不影响同一批的其余数据。下面是原因和处理办法。",
                    "A reading that is wrong keeps none of the others out. Here is why, and what to do about it.")),
            breadcrumbs: DutyTrail.links(language), language: language))
        \(if: !counts.isEmpty, reasons)
        \(table)
        """
    }

    private var reasons: HTML {
        let sorted = RefusedReading.Reason.allCases.filter { counts[$0] != nil }.sorted {
            (counts[$0] ?? 0, $1.rawValue) > (counts[$1] ?? 0, $0.rawValue)
        }
        let rows = sorted.map { one in
            TableRow([
                HTML.link(language(one.title), CommunityRoutes.refused.path(query: ["reason": one.rawValue])),
                "\(counts[one] ?? 0)", .text(language(one.meaning)),
            ])
        }
        let total = counts.values.reduce(0, +)
        let caption =
            total < RefusedView.lately
            ? language("按原因", "By reason")
            : language("最近 \(RefusedView.lately) 条，按原因", "The latest \(RefusedView.lately), by reason")
        return HTML.table(
            caption,
            columns: [
                Column(language("原因", "Reason"), isHeader: true), Column(language("条数", "How many"), isNumeric: true),
                Column(language("含义与处理办法", "What it means, and what to do")),
            ], rows: rows)
    }

    private var table: HTML {
        let rows = readings.map { one in
            TableRow([
                HTML.time(one.receivedAt.iso, one.receivedAt.shown), HTML.badge(language(one.reason.title), .warn),
                .text(one.sender), "\(one.line)", "<code>\(one.text)</code>",
            ])
        }
        let caption =
            reason.map { language("原因：\(language($0.title))", "Reason: \(language($0.title))") }
            ?? language("全部，最新的在前", "All, newest first")
        let all: HTML? =
            reason == nil ? nil : "<p>\(HTML.link(language("显示全部原因", "Show all"), CommunityRoutes.refused.path()))</p>"
        return """
            \(all)\(HTML.table(
                caption,
                columns: [
                    Column(language("收到时间", "Received")), Column(language("原因", "Reason")),
                    Column(language("发送账号", "Sender")), Column(language("行", "Line"), isNumeric: true),
                    Column(language("内容", "As it came"), isHeader: true),
                ],
                rows: rows,
                empty: HTML.emptyState(
                    language("没有未采纳的数据", "Nothing was kept apart"),
                    language("所有数据都已采纳。", "All readings were taken."))))
            \(HTML.pagination(next: next, language: language))
            """
    }

    private var next: String? {
        guard hasMore, let last = readings.last else { return nil }
        let kept = reason.map { [("reason", $0.rawValue)] } ?? []
        return CommunityRoutes.refused.path(
            values: [], query: kept.map { (name: $0.0, value: $0.1) } + [(name: "after", value: String(last.id))])
    }
}
