import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    @Sendable func newPage(_ call: Call) async throws -> Reply {
        var state = FormState()
        // What an address names stands in the form already; nothing of people comes by one.
        if let place = try call.query.filled("place") { state.values.pairs.append(Fields.Pair("place", place)) }
        var ids: Set<String> = []
        for field in try await desk.form(of: kind).fields where field.secrecy == .open {
            guard var word = try call.query.filled(field.id) else { continue }
            if let other = field.referredKind {
                word = try await desk.id(of: word, kind: other, place: field.id, call.visitor)
                ids.insert(word)
            }
            state.values.pairs.append(Fields.Pair(field.id, word))
        }
        if state["place"].isEmpty, kind.placing == .required, call.visitor.homes.count == 1 {
            state.values.pairs += call.visitor.homes.map { Fields.Pair("place", $0) }
        }
        return try await newReply(call, state, named: desk.names(items: ids, people: []))
    }

    @Sendable func create(_ call: Call) async throws -> Reply {
        do {
            let form = try await desk.form(of: kind)
            let reader = ItemFormReader(uploads: portal.uploads, person: call.person?.id, form: call.form)
            let draft = try await reader.draft(form, hasPlace: kind.placing != .nowhere)
            let id = try FormID.sent(call.form) ?? desk.surroundings.newID()
            let made = try await desk.create(kind, draft, id: id, by: call.visitor)
            return .redirect(
                to: routes.item.path(made.item.id, query: ["done": CommunityPortal.word(kind, KindAct.create)]))
        } catch let refusal as Refusal {
            return try await newReply(call, FormState(call.form, kind.atField(refusal)))
        }
    }

    private func newReply(
        _ call: Call, _ state: FormState, named: [String: CommunityDesk.Named] = [:]
    ) async throws -> Reply {
        let form = try await desk.form(of: kind)
        var view = NewItemView(language: call.spoken, kind: kind, form: form, state: state, csrf: call.formToken)
        view.candidates = try await portal.candidates(call.visitor).all(kind, form)
        view.named = named
        // Sent twice, entered once: what was refused may be sent again with the same id.
        view.id = (try? FormID.sent(call.form)) ?? desk.surroundings.newID()
        let title = Phrase(zh: "登记" + kind.title.zh, en: "New: " + kind.title.en.lowercased())
        return portal.frame.page(call, PageContent(title, view.body), status: state.status)
            .with(.cacheControl, "no-store")
    }
}

/// Where one enters a thing of a kind.
struct NewItemView {
    var language: PageLanguage
    var kind: Kind
    var form: Form
    var state = FormState()
    var candidates = Candidates()
    /// What values name, by id.
    var named: [String: CommunityDesk.Named] = [:]
    /// The id that it will have.
    var id = ""
    var csrf: String?

    var body: HTML {
        let routes = KindRoutes(kind)
        let title = language("登记\(kind.title.zh)", "New: \(kind.title.en.lowercased())")
        var inputs = FieldInputs(language: language)
        (inputs.state, inputs.candidates, inputs.named) = (state, candidates, named)
        return """
            \(HTML.heading(
                title,
                breadcrumbs: [
                    Link(language(kind.title), routes.list.path()),
                    Link(language("登记", "New"), routes.new.path(), isCurrent: true),
                ], language: language))
            \(HTML.card(
                nil,
                HTML.form(
                    action: routes.list.path(), id: "new-\(kind.id)", csrf: csrf,
                    """
                    \(state.summary(language))\(HTML.hidden("_id", id))\(inputs.place(kind))\
                    \(FieldInputs.html(form, inputs))\
                    \(HTML.formActions([
                        HTML.button(language("登记", "Enter"), kind: .primary),
                        HTML.linkButton(language("取消", "Cancel"), routes.list.path(), kind: .quiet),
                    ]))
                    """)))
            """
    }
}
