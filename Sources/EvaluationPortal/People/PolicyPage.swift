import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Who may do what, as a table: a line for each function, a column for each role.
struct PolicyView {
    var language: PageLanguage
    var policy: Policy
    /// Of the setting; 0: the standard policy.
    var version: Int
    var rights = RightsBook.evaluation
    var refusal: Refusal?
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language("权限", "Rights"),
            lead: .text(
                language(
                    "每个角色可以使用哪些功能、处理哪些申报、看不到哪些内容、能否通过接口使用。没有写明可以的，都不可以。",
                    "Which functions a role has, on which cases, what stays hidden, and through which interface. "
                        + "What is not granted is refused.")),
            state: state, language: language))
        \(refusal.map { HTML.callout(.bad, language($0.reason)) })
        \(HTML.table(
            language("功能与角色", "Functions and roles"), columns: columns, rows: rights.functions.map(row),
            narrow: .scroll, isCaptionHidden: true, filter: language("筛选功能", "Filter the functions")))
        \(HTML.grid([legend, reset]))
        """
    }

    private var state: HTML {
        PolicyChange.between(policy, rights.standard, rights).isEmpty
            ? HTML.badge(language("标准权限", "standard"), .neutral)
            : HTML.badge(language("已修改 \(version) 次", "changed \(version) times"), .info)
    }

    private var columns: [Column] {
        [Column(language("功能", "Function"), isHeader: true)]
            + PolicyDraft.roles.map { Column($0 == nil ? language("任何人", "Anybody") : language(PolicyDraft.title($0))) }
    }

    private func row(_ function: Function) -> TableRow {
        let name: HTML = """
            \(HTML.link(language(function.title), Routes.policyFunction.path(function.id)))<br>\
            <small><code>\(function.id)</code></small>
            """
        return TableRow(
            [name] + PolicyDraft(function, of: policy).lines.map { PolicyLineText(language: language, line: $0).html })
    }

    private var legend: HTML {
        HTML.card(
            language("说明", "How to read it"),
            """
            <ul><li>\(language(
                "单元格写明可以处理的范围，“—”为不可以。", "A cell says which cases the role reaches; a dash: none."))</li>
            <li>\(language(
                "一个人有几个角色时，能做的相加，看不到的取共同部分。",
                "Several roles add up; only what every one of them hides stays hidden."))</li>
            <li>\(language(
                "修改立即生效，不必重新登录。", "A change holds at once; nobody has to log in again."))</li></ul>
            """)
    }

    private var reset: HTML {
        let changes = PolicyChange.between(policy, rights.standard, rights).count
        if changes == 0 {
            return HTML.card(
                language("恢复标准权限", "Back to the standard"),
                "<p>\(language("现在就是标准权限。", "These are the standard rights."))</p>")
        }
        return HTML.card(
            language("恢复标准权限", "Back to the standard"),
            """
            <p>\(language("与标准权限有 \(changes) 处不同。", "\(changes) lines differ from the standard."))</p>
            \(HTML.disclosure(
                language("查看不同", "See what differs"),
                PolicyChangesView(
                    language: language, changes: PolicyChange.between(policy, rights.standard, rights)
                ).html))
            \(HTML.postButton(
                language("恢复标准权限", "Reset"), action: Routes.policy.path(), csrf: csrf, kind: .danger,
                confirm: language("把全部权限恢复为标准？", "Put all rights back to the standard?"),
                hidden: [("etag", String(version))]))
            """)
    }
}

/// What one role may do with one function, in words.
struct PolicyLineText {
    var language: PageLanguage
    var line: PolicyDraft.Line?

    var html: HTML {
        guard let line, !line.rows.isEmpty else { return "" }
        let rows = Rows.allCases.filter(line.rows.contains).map(\.title).joined()
        let hidden = FieldGroup.allCases.filter(line.hidden.contains).map(\.title).joined()
        let interface: HTML? =
            line.interfaces == [.page]
            ? "<br><small>\(language("仅页面", "pages only"))</small>"
            : line.interfaces == [.api] ? "<br><small>\(language("仅接口", "API only"))</small>" : nil
        return """
            \(HTML.badge(language(rows), .good))\
            \(if: !line.hidden.isEmpty, "<br><small>\(language("不见：", "hidden: "))\(language(hidden))</small>")\
            \(interface)
            """
    }
}

/// What would change, line by line.
struct PolicyChangesView {
    var language: PageLanguage
    var changes: [PolicyChange]

    var html: HTML {
        let columns = [
            Column(language("功能", "Function"), isHeader: true), Column(language("角色", "Role")),
            Column(language("现在", "Now")), Column(language("改为", "Then")),
        ]
        let rows = changes.map { change in
            TableRow([
                .text(language(change.function.title)), .text(language(PolicyDraft.title(change.role))),
                text(change.before), text(change.after),
            ])
        }
        return HTML.table(
            language("将要改变的权限", "What changes"), columns: columns, rows: rows,
            empty: .text(language("没有改变。", "Nothing changes.")))
    }

    private func text(_ line: PolicyDraft.Line?) -> HTML {
        line == nil
            ? HTML.badge(language("不可以", "not allowed"), .neutral) : PolicyLineText(language: language, line: line).html
    }
}

extension EvaluationPortal {
    @Sendable func policyPage(_ call: Call) async throws -> Reply {
        policyReply(call, try await policyView(call))
    }

    @Sendable func resetPolicy(_ call: Call) async throws -> Reply {
        let version = try call.form.integer("etag", in: 0...Int.max)
        do {
            try await store.write { try PolicySetting.set(rights.standard, version: version, $0, rights) }
            return .redirect(to: Routes.policy.path(query: ["done": "reset"]))
        } catch let refusal as Refusal {
            var view = try await policyView(call)
            view.refusal = refusal
            return policyReply(call, view, status: FormState(Fields(), refusal).status)
        }
    }

    private func policyView(_ call: Call) async throws -> PolicyView {
        let (policy, version) = try await store.read { try PolicySetting.current($0, rights) }
        return PolicyView(
            language: call.spoken, policy: policy, version: version, rights: rights, csrf: call.formToken)
    }

    private func policyReply(_ call: Call, _ view: PolicyView, status: Int = 200) -> Reply {
        var content = PageContent(Phrase(zh: "权限", en: "Rights"), isWide: true, view.body)
        content.notices = Done.notices(
            call,
            [
                "saved": Phrase(zh: "权限已修改，立即生效", en: "The rights are changed and hold at once"),
                "reset": Phrase(zh: "已恢复标准权限", en: "The standard rights are back"),
            ])
        return page(call, content, status: status)
    }
}
