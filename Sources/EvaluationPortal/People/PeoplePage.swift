import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// The people of the installation, to look through and to add to.
struct PeopleView {
    struct Entry: Sendable {
        var person: Person
        var memberships: [Membership]
        /// Masked; empty: none.
        var mail = ""
    }

    var language: PageLanguage
    var text = ""
    var entries: [Entry]
    /// The address of those that follow.
    var next: String?
    /// Of the search by a number.
    var form = FormState(["field": "phone"])
    var csrf: String?

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
            \(find)
            \(HTML.table(
                language("人员", "People"), columns: columns, rows: entries.map(row), empty: nobody,
                isCaptionHidden: true))
            \(HTML.pagination(next: next, language: language))
            """
    }

    /// By a form that is sent, not by an address: addresses are written down everywhere.
    private var find: HTML {
        let kinds = PersonalKind.allCases.filter(\.isSearchable).map { Choice($0.rawValue, language($0.title)) }
        return HTML.disclosure(
            language("按号码精确查找", "Find by a number or mail"), isOpen: !form["value"].isEmpty || form.refusal != nil,
            HTML.form(
                action: Routes.findPeople.path(), csrf: csrf,
                """
                \(form.summary(language))\
                \(Input("field", language("查找方式", "Find by"), error: form.error("field", language), isRequired: true)
                    .radios(kinds, value: form["field"], isInline: true))\
                \(Input(
                    "value", language("完整号码或邮箱", "Whole number or mail"),
                    hint: language(
                        "内容已加密，只能按完整内容查找。查找会记入日志。", "Encrypted: a part finds nobody. The search is journaled."),
                    error: form.error("value", language), isRequired: true
                ).text(form["value"], autocomplete: "off", maxLength: 254))\
                \(HTML.formActions([HTML.button(language("查找", "Find"))]))
                """))
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
            HTML.join(roles, separator: "<br>"), .text(entry.mail),
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
            try EvaluationPortal.entries(
                records.people(PartyQuery(text: text, after: after, limit: PeopleView.pageSize + 1)), records)
        }
        let shown = Array(found.prefix(PeopleView.pageSize))
        let next = shown.last.flatMap { last in
            found.count > shown.count ? Routes.people.path(query: ["q": text, "after": last.person.id]) : nil
        }
        var view = PeopleView(language: call.spoken, text: text, entries: shown, next: next)
        view.csrf = call.formToken
        return peopleReply(call, view)
    }

    /// Answers with the list itself: what was looked for stands in no address.
    @Sendable func findPeople(_ call: Call) async throws -> Reply {
        var view = PeopleView(language: call.spoken, entries: [], csrf: call.formToken)
        do {
            let kind = try call.form.choice("field", of: PersonalKind.self)
            let (value, accounts) = (try call.form.text("value", most: 254), accounts)
            view.form = FormState(["field": kind.rawValue, "value": value])
            view.entries = try await store.write { records in
                try EvaluationPortal.entries(accounts.find(kind, value, records), records)
            }
        } catch var refusal as Refusal where refusal.kind == .invalid {
            // A value that no field can have is told at the field that it was written into.
            if refusal.place.flatMap(PersonalKind.init) != nil { refusal.place = "value" }
            view.form = FormState(call.form, refusal)
        }
        return peopleReply(call, view)
    }

    private static func entries(_ people: [Person], _ records: any Records) throws -> [PeopleView.Entry] {
        let mail = try records.personalFields(.mail, of: Set(people.map(\.id)))
        return try people.map {
            PeopleView.Entry(
                person: $0, memberships: try records.memberships(of: $0.id), mail: mail[$0.id]?.shown ?? "")
        }
    }

    private func peopleReply(_ call: Call, _ view: PeopleView) -> Reply {
        page(call, PageContent(Phrase(zh: "人员", en: "People"), isWide: true, view.body), status: view.form.status)
            .with(.cacheControl, "no-store")
    }
}
