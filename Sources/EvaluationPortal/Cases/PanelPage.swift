import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// The panel: who is on it, what they declared, how far they are; whom one could invite.
    @Sendable func panelPage(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        let experts: [Member] =
            context.can("invite") ? try await store.read { try $0.members(.experts()) } : []
        let view = PanelView(context: context, experts: experts)
        return page(
            call, PageContent(.same(context.evaluation.community.name), "\(context.heading(Routes.panel))\(view.body)"))
    }
}

struct PanelView {
    let context: CaseContext
    let experts: [Member]
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var back: String { Routes.panel.path(context.id) }

    var body: HTML {
        """
        \(declaration)\(HTML.card(say("专家组", "Panel"), table))\(invitation)\(start)
        """
    }

    private func fields(_ ids: [String]) -> String {
        context.language.list(
            ids.map { id in context.rulebook.categories.first { $0.id == id }.map { context.say($0.title) } ?? id })
    }

    private func state(_ member: EvaluationCase.Panelist) -> HTML {
        switch member.hasConflict {
        case nil: return HTML.badge(say("待申报利益关系", "to declare interests"), .warn)
        case true?: return HTML.badge(say("有利益关系", "conflict of interest"), .bad)
        case false?:
            return member.finishedAt == nil
                ? HTML.badge(say("无利益关系", "no conflict"), .good) : HTML.badge(say("已完成", "finished"), .good)
        }
    }

    private var table: HTML {
        HTML.table(
            say("成员", "Members"),
            columns: [
                Column(say("专家", "Expert"), isHeader: true), Column(say("专业", "Fields")), Column(say("状态", "State")),
                Column(say("说明", "Words")), Column(""),
            ],
            rows: evaluation.panel.map { member in
                let dismiss: HTML? =
                    context.can("dismiss")
                    ? HTML.disclosure(
                        say("移出", "Remove"),
                        context.actForm(
                            "dismiss", version: evaluation.sequence, back: back, kind: .danger,
                            """
                            \(HTML.hidden("expert", member.expert))\
                            \(Input("reason", say("理由", "Reason"), isRequired: true).text(maxLength: 400))
                            """)) : nil
                return TableRow([
                    "\(member.name) \(member.isLeader ? HTML.badge(say("组长", "leader"), .info) : nil)",
                    .text(fields(member.fields)), state(member), .text(member.declaration), dismiss ?? "",
                ])
            }, empty: HTML.emptyState(say("还没有专家", "Nobody yet")), isCaptionHidden: true)
    }

    private var declaration: HTML? {
        guard context.can("declare"), let me = evaluation.panelist(context.call.person?.id) else { return nil }
        let question = say("与申请方或本社区有无利益关系", "Any interest in the applicant or community?")
        return HTML.card(
            say("请申报利益关系", "Declare your interests"), tone: .warn,
            context.actForm(
                "declare", version: evaluation.sequence, back: back,
                """
                \(Input("hasConflict", question, isRequired: true)
                    .radios([
                        Choice("false", say("没有，我将独立、客观评判", "none; I judge independently")),
                        Choice("true", say("有", "yes")),
                    ], value: me.hasConflict.map(String.init) ?? ""))\
                \(context.words(
                    "reason", "说明（有利益关系时必填）", "Words (needed if there is one)", me.declaration, rows: 2,
                    isRequired: false))
                """))
    }

    private var invitation: HTML? {
        guard context.can("invite") else { return nil }
        let invited = Set(evaluation.panel.map(\.expert))
        let choices = experts.filter { !invited.contains($0.person.id) }.map { member in
            Choice(
                member.person.id, member.person.name,
                note: "\(member.membership.organisation.name) · \(fields(member.membership.fields))")
        }
        return HTML.card(
            say("邀请专家", "Invite an expert"),
            context.actForm(
                "invite", version: evaluation.sequence, back: back,
                """
                \(Input("expert", say("专家", "Expert"), isRequired: true).select(choices, prompt: "—"))\
                \(Input("isLeader", say("任组长", "as leader")).check())
                """))
    }

    private var start: HTML? {
        guard context.can("startVisit") else { return nil }
        return HTML.card(
            say("开始现场核查", "Start the site visit"),
            context.actForm(
                "startVisit", version: evaluation.sequence, back: back,
                Input("on", say("现场日期", "Date of the visit"), isRequired: true).date(context.today.description)))
    }
}
