import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// A person: who they are, what roles they have, and how they get in.
struct PersonView {
    var language: PageLanguage
    var person: Person
    var version: Int
    var memberships: [Membership]
    var organisations: [Organisation]
    /// Whether it is the one who looks.
    var isOneself: Bool
    var form: FormState
    var roleForm = FormState()
    /// What somebody else has changed while this was edited.
    var conflict: HTML?
    /// The link just made.
    var link: String?
    var hasSecondFactor = false
    var csrf: String?
    /// What is kept of them, masked.
    var personal: PersonalCard?
    /// Nothing is left to change once it is there.
    var erasure: Erasure?

    var body: HTML {
        """
        \(HTML.heading(
            person.name,
            breadcrumbs: [
                Link(language("人员", "People"), Routes.people.path()),
                Link(person.name, Routes.person.path(person.id), isCurrent: true),
            ], state: ActivityMark(language: language, isActive: person.isActive).html, language: language))
        \(erasure.map(erased) ?? whole)
        """
    }

    private func erased(_ erasure: Erasure) -> HTML {
        HTML.callout(
            .info, language("此人的个人信息已删除", "The data of this person were erased"),
            """
            <p>\(HTML.time(erasure.at.iso, erasure.at.shown)) · \(language(erasure.reason.title))</p>
            <p>\(ErasureView.stays(language))</p>
            """)
    }

    private var whole: HTML {
        """
        \(personal?.shown)
        \(link.map { OneTimeLink(language: language, person: person.name, url: $0).html })
        \(conflict)
        \(HTML.split(
            "\(if: conflict == nil, edit)\(personal?.card)\(roles)",
            aside: "\(entry)\(factor)\(activity)\(personal?.aside)"))
        """
    }

    private var edit: HTML {
        HTML.card(
            language("资料", "Details"),
            HTML.form(
                action: Routes.person.path(person.id), csrf: csrf,
                """
                \(PersonForm(language: language, form: form).fields)\(HTML.hidden("etag", String(version)))\
                \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
                """))
    }

    private var roles: HTML {
        let columns = [
            Column(language("角色", "Role"), isHeader: true), Column(language("单位", "Organisation")),
            Column(language("专业", "Fields")), Column(language("操作", "Action")),
        ]
        let rows = memberships.map { membership in
            TableRow([
                .text(language(membership.role.title)), .text(membership.organisation.name),
                .text(membership.fields.joined(separator: language("、", ", "))),
                HTML.postButton(
                    language("移除", "Remove"), action: Routes.personRoles.path(person.id), csrf: csrf,
                    confirm: language(
                        "移除\(person.name)在“\(membership.organisation.name)”的角色“\(membership.role.title.zh)”？",
                        "Take the role \(membership.role.title.en) at \(membership.organisation.name) from "
                            + "\(person.name)?"
                    ),
                    hidden: [
                        ("act", "take"), ("role", membership.role.rawValue),
                        ("organisation", membership.organisation.id),
                    ]),
            ])
        }
        return HTML.card(
            language("角色", "Roles"), id: "roles",
            """
            \(HTML.table(
                language("角色", "Roles"), columns: columns, rows: rows,
                empty: .text(language("还没有角色，登录后什么也做不了。", "No role yet: they can log in, but do nothing.")),
                isCaptionHidden: true))
            \(give)
            """)
    }

    private var give: HTML {
        let roles = Role.allCases.map { role in
            let kinds = Organisation.Kind.allCases.filter(role.kinds.contains).map(\.title).joined()
            return Choice(role.rawValue, language(role.title), note: language(kinds))
        }
        let places = organisations.map { Choice($0.id, $0.name, note: language($0.kind.title)) }
        func input(_ name: String, _ zh: String, _ en: String, isRequired: Bool = true, hint: String? = nil) -> Input {
            Input(
                name, language(zh, en), hint: hint, error: roleForm.error(name, language), isRequired: isRequired)
        }
        return HTML.disclosure(
            language("分配角色", "Give a role"), isOpen: roleForm.refusal != nil || memberships.isEmpty,
            HTML.form(
                action: Routes.personRoles.path(person.id), csrf: csrf,
                """
                \(roleForm.summary(language))\(HTML.hidden("act", "give"))\
                \(input("role", "角色", "Role").select(
                    roles, value: roleForm["role"], prompt: language("请选择", "Choose")))\
                \(input("organisation", "单位", "Organisation").select(
                    places, value: roleForm["organisation"], prompt: language("请选择", "Choose")))\
                \(input(
                    "fields", "专业（仅专家）", "Fields (experts only)", isRequired: false,
                    hint: language("类别代码，用空格隔开，例如 platform services", "Ids of categories with blanks between them")
                ).text(roleForm["fields"], maxLength: 500))\
                \(HTML.formActions([HTML.button(language("分配", "Give it"), kind: .primary)]))
                """))
    }

    private var entry: HTML {
        let text =
            person.isActive
            ? language("本人忘记密码时，重新发一个链接。", "Where they have forgotten their password, give them another link.")
            : language("账号停用期间不能设置密码。", "While the account is not active no password can be chosen.")
        let button = HTML.postButton(
            language("生成设置密码的链接", "Make a link"), action: Routes.personLink.path(person.id), csrf: csrf,
            confirm: language("生成新链接后，旧链接作废。继续？", "Earlier links become void. Go on?"))
        return HTML.card(language("密码", "Password"), "<p>\(text)</p>\(if: person.isActive, button)")
    }

    private var factor: HTML? {
        guard hasSecondFactor else { return nil }
        let button = HTML.postButton(
            language("重置两步验证", "Reset it"), action: Routes.personSecondFactor.path(person.id), csrf: csrf,
            kind: .danger,
            confirm: language(
                "重置\(person.name)的两步验证？本人会收到通知，所有登录结束。",
                "Reset the second factor of \(person.name)? They are told, and all of their sessions end."))
        let text = language(
            "本人丢失手机且没有恢复码时，核实身份后重置。",
            "Where they have lost their phone and their recovery codes; see that it is them first.")
        return HTML.card(language("两步验证", "Second factor"), "<p>\(text)</p>\(button)")
    }

    private var activity: HTML {
        if isOneself {
            return HTML.card(
                language("账号", "Account"),
                "<p>\(language("这是您自己的账号，不能在此停用。", "This is your own account; it cannot be deactivated here."))</p>")
        }
        let (label, question) =
            person.isActive
            ? (
                language("停用账号", "Deactivate"),
                language(
                    "停用\(person.name)的账号？登录和令牌立即失效。", "Deactivate \(person.name)? Sessions and tokens end at once.")
            )
            : (language("启用账号", "Activate"), language("重新启用\(person.name)的账号？", "Let \(person.name) in again?"))
        return HTML.card(
            language("账号", "Account"),
            HTML.postButton(
                label, action: Routes.personActivity.path(person.id), csrf: csrf,
                kind: person.isActive ? .danger : .primary, confirm: question,
                hidden: [("active", person.isActive ? "0" : "1"), ("etag", String(version))]))
    }
}
