import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Secrets

/// Where an administrator adds somebody.
struct NewPersonView {
    var language: PageLanguage
    var form = FormState(["language": "zh"])
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language("新建人员", "A new person"),
            lead: .text(
                language(
                    "保存后得到一个一次性链接，交给本人设置密码；然后再分配角色。",
                    "You get a link for them to choose their password, and give them a role afterwards.")),
            breadcrumbs: [
                Link(language("人员", "People"), Routes.people.path()),
                Link(language("新建", "New"), Routes.newPerson.path(), isCurrent: true),
            ], language: language))
        \(HTML.card(
            nil,
            HTML.form(
                action: Routes.people.path(), csrf: csrf,
                """
                \(PersonForm(language: language, form: form, hasMail: true).fields)\
                \(HTML.formActions([
                    HTML.button(language("建立人员", "Add them"), kind: .primary),
                    HTML.linkButton(language("取消", "Cancel"), Routes.people.path(), kind: .quiet),
                ]))
                """)))
        """
    }
}

extension EvaluationPortal {
    @Sendable func newPersonPage(_ call: Call) async throws -> Reply {
        newPersonReply(call, NewPersonView(language: call.spoken, csrf: call.formToken))
    }

    /// Answers with the person's page itself: the link is shown this once.
    @Sendable func createPerson(_ call: Call) async throws -> Reply {
        do {
            let (draft, accounts) = (try PersonForm.read(call.form), accounts)
            let (person, link) = try await store.write { try accounts.createPerson(draft, $0) }
            return try await personReply(call, person.id, link: linkURL(link))
        } catch let refusal as Refusal {
            let view = NewPersonView(
                language: call.spoken, form: FormState(call.form, refusal), csrf: call.formToken)
            return newPersonReply(call, view)
        }
    }

    /// The whole address of a link for choosing a password.
    func linkURL(_ link: Token) -> String { baseURL + Routes.choosePassword.path(link.text) }

    private func newPersonReply(_ call: Call, _ view: NewPersonView) -> Reply {
        let content = PageContent(Phrase(zh: "新建人员", en: "A new person"), isNarrow: true, view.body)
        return page(call, content, status: view.form.status)
    }
}
