import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The rights to one function: the form, and before anything is saved what it would change.
struct PolicyFunctionView {
    var language: PageLanguage
    var draft: PolicyDraft
    /// What the draft rests on.
    var version: Int
    /// What saving would change; nil: not asked yet.
    var changes: [PolicyChange]?
    var refusal: Refusal?
    /// One role has lines that hide different things; the form makes one of them.
    var isMixed = false
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language(draft.function.title), lead: "<code>\(draft.function.id)</code>",
            breadcrumbs: [
                Link(language("权限", "Rights"), Routes.policy.path()),
                Link(language(draft.function.title), Routes.policyFunction.path(draft.function.id), isCurrent: true),
            ], language: language))
        \(refusal.map { HTML.callout(.bad, language($0.reason)) })
        \(if: isMixed, HTML.callout(.warn, language(
            "有角色的几个范围各有不同设置，保存后将统一。", "Some role has ranges that are set differently; saving makes them alike.")))
        \(preview)
        \(form)
        """
    }

    private var preview: HTML {
        guard let changes else { return "" }
        if changes.isEmpty { return HTML.callout(.info, language("没有改变", "Nothing changes")) }
        return HTML.card(
            language("请核对将要改变的权限", "Look at what changes before you save it"), tone: .warn,
            """
            \(PolicyChangesView(language: language, changes: changes).html)
            <form method="post" action="\(href: Routes.policyFunction.path(draft.function.id))">\(HTML.csrf(csrf))\
            \(HTML.hidden("etag", String(version)))\(HTML.hidden("step", "save"))\(typed)\
            \(HTML.row([
                HTML.button(language("确认保存", "Save it"), kind: .primary),
                HTML.linkButton(language("放弃", "Leave it"), Routes.policy.path(), kind: .quiet),
            ]))</form>
            """)
    }

    /// The draft once more, unseen.
    private var typed: [HTML] {
        draft.lines.flatMap { line in
            Rows.allCases.filter(line.rows.contains).map { HTML.hidden("rows-" + line.key, $0.rawValue) }
                + FieldGroup.allCases.filter(line.hidden.contains).map {
                    HTML.hidden("hidden-" + line.key, $0.rawValue)
                }
                + Visitor.Interface.allCases.filter(line.interfaces.contains).map {
                    HTML.hidden("interfaces-" + line.key, $0.rawValue)
                }
        }
    }

    private var form: HTML {
        HTML.form(
            action: Routes.policyFunction.path(draft.function.id), csrf: csrf,
            """
            \(HTML.hidden("etag", String(version)))\(HTML.hidden("step", "preview"))\
            \(draft.lines.map(fields))\
            \(HTML.formActions([HTML.button(language("预览改变", "See what changes"), kind: .primary)], isSticky: true))
            """)
    }

    private func fields(_ line: PolicyDraft.Line) -> HTML {
        let rows = Rows.allCases.map { Choice($0.rawValue, language($0.title)) }
        let hidden = FieldGroup.allCases.map { Choice($0.rawValue, language($0.title)) }
        let interfaces = [
            Choice("page", language("页面", "Pages")), Choice("api", language("接口", "API")),
        ]
        let title = language(PolicyDraft.title(line.role)) + language("：", ": ") + summary(line)
        return HTML.disclosure(
            title, isOpen: !line.rows.isEmpty,
            """
            \(Input("rows-" + line.key, language("范围（不选为不可以）", "Which cases (none: not allowed)"))
                .checkboxes(rows, values: Set(line.rows.map(\.rawValue)), isInline: true))\
            \(Input("hidden-" + line.key, language("看不到", "Hidden"))
                .checkboxes(hidden, values: Set(line.hidden.map(\.rawValue)), isInline: true))\
            \(Input("interfaces-" + line.key, language("可以通过", "Through"))
                .checkboxes(interfaces, values: Set(line.interfaces.map(\.rawValue)), isInline: true))
            """)
    }

    private func summary(_ line: PolicyDraft.Line) -> String {
        line.rows.isEmpty
            ? language("不可以", "not allowed") : language(Rows.allCases.filter(line.rows.contains).map(\.title).joined())
    }
}

extension EvaluationPortal {
    @Sendable func policyFunctionPage(_ call: Call) async throws -> Reply {
        policyFunctionReply(call, try await policyFunctionView(call).view)
    }

    @Sendable func changePolicy(_ call: Call) async throws -> Reply {
        var (view, policy) = try await policyFunctionView(call)
        let current = view.version
        view.draft = PolicyDraft(view.draft.function, call.form)
        let changed = view.draft.applied(to: policy)
        do {
            let version = try call.form.integer("etag", in: 0...Int.max)
            if version != current {
                throw Refusal(
                    .conflict, zh: "另一位管理员刚刚修改了权限，请核对下面的改变后再保存",
                    en: "another administrator has just changed the rights; look at what changes and save again")
            }
            try PolicyDraft.check(changed)
            if try call.form.optional("step") == "save" {
                try await store.write { try PolicySetting.set(changed, version: version, $0, rights) }
                return .redirect(to: Routes.policy.path(query: ["done": "saved"]))
            }
            view.changes = PolicyChange.between(policy, changed, rights)
            return policyFunctionReply(call, view)
        } catch let refusal as Refusal {
            view.refusal = refusal
            // What is in the way of saving is told; only a conflict can go on from here.
            view.changes = refusal.kind == .conflict ? PolicyChange.between(policy, changed, rights) : nil
            return policyFunctionReply(call, view, status: FormState(Fields(), refusal).status)
        }
    }

    private func policyFunctionView(_ call: Call) async throws -> (view: PolicyFunctionView, policy: Policy) {
        guard let function = rights[call.parameter("function")] else {
            throw Refusal(.missing, zh: "没有这项功能", en: "there is no such function")
        }
        let (policy, version) = try await store.read { try PolicySetting.current($0, rights) }
        let draft = PolicyDraft(function, of: policy)
        let view = PolicyFunctionView(
            language: call.spoken, draft: draft, version: version,
            isMixed: Set(draft.applied(to: policy).grants) != Set(policy.grants), csrf: call.formToken)
        return (view, policy)
    }

    private func policyFunctionReply(_ call: Call, _ view: PolicyFunctionView, status: Int = 200) -> Reply {
        page(call, PageContent(view.draft.function.title, view.body), status: status)
    }
}
