import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// The contacts of a case: masked, and in clear once it is said why.
struct ContactsView {
    let context: CaseContext
    /// In clear; nil: nobody has asked.
    var contacts: [CaseContact]?
    var form = FormState()

    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    /// Whether the visitor has to say why: they see a mask.
    static func isMasked(_ context: CaseContext) -> Bool {
        !context.opened.hidden.contains(.contacts) && !context.evaluation.isOwn(of: context.call.visitor)
    }

    var body: HTML {
        """
        \(contacts.map(clear))\(HTML.card(
            say("查看联系方式", "See the contacts"),
            """
            <p>\(say(
                "页面上只显示打码后的联系方式。说明用途后显示一次明文，谁在何时为何查看会记入日志。",
                "Pages show contacts masked. Once you say why, they are shown in clear this once; who looked, when and "
                    + "why stands in the journal."))</p>
            \(HTML.form(
                action: Routes.contacts.path(context.id), id: "contacts", csrf: context.call.csrf,
                """
                \(LookReasonFields(language: context.language, form: form, isSeen: false).html)\
                \(HTML.formActions([HTML.button(say("查看明文", "Show them"), kind: .primary)]))
                """))
            """))
        """
    }

    private func clear(_ contacts: [CaseContact]) -> HTML {
        HTML.card(
            say("联系方式", "Contacts"),
            HTML.facts(
                contacts.map { contact in
                    let whose =
                        contact.objection.map { say("异议 \($0)", "Objection \($0)") } ?? say("社区联系人", "The community")
                    return Fact(whose, "\(contact.name) \(contact.contact)")
                }))
    }
}

extension EvaluationPortal {
    /// Answers with the page itself: contacts are shown this once.
    @Sendable func showContacts(_ call: Call) async throws -> Reply {
        var view = ContactsView(context: try await context(call))
        var status = 200
        do {
            let reason = try LookReasonFields.reason(call.form)
            view.contacts = try await desk.contacts(of: view.context.id, call.visitor, reason)
        } catch let refusal as Refusal where refusal.place != nil {
            view.form = FormState(call.form, refusal)
            status = view.form.status
        }
        let content = PageContent(
            .same(view.context.evaluation.community.name),
            "\(view.context.heading(Routes.contacts))\(view.body)")
        return page(call, content, status: status).with(.cacheControl, "no-store")
    }
}
