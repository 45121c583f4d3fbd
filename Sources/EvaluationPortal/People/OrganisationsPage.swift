import Commons
import Markup
import PortalKit
import Rulebook

/// The organisations of the installation, to look through and to add to.
struct OrganisationsView {
    var language: PageLanguage
    var text = ""
    var kind = ""
    var organisations: [Organisation]
    var regions: Regions
    /// The address of those that follow.
    var next: String?

    static let pageSize = 50

    var body: HTML {
        let columns = [
            Column(language("名称", "Name"), isHeader: true), Column(language("类型", "Kind")),
            Column(language("区划", "Region")), Column(language("状态", "State")),
        ]
        let kinds = SearchSelect(
            name: "kind", label: language("类型", "Kind"),
            choices: Organisation.Kind.allCases.map { Choice($0.rawValue, language($0.title)) }, value: kind,
            language: language)
        return """
            \(HTML.heading(
                language("单位", "Organisations"),
                actions: [
                    HTML.linkButton(
                        language("新建单位", "New organisation"), Routes.newOrganisation.path(), kind: .primary)
                ], language: language))
            \(HTML.search(
                action: Routes.organisations.path(), value: text, label: language("名称", "Name"),
                button: language("查询", "Search"), more: kinds.html))
            \(HTML.table(
                language("单位", "Organisations"), columns: columns, rows: organisations.map(row),
                empty: HTML.emptyState(language("没有符合条件的单位", "No organisation found")), isCaptionHidden: true))
            \(HTML.pagination(next: next, language: language))
            """
    }

    private func row(_ organisation: Organisation) -> TableRow {
        TableRow([
            HTML.link(organisation.name, Routes.organisation.path(organisation.id)),
            .text(language(organisation.kind.title)),
            .text(regions.name(of: organisation.region).map { language($0) } ?? organisation.region),
            ActivityMark(language: language, isActive: organisation.isActive).html,
        ])
    }
}

extension EvaluationPortal {
    @Sendable func organisationsPage(_ call: Call) async throws -> Reply {
        let text = String((try call.query.filled("q") ?? "").prefix(100))
        let (after, kind) = (try call.query.filled("after"), try call.query.filled("kind") ?? "")
        let query = PartyQuery(
            kind: Organisation.Kind(rawValue: kind), text: text, after: after, limit: OrganisationsView.pageSize + 1)
        let (found, regions) = try await store.read { (try $0.organisations(query), try Regions.current($0)) }
        let shown = Array(found.prefix(OrganisationsView.pageSize))
        let next = shown.last.flatMap { last in
            found.count > shown.count
                ? Routes.organisations.path(query: ["q": text, "kind": kind, "after": last.id]) : nil
        }
        let view = OrganisationsView(
            language: call.spoken, text: text, kind: kind, organisations: shown, regions: regions, next: next)
        return page(call, PageContent(Phrase(zh: "单位", en: "Organisations"), isWide: true, view.body))
    }
}
