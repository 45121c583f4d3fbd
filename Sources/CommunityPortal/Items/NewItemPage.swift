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
        state.values.pairs += soon.filter { state[$0.name].isEmpty }
        return try await newReply(call, state, named: desk.names(items: ids, people: []))
    }

    /// What holds for hours mostly begins now.
    private var soon: [Fields.Pair] {
        guard let validity = kind.validity, kind.form[validity.from]?.content == .moment,
            kind.form[validity.until]?.content == .moment
        else { return [] }
        let now = portal.now
        return [
            Fields.Pair(validity.from, now.shown),
            Fields.Pair(validity.until, now.adding(seconds: Self.usualHours * 3_600).shown),
        ]
    }

    private static let usualHours: Int64 = 4

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
        view.start = desk.catalog.start(of: kind, for: call.visitor, isNew: true)
        view.list = desk.catalog.start(of: kind, for: call.visitor, isNew: false)?.title ?? kind.title
        view.candidates = try await portal.candidates(call.visitor).all(kind, form)
        view.named = named
        // Sent twice, entered once: what was refused may be sent again with the same id.
        view.id = (try? FormID.sent(call.form)) ?? desk.surroundings.newID()
        return portal.frame.page(call, PageContent(view.title, view.body), status: state.status)
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
    /// What the visitor's role calls it, and is asked; nil: what everybody is.
    var start: Start?
    /// What the list of them is called.
    var list = Phrase.same("")

    var title: Phrase {
        start?.title ?? Phrase(zh: "登记" + kind.title.zh, en: "New: " + kind.title.en.lowercased())
    }

    var body: HTML {
        let routes = KindRoutes(kind)
        let presets = (start?.presets ?? [:]).sorted { $0.key < $1.key }
        var inputs = FieldInputs(language: language)
        (inputs.state, inputs.candidates, inputs.named) = (state, candidates, named)
        return """
            \(HTML.heading(
                language(title),
                breadcrumbs: [
                    Link(language(list), routes.list.path()),
                    Link(
                        start.map { language($0.title) } ?? language("登记", "New"), routes.new.path(), isCurrent: true),
                ], language: language))
            \(HTML.card(
                nil,
                HTML.form(
                    action: routes.list.path(), id: "new-\(kind.id)", csrf: csrf,
                    """
                    \(state.summary(language))\(HTML.hidden("_id", id))\
                    \(each: presets, { HTML.hidden($0.key, $0.value) })\
                    \(inputs.place(kind))\(FieldInputs.html(start?.asked(form) ?? form, inputs))\
                    \(HTML.formActions([
                        HTML.button(
                            start == nil ? language("登记", "Enter") : language("提交", "Send"), kind: .primary),
                        HTML.linkButton(language("取消", "Cancel"), routes.list.path(), kind: .quiet),
                    ]))
                    """)))
            """
    }
}
