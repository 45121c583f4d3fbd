import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Results on public notice, the newest first.
struct PublicNoticesView {
    struct Entry: Sendable {
        var id: String
        var number: String
        var community: String
        var district: Phrase?
        var body: String
        var grade: GradeMark
        var q: Exact
        var state: String
        /// The last day for objections; nil: over.
        var until: Day?
    }

    var language: PageLanguage
    var entries: [Entry]

    var body: HTML {
        let columns = [
            Column(language("社区", "Community"), isHeader: true), Column(language("区域", "District")),
            Column(language("拟定等级", "Grade")), Column("Q", isNumeric: true),
            Column(language("评价机构", "Evaluation body")), Column(language("公示期至", "On notice until")),
            Column(language("状态", "State")),
        ]
        return """
            \(HTML.heading(
                language("公示", "Public notices"),
                lead: .text(
                    language(
                        "评价结果在决定之前公示。对结果有不同意见的任何人，都可以在公示期内提出异议。",
                        "Results are on notice before they are decided. Anybody who disagrees may object in that "
                            + "time.")),
                language: language))
            \(HTML.table(
                language("公示列表", "Notices"), columns: columns, rows: entries.map(row),
                empty: HTML.emptyState(
                    language("目前没有公示", "Nothing is on notice now"),
                    language("已经发证的社区见公开名录。", "Communities with a certificate are in the registry."),
                    action: HTML.linkButton(language("公开名录", "Registry"), Routes.registry.path())),
                isCaptionHidden: true))
            """
    }

    private func row(_ entry: Entry) -> TableRow {
        let state = EvaluationLifeCycle.declaration.state(entry.state)?.title ?? .same(entry.state)
        return TableRow([
            "\(HTML.link(entry.community, Routes.notice.path(entry.id)))<br><small>\(entry.number)</small>",
            .text(entry.district.map { language($0) } ?? ""), entry.grade.html(language), .text(entry.q.rounded()),
            .text(entry.body), .text(entry.until?.description ?? language("已结束", "over")),
            HTML.badge(language(state), .of(state: entry.state)),
        ])
    }
}

extension EvaluationPortal {
    @Sendable func noticesPage(_ call: Call) async throws -> Reply {
        try call.demand(EvaluationFunction.registry)
        let shelf = desk.shelf
        let entries = try await desk.store.readEvaluations { records -> [PublicNoticesView.Entry] in
            let query = CaseQuery(
                kind: EvaluationLifeCycle.kind, reach: [.all], states: ["notice", "appeal", "decided"], limit: 200)
            let regions = try Regions.current(records)
            return try records.heads(query).compactMap { head in
                guard let summary = try records.summary(head.id) else { return nil }
                return PublicNoticesView.Entry(
                    id: head.id, number: head.number, community: summary.community,
                    district: regions.name(of: summary.region), body: summary.bodyName, grade: shelf.grade(of: summary),
                    q: Exact(hundredths: summary.q), state: head.state,
                    until: head.state == "notice" ? head.due?.day.adding(days: -1) : nil)
            }
        }
        let view = PublicNoticesView(language: call.spoken, entries: entries)
        return page(call, PageContent(Phrase(zh: "公示", en: "Public notices"), isWide: true, view.body))
    }
}
