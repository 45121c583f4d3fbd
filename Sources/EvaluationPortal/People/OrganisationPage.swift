import Commons
import Markup
import PortalKit
import Rulebook

/// An organisation and its people.
struct OrganisationView {
    var language: PageLanguage
    var organisation: Organisation
    var version: Int
    var members: [Member]
    var regions: Regions
    var form: FormState
    /// What somebody else has changed while this was edited.
    var conflict: HTML?
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            organisation.name, lead: .text(language(organisation.kind.title)),
            breadcrumbs: [
                Link(language("单位", "Organisations"), Routes.organisations.path()),
                Link(organisation.name, Routes.organisation.path(organisation.id), isCurrent: true),
            ], state: ActivityMark(language: language, isActive: organisation.isActive).html, language: language))
        \(conflict)
        \(HTML.split("\(if: conflict == nil, edit)\(people)", aside: activity))
        """
    }

    private var edit: HTML {
        HTML.card(
            language("资料", "Details"),
            HTML.form(
                action: Routes.organisation.path(organisation.id), csrf: csrf,
                """
                \(OrganisationForm(language: language, form: form, regions: regions, isNew: false).fields)\
                \(HTML.hidden("etag", String(version)))\
                \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
                """))
    }

    private var people: HTML {
        let columns = [
            Column(language("姓名", "Name"), isHeader: true), Column(language("角色", "Role")),
            Column(language("专业", "Fields")), Column(language("状态", "State")),
        ]
        let rows = members.map { member in
            TableRow([
                HTML.link(member.person.name, Routes.person.path(member.person.id)),
                .text(language(member.membership.role.title)),
                .text(member.membership.fields.joined(separator: language("、", ", "))),
                ActivityMark(language: language, isActive: member.person.isActive).html,
            ])
        }
        return HTML.table(
            language("人员", "People"), columns: columns, rows: rows,
            empty: .text(language("还没有人员；在人员页面分配角色。", "Nobody yet; give people a role on their own page.")))
    }

    private var activity: HTML {
        let (label, question) =
            organisation.isActive
            ? (
                language("停用单位", "Deactivate"),
                language(
                    "停用“\(organisation.name)”？它的人员将失去在这里的全部权限。",
                    "Deactivate \(organisation.name)? Its people lose all rights they have through it.")
            )
            : (language("启用单位", "Activate"), language("重新启用“\(organisation.name)”？", "Activate it again?"))
        return HTML.card(
            language("状态", "State"),
            HTML.postButton(
                label, action: Routes.organisationActivity.path(organisation.id), csrf: csrf,
                kind: organisation.isActive ? .danger : .primary, confirm: question,
                hidden: [("active", organisation.isActive ? "0" : "1"), ("etag", String(version))]))
    }
}

extension EvaluationPortal {
    @Sendable func organisationPage(_ call: Call) async throws -> Reply {
        organisationReply(call, try await organisationView(call))
    }

    @Sendable func changeOrganisation(_ call: Call) async throws -> Reply {
        let accounts = accounts
        var view = try await organisationView(call)
        let organisation = view.organisation
        do {
            let draft = try OrganisationForm.read(call.form, or: organisation)
            let version = try call.form.integer("etag")
            if version != view.version {
                view.conflict = EditConflict(
                    language: call.spoken, action: Routes.organisation.path(organisation.id), version: view.version,
                    csrf: call.formToken
                ).html([
                    ("name", call.say("名称", "Name"), draft.name, organisation.name),
                    ("region", call.say("区划代码", "Region"), draft.region, organisation.region),
                ])
                return organisationReply(call, view, status: 409)
            }
            try await store.write {
                _ = try accounts.changeOrganisation(organisation.id, draft, version: version, $0)
            }
            return .redirect(to: Routes.organisation.path(organisation.id, query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.kind != .missing {
            view.form = FormState(call.form, refusal)
            return organisationReply(call, view, status: view.form.status)
        }
    }

    @Sendable func setOrganisationActive(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("organisation"), accounts)
        let (isActive, version) = (try call.form.flag("active"), try call.form.integer("etag"))
        try await store.write { _ = try accounts.setActive(isActive, organisation: id, version: version, $0) }
        return .redirect(to: Routes.organisation.path(id, query: ["done": "saved"]))
    }

    private func organisationView(_ call: Call) async throws -> OrganisationView {
        let id = call.parameter("organisation")
        let found = try await store.read { records -> OrganisationView? in
            guard let organisation = try records.organisation(id), let version = try records.organisationVersion(id)
            else { return nil }
            return OrganisationView(
                language: call.spoken, organisation: organisation, version: version,
                members: try records.members(MemberQuery(organisation: id, onlyActive: false)),
                regions: try Regions.current(records), form: OrganisationForm.state(organisation),
                csrf: call.formToken)
        }
        guard let found else { throw Refusal(.missing, zh: "没有这个单位", en: "there is no such organisation") }
        return found
    }

    private func organisationReply(_ call: Call, _ view: OrganisationView, status: Int = 200) -> Reply {
        var content = PageContent(.same(view.organisation.name), view.body)
        content.notices = Done.notices(
            call,
            [
                "saved": Phrase(zh: "已保存", en: "Saved"),
                "created": Phrase(zh: "单位已建立", en: "The organisation is added"),
            ])
        return page(call, content, status: status)
    }
}
