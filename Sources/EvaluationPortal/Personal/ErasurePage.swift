import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Where somebody's data are erased: what goes, what stays and why, and what stands against it.
struct ErasureView {
    var language: PageLanguage
    var person: Person
    /// Cases whose panel they are on.
    var panels: [CaseHead]
    var form = FormState()
    var csrf: String?

    var body: HTML {
        let title = language("删除个人信息", "Erase personal data")
        return """
            \(HTML.heading(
                "\(title) · \(person.name)",
                breadcrumbs: [
                    Link(language("人员", "People"), Routes.people.path()),
                    Link(person.name, Routes.person.path(person.id)),
                    Link(title, Routes.personErasure.path(person.id), isCurrent: true),
                ], language: language))
            \(HTML.grid([goes, kept]))
            \(panels.isEmpty ? ask : obstacle)
            """
    }

    private var goes: HTML {
        let items = [
            language("姓名和登录名（换成中性词）", "Name and login, for which neutral words then stand"),
            language(
                "身份证号、电话、邮箱、住址、紧急联系人、健康情况",
                "Identity number, telephone, mail, address, emergency contact, health"),
            language("密码、登录、访问令牌、消息和未完成的上传", "Password, sessions, access tokens, notices, unfinished uploads"),
            language("全部角色；此账号不能再登录", "Every role; nobody can log in with this account again"),
            language(
                "日志中对应内容的盐：日志仍可验证，但再也对不上原值",
                "Salts in the journal: it still verifies, and no longer leads to a value"),
        ]
        return HTML.card(language("立即删除", "Goes at once"), "<ul>\(each: items, { "<li>\($0)</li>" })</ul>")
    }

    private var kept: HTML {
        HTML.card(
            language("依法保留", "Stays by law"),
            """
            <p>\(ErasureView.stays(language))</p>
            <p>\(language(
                "此前做的备份里还有原内容：备份到期即失效；从旧备份恢复后须再删除一次。",
                "Backups made before still hold it until they are deleted; after restoring one, erase again."))</p>
            """)
    }

    /// What an erasure leaves, for everybody whom it concerns.
    static func stays(_ language: PageLanguage) -> String {
        language(
            "在评价中做过的认定、批准等操作是评价档案，依法保留，只显示为“\(Erasure.name)”；同意与查看的时间记录也保留。",
            "What was found and approved in evaluations is part of their archive and stays, under a neutral word in "
                + "place of the name; so do the times of consents and looks.")
    }

    private var obstacle: HTML {
        let items = panels.map { head -> HTML in "<li>\(head.title) <small>\(head.number)</small></li>" }
        return HTML.callout(
            .bad, language("现在不能删除：还在未办结申报的专家组中", "Not now: they are on the panel of open cases"),
            """
            <ul>\(items)</ul><p>\(language(
                "请等这些申报办结，或由评价机构把此人移出专家组。", "Wait until these are over, or have the body remove them."))</p>
            """)
    }

    private var ask: HTML {
        let reasons = Erasure.Reason.allCases.map { Choice($0.rawValue, language($0.title)) }
        return HTML.card(
            language("删除", "Erase"),
            HTML.form(
                action: Routes.personErasure.path(person.id), csrf: csrf,
                """
                \(form.summary(language))\
                \(Input("reason", language("原因", "Why"), error: form.error("reason", language), isRequired: true)
                    .select(reasons, value: form["reason"], prompt: language("请选择", "Choose")))\
                \(HTML.formActions([
                    HTML.button(
                        language("删除个人信息", "Erase the data"), kind: .danger,
                        confirm: language(
                            "删除\(person.name)的个人信息？此操作无法撤销。", "Erase the data of \(person.name) for good?")),
                    HTML.linkButton(language("取消", "Cancel"), Routes.person.path(person.id), kind: .quiet),
                ]))
                """))
    }
}

extension EvaluationPortal {
    @Sendable func erasurePage(_ call: Call) async throws -> Reply {
        erasureReply(call, try await erasureView(call))
    }

    @Sendable func erasePerson(_ call: Call) async throws -> Reply {
        let (id, accounts, desk, actor) = (call.parameter("person"), accounts, desk, try call.demandPerson().id)
        do {
            let reason = try call.form.choice("reason", of: Erasure.Reason.self)
            try await store.write { try desk.erase(id, reason: reason, by: actor, accounts, $0) }
            return .redirect(to: Routes.person.path(id))
        } catch let refusal as Refusal where refusal.kind != .missing {
            var view = try await erasureView(call)
            view.form = FormState(call.form, refusal)
            return erasureReply(call, view)
        }
    }

    private func erasureView(_ call: Call) async throws -> ErasureView {
        let (id, desk) = (call.parameter("person"), desk)
        let view = try await store.read { records -> ErasureView? in
            guard let person = try records.person(id) else { return nil }
            return ErasureView(
                language: call.spoken, person: person, panels: try desk.openPanels(of: id, records),
                csrf: call.formToken)
        }
        guard let view else { throw Refusal(.missing, zh: "没有这个人员", en: "there is no such person") }
        return view
    }

    private func erasureReply(_ call: Call, _ view: ErasureView) -> Reply {
        let content = PageContent(Phrase(zh: "删除个人信息", en: "Erase personal data"), view.body)
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}
