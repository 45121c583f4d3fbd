import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func retentionPage(_ call: Call) async throws -> Reply {
        try await retentionReply(call, nil)
    }

    @Sendable func setRetention(_ call: Call) async throws -> Reply {
        do {
            let version = try call.form.integer("etag", in: 0...Int.max)
            var days: [String: Int] = [:]
            for subject in desk.retentionSubjects where try call.form.filled(subject.id) != nil {
                days[subject.id] = try call.form.integer(subject.id, in: 1...100_000)
            }
            try await desk.setRetention(days, version: version, by: call.visitor)
            return .redirect(to: MetricRoutes.retention.path(query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
            return try await retentionReply(call, FormState(call.form, refusal))
        }
    }

    private func retentionReply(_ call: Call, _ state: FormState?) async throws -> Reply {
        let (lines, version) = try await desk.retention(call.visitor)
        let view = RetentionView(
            language: call.spoken, lines: lines, version: version, state: state, csrf: call.formToken,
            mayMeasure: call.allows(CommunityFunction.metrics))
        var content = PageContent(Phrase(zh: "保存期限", en: "How long things are kept"), view.body)
        content.notices = Done.notices(call, ["saved": Phrase(zh: "保存期限已保存", en: "Saved")])
        return livePage(call, content, status: state?.status ?? 200)
    }
}

/// For how long things are kept, and what was deleted.
struct RetentionView {
    var language: PageLanguage
    var lines: [RetentionLine]
    var version: Int
    var state: FormState?
    var csrf: String?
    var mayMeasure = false

    var body: HTML {
        """
        \(HTML.heading(
            language("保存期限", "How long things are kept"),
            lead: .text(
                language(
                    "超过期限的记录每天自动清理，清理过程有记录。期限只能延长，不能短于标准要求的最短期限。"
                        + "告警、工单等业务记录和监测数据的每日统计长期保存。",
                    "What is older is deleted by itself, and that is recorded. It can be kept longer, never for less "
                        + "than has to be. Alarms, work orders and the figures of each day stay for good.")),
            breadcrumbs: mayMeasure ? [Link(language("指标", "Metrics"), MetricRoutes.board.path())] : [],
            language: language))
        \(table)
        \(HTML.card(language("修改", "Change"), form))
        """
    }

    private func days(_ count: Int) -> String { language("\(count) 天", "\(count) days") }

    private var table: HTML {
        let rows = lines.map { line in
            TableRow([
                .text(language(line.title)), .text(days(line.least)), .text(days(line.days)),
                line.oldest.map { HTML.time($0.iso, $0.shown) } ?? "",
                line.run.map { run in
                    .text(
                        language(
                            "\(run.at.shown)，\(run.before.day) 以前的 \(run.count) 条",
                            "\(run.at.shown): \(run.count) before \(run.before.day)"))
                } ?? .text(language("没有清理过", "nothing so far")),
            ])
        }
        return HTML.table(
            language("现在的期限", "As it is"),
            columns: [
                Column(language("内容", "What"), isHeader: true), Column(language("最短", "At least"), isNumeric: true),
                Column(language("保存", "Kept"), isNumeric: true), Column(language("最早一条", "Oldest")),
                Column(language("最近清理", "Last deleted")),
            ], rows: rows)
    }

    private var form: HTML {
        let inputs = lines.map { line -> HTML in
            Input(
                line.subject.id, language(line.title),
                hint: language("至少 \(line.least) 天", "at least \(line.least) days"),
                error: state?.error(line.subject.id, language), isRequired: true, unit: language("天", "days")
            ).number(
                state?[line.subject.id] ?? String(line.days), min: String(line.least),
                max: String(RetentionPolicy.most))
        }
        return HTML.form(
            action: MetricRoutes.retention.path(), csrf: csrf,
            """
            \(state?.summary(language))\(HTML.hidden("etag", String(version)))\(inputs)\
            \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
            """)
    }
}
