import Commons
import HTTPTypes
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// Answers with the person's page itself: what was looked at is shown this once.
    @Sendable func look(_ call: Call) async throws -> Reply {
        let (id, accounts, actor) = (call.parameter("person"), accounts, try call.demandPerson().id)
        do {
            let kind = try call.form.choice("field", of: PersonalKind.self)
            let reason = try LookReasonFields.reason(call.form)
            let field = try await store.write { try accounts.look(at: kind, of: id, by: actor, reason, $0).field }
            var view = try await personView(call, id)
            view.personal?.revealed = field
            return personReply(call, view)
        } catch let refusal as Refusal where refusal.place != nil {
            var view = try await personView(call, id)
            view.personal?.form = FormState(call.form, refusal)
            return personReply(call, view, status: view.personal?.form.status ?? 422)
        }
    }

    @Sendable func exportPerson(_ call: Call) async throws -> Reply {
        let (id, accounts, actor) = (call.parameter("person"), accounts, try call.demandPerson().id)
        do {
            let reason = try LookReasonFields.reason(call.form)
            let isPage = try call.form.optional("format") != "json"
            let export = try await store.write {
                try accounts.export(id, by: actor, reason, language: call.language, $0)
            }
            return try exported(export, isPage: isPage, call)
        } catch let refusal as Refusal where refusal.place != nil {
            var view = try await personView(call, id)
            view.personal?.exportForm = FormState(call.form, refusal)
            return personReply(call, view, status: view.personal?.exportForm.status ?? 422)
        }
    }

    @Sendable func setPersonMail(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), accounts)
        do {
            let mail = try call.form.text("mail", most: 254)
            try await store.write { try accounts.setMail(mail, of: id, $0) }
            return .redirect(to: Routes.person.path(id, query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.place != nil {
            var view = try await personView(call, id)
            view.personal?.mailForm = FormState(call.form, refusal)
            return personReply(call, view, status: view.personal?.mailForm.status ?? 422)
        }
    }
}
