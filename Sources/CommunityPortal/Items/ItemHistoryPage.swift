import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    static let historyPage = 100

    @Sendable func historyPage(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let before = try call.query.integer("before", in: 1...Int.max, or: Int.max)
        let (opened, entries, people) = try await desk.history(id, of: kind, call.visitor)
        let shown = entries.filter { $0.entry.sequence < before }.suffix(KindPages.historyPage)
        var view = ItemHistoryView(
            language: call.spoken, opened: placed(opened, call), catalog: desk.catalog, entries: shown.reversed(),
            people: people)
        let kind = kind
        view.editions = try await desk.store.readCommunity { try $0.formEditions(of: kind.id) }
        view.named = try await names(shown.map(\.act), opened.form)
        if let first = shown.first, first.entry.sequence > 1 { view.next = first.entry.sequence }
        let title = Phrase(zh: opened.item.head.number + " 办理经过", en: opened.item.head.number + ": history")
        return portal.frame.page(call, PageContent(title, view.body)).with(.cacheControl, "no-store")
    }

    /// Whatever the entries name: items, spaces, people.
    func names(_ acts: [ItemEntry], _ form: Form) async throws -> [String: CommunityDesk.Named] {
        var (items, people): (Set<String>, Set<String>) = ([], [])
        func note(_ values: [String: FormValue], _ form: Form) {
            for field in form.fields {
                if field.referredKind != nil { items.formUnion(values[field.id]?.words ?? []) }
                guard let text = values[field.id]?.text else { continue }
                switch field.content {
                case .person: people.insert(text)
                default: continue
                }
            }
        }
        for act in acts {
            note(act.fields, form)
            if let own = kind.act(act.act)?.form { note(act.answers ?? [:], own) }
            if let place = act.place { items.insert(place) }
        }
        return try await desk.names(items: items, people: people)
    }
}

/// What was done to a thing, the newest first.
struct ItemHistoryView {
    var language: PageLanguage
    var opened: CommunityDesk.Opened
    var catalog: Catalog
    var entries: [(entry: CaseEntry, act: ItemEntry)]
    /// Names of who acted.
    var people: [String: String]
    /// Forms that the entries were written with, oldest first.
    var editions: [Form] = []
    var named: [String: CommunityDesk.Named] = [:]
    /// What is older follows before this one.
    var next: Int?

    private var kind: Kind { opened.kind }
    private var item: Item { opened.item }
    private var routes: KindRoutes { KindRoutes(kind) }

    private var values: ShownValues {
        ShownValues(
            language: language, named: opened.named.merging(named) { first, _ in first }, catalog: catalog,
            file: { routes.file.path(item.id, $0) })
    }

    var body: HTML {
        var trail = ItemView.trail(opened, catalog, language)
        trail[trail.count - 1].isCurrent = false
        trail.append(Link(language("办理经过", "History"), routes.history.path(item.id), isCurrent: true))
        let title = item.head.title.isEmpty ? item.head.number : item.head.title
        return """
            \(HTML.heading(title, lead: .text(item.head.number), breadcrumbs: trail, language: language))
            \(HTML.card(language("办理经过", "History"), HTML.timeline(entries.map(line))))
            \(HTML.pagination(
                next: next.map { routes.history.path(item.id, query: ["before": String($0)]) },
                words: (language("较新的", "Newer"), language("更早的", "Older")), language: language))
            """
    }

    private func line(_ entry: CaseEntry, _ act: ItemEntry) -> TimelineEntry {
        let facts = facts(act)
        let actor = entry.person.map { people[$0] ?? "" } ?? language("系统", "the system")
        return TimelineEntry(
            entry.at.shown, "\(title(entry.act)) <small>#\(entry.sequence)</small>", actor: actor,
            body: facts.isEmpty ? nil : HTML.facts(facts))
    }

    private func title(_ act: String) -> String {
        switch act {
        case KindAct.create: language("登记", "Entered")
        case KindAct.edit: language("修改", "Changed")
        case CommunityDesk.settling: language("核销", "Settled")
        default: kind.act(act).map { language($0.title) } ?? act
        }
    }

    private func facts(_ act: ItemEntry) -> [Fact] {
        let form = editions.indices.contains(act.edition - 1) ? editions[act.edition - 1] : opened.form
        func shown(_ fields: [Field], _ content: [String: FormValue]) -> [Fact] {
            fields.compactMap { field in
                content[field.id].map { Fact(language(field.title), values.html(field, $0)) }
            }
        }
        var facts = shown(form.fields, act.fields)
        facts += (act.emptied ?? []).map {
            Fact(form[$0].map { language($0.title) } ?? $0, language("（已清空）", "(emptied)"))
        }
        facts += (act.redacted ?? []).map {
            Fact(
                form[$0].map { language($0.title) } ?? $0,
                language("（撤回同意后已删除）", "(deleted when the consent was withdrawn)"))
        }
        // What an act writes into the thing is said above.
        if let answers = act.answers?.filter({ act.fields[$0.key] != $0.value }) {
            facts += shown(kind.act(act.act)?.form.fields ?? [], answers)
        }
        if let place = act.place { facts.append(Fact(language("位置", "Place"), values.link(place))) }
        if kind.act(act.act)?.to != nil || act.act == KindAct.create {
            let state = kind.lifeCycle.state(act.state).map { language($0.title) } ?? act.state
            facts.append(Fact(language("之后的状态", "State from here on"), state))
        }
        return facts
    }
}
