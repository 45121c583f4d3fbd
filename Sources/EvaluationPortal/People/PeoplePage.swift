import Commons
import Markup
import PortalKit
import Rulebook

/// The people of the installation, to look through and to add to.
struct PeopleView {
    struct Entry: Sendable {
        var person: Person
        var memberships: [Membership]
    }

    var language: PageLanguage
    var text = ""
    var entries: [Entry]
    /// The address of those that follow.
    var next: String?

    static let pageSize = 50

    var body: HTML {
        let columns = [
            Column(language("姓名", "Name"), isHeader: true), Column(language("登录名", "Login")),
            Column(language("角色", "Roles")), Column(language("邮箱", "Mail")), Column(language("状态", "State")),
        ]
        return """
            \(HTML.heading(
                language("人员", "People"),
                actions: [
                    HTML.linkButton(language("新建人员", "New person"), Routes.newPerson.path(), kind: .primary)
                ], language: language))
            \(HTML.search(
                action: Routes.people.path(), value: text, label: language("姓名或登录名", "Name or login"),
                button: language("查询", "Search")))
            \(HTML.table(
                language("人员", "People"), columns: columns, rows: entries.map(row), empty: nobody,
                isCaptionHidden: true))
            \(HTML.pagination(next: next, language: language))
            """
    }

    private var nobody: HTML {
        HTML.emptyState(language("没有符合条件的人员", "Nobody found"), language("换个词再试。", "Try other words."))
    }

    private func row(_ entry: Entry) -> TableRow {
        let roles = entry.memberships.map { membership -> HTML in
            "\(HTML.badge(language(membership.role.title), .info)) <small>\(membership.organisation.name)</small>"
        }
        return TableRow([
            HTML.link(entry.person.name, Routes.person.path(entry.person.id)), "<code>\(entry.person.login)</code>",
            HTML.join(roles, separator: "<br>"), .text(entry.person.mail),
            ActivityMark(language: language, isActive: entry.person.isActive).html,
        ])
    }
}

/// Whether somebody or an organisation takes part, in words.
struct ActivityMark {
    var language: PageLanguage
    var isActive: Bool

    var html: HTML {
        HTML.badge(isActive ? language("启用", "active") : language("停用", "not active"), isActive ? .good : .neutral)
    }
}

extension EvaluationPortal {
    @Sendable func peoplePage(_ call: Call) async throws -> Reply {
        let text = String((try call.query.filled("q") ?? "").prefix(100))
        let after = try call.query.filled("after")
        let found = try await store.read { records in
            try records.people(PartyQuery(text: text, after: after, limit: PeopleView.pageSize + 1)).map {
                PeopleView.Entry(person: $0, memberships: try records.memberships(of: $0.id))
            }
        }
        let shown = Array(found.prefix(PeopleView.pageSize))
        let next = shown.last.flatMap { last in
            found.count > shown.count ? Routes.people.path(query: ["q": text, "after": last.person.id]) : nil
        }
        let view = PeopleView(language: call.spoken, text: text, entries: shown, next: next)
        return page(call, PageContent(Phrase(zh: "人员", en: "People"), isWide: true, view.body))
    }
}
