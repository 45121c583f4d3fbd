import Commons
import Markup
import PortalKit
import Rulebook

/// Where an administrator adds an organisation.
struct NewOrganisationView {
    var language: PageLanguage
    var regions: Regions
    var form = FormState()
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language("新建单位", "A new organisation"),
            breadcrumbs: [
                Link(language("单位", "Organisations"), Routes.organisations.path()),
                Link(language("新建", "New"), Routes.newOrganisation.path(), isCurrent: true),
            ], language: language))
        \(HTML.card(
            nil,
            HTML.form(
                action: Routes.organisations.path(), csrf: csrf,
                """
                \(OrganisationForm(language: language, form: form, regions: regions, isNew: true).fields)\
                \(HTML.formActions([
                    HTML.button(language("建立单位", "Add it"), kind: .primary),
                    HTML.linkButton(language("取消", "Cancel"), Routes.organisations.path(), kind: .quiet),
                ]))
                """)))
        """
    }
}

extension EvaluationPortal {
    @Sendable func newOrganisationPage(_ call: Call) async throws -> Reply {
        newOrganisationReply(call, try await newOrganisationView(call))
    }

    @Sendable func createOrganisation(_ call: Call) async throws -> Reply {
        do {
            let (draft, accounts) = (try OrganisationForm.read(call.form), accounts)
            let made = try await store.write { try accounts.createOrganisation(draft, $0) }
            return .redirect(to: Routes.organisation.path(made.id, query: ["done": "created"]))
        } catch let refusal as Refusal {
            var view = try await newOrganisationView(call)
            view.form = FormState(call.form, refusal)
            return newOrganisationReply(call, view)
        }
    }

    private func newOrganisationView(_ call: Call) async throws -> NewOrganisationView {
        let regions = try await store.read { try Regions.current($0) }
        return NewOrganisationView(language: call.spoken, regions: regions, csrf: call.formToken)
    }

    private func newOrganisationReply(_ call: Call, _ view: NewOrganisationView) -> Reply {
        let content = PageContent(Phrase(zh: "新建单位", en: "A new organisation"), isNarrow: true, view.body)
        return page(call, content, status: view.form.status)
    }
}
