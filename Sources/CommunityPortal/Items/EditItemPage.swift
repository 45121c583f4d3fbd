import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    @Sendable func editPage(_ call: Call) async throws -> Reply {
        let opened = try await desk.open(call.parameter("item"), of: kind, call.visitor)
        guard opened.mayEdit else { throw KindPages.over(opened) }
        let state = FormState(opened.form, opened.item.fields, place: opened.item.place)
        return try await editReply(call, opened, state)
    }

    @Sendable func edit(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let before = try await desk.open(id, of: kind, call.visitor)
        do {
            let version = try call.form.integer("_version", in: 0...Int.max)
            var reader = ItemFormReader(uploads: portal.uploads, person: call.person?.id, form: call.form)
            reader.before = before.item.fields
            let draft = try await reader.draft(kind.changeable(before.form), hasPlace: kind.placing != .nowhere)
            let entry = try call.form.filled("_id") ?? desk.surroundings.newID()
            _ = try await desk.edit(id, of: kind, draft, entry: entry, expected: version, by: call.visitor)
            return .redirect(
                to: routes.item.path(id, query: ["done": CommunityPortal.word(kind, KindAct.edit)]))
        } catch let refusal as Refusal where refusal.kind != .missing && refusal.kind != .forbidden {
            let opened = try await desk.open(id, of: kind, call.visitor)
            return try await editReply(call, opened, FormState(call.form, kind.atField(refusal)))
        }
    }

    private static func over(_ opened: CommunityDesk.Opened) -> Refusal {
        opened.kind.openStates.contains(opened.item.state)
            ? Refusal(.forbidden, zh: "您不能修改这一项", en: "you may not change this")
            : Refusal(.locked, zh: "已经结束，不能再修改", en: "it is over and cannot be changed")
    }

    private func editReply(
        _ call: Call, _ opened: CommunityDesk.Opened, _ state: FormState
    ) async throws -> Reply {
        var view = EditItemView(
            language: call.spoken, opened: opened, catalog: desk.catalog, state: state, csrf: call.formToken)
        view.entry = desk.surroundings.newID()
        view.candidates = try await portal.candidates(call.visitor).all(kind, opened.form)
        let title = Phrase(zh: "修改" + opened.item.head.number, en: "Change " + opened.item.head.number)
        return portal.frame.page(call, PageContent(title, view.body), status: state.status)
            .with(.cacheControl, "no-store")
    }
}

/// Where one changes what is known of a thing.
struct EditItemView {
    var language: PageLanguage
    var opened: CommunityDesk.Opened
    var catalog: Catalog
    var state: FormState
    var candidates = Candidates()
    /// What the change is known by.
    var entry = ""
    var csrf: String?

    private var kind: Kind { opened.kind }
    private var item: Item { opened.item }

    var body: HTML {
        let routes = KindRoutes(kind)
        var inputs = FieldInputs(language: language)
        (inputs.state, inputs.candidates, inputs.named) = (state, candidates, opened.named)
        (inputs.before, inputs.file) = (item.fields, { routes.file.path(item.id, $0) })
        var trail = ItemView.trail(opened, catalog, language)
        trail[trail.count - 1].isCurrent = false
        trail.append(Link(language("修改", "Change"), routes.edit.path(item.id), isCurrent: true))
        return """
            \(HTML.heading(
                language("修改“\(item.head.title)”", "Change “\(item.head.title)”"), lead: .text(item.head.number),
                breadcrumbs: trail, language: language))
            \(state.refusal?.kind == .conflict ? conflict : nil)
            \(HTML.card(
                nil,
                HTML.form(
                    action: routes.item.path(item.id), id: "edit-\(item.id)", csrf: csrf,
                    """
                    \(state.summary(language))\(HTML.hidden("_id", entry))\
                    \(HTML.hidden("_version", String(item.head.sequence)))\(inputs.place(kind, item: item))\
                    \(FieldInputs.html(kind.changeable(opened.form), inputs))\
                    \(HTML.formActions([
                        HTML.button(language("保存", "Save"), kind: .primary),
                        HTML.linkButton(language("取消", "Cancel"), routes.item.path(item.id), kind: .quiet),
                    ]))
                    """)))
            """
    }

    /// What stands there now where the form says something else: whoever saves again has seen it.
    private var conflict: HTML {
        let values = ShownValues(language: language, named: opened.named, catalog: catalog)
        let facts = opened.form.fields.compactMap { field -> Fact? in
            let now = item.fields[field.id]
            guard field.secrecy == .open, !field.isFile else { return nil }
            let mine = (try? field.read(state.values.all(field.id))) ?? nil
            let isSame = mine == now || field.isFlag && mine == nil && now?.flag != true
            return isSame ? nil : Fact(language(field.title), now.map { values.html(field, $0) } ?? "")
        }
        return HTML.callout(
            .warn, language("下面是别人刚刚保存的内容，与您填写的不同", "This is what somebody else has just saved, other than yours"),
            HTML.facts(facts))
    }
}

extension Field {
    var isFile: Bool { if case .files = content { true } else { false } }
    var isFlag: Bool { content == .flag }
}
