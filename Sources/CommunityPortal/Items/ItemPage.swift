import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    @Sendable func itemPage(_ call: Call) async throws -> Reply {
        let opened = try await desk.open(call.parameter("item"), of: kind, call.visitor)
        return itemReply(call, try await itemView(call, opened))
    }

    /// Does an act with the answers of its form; where they are refused, the page is shown again with them.
    @Sendable func perform(_ act: KindAct, _ call: Call) async throws -> Reply {
        let (id, prefix) = (call.parameter("item"), act.id + ".")
        do {
            let reader = ItemFormReader(
                uploads: portal.uploads, person: call.person?.id, form: call.form, prefix: prefix)
            let draft = try await reader.draft(act.form, hasPlace: false)
            let version = try call.form.integer("_version", in: 0...Int.max)
            let entry = try call.form.filled("_id") ?? desk.surroundings.newID()
            _ = try await desk.perform(
                act, on: id, of: kind, draft, entry: entry, expected: version, by: call.visitor)
        } catch let refusal as Refusal where refusal.kind != .missing && refusal.kind != .forbidden {
            // Whoever may not see it is told that and nothing else.
            let opened = try await desk.open(id, of: kind, call.visitor)
            var view = try await itemView(call, opened)
            view.refused = (act.id, FormState(call.form, refusal.prefixed(prefix)))
            return itemReply(call, view, status: view.refused?.state.status ?? 200)
        }
        let back = try call.form.filled("_back") ?? routes.item.path(id)
        return .redirect(
            toVisitors: back + (back.contains("?") ? "&" : "?") + "done=" + CommunityPortal.word(kind, act.id),
            or: routes.item.path(id))
    }

    func itemReply(_ call: Call, _ view: ItemView, status: Int = 200) -> Reply {
        let content = PageContent(.same("\(view.opened.item.head.number) \(view.opened.item.head.title)"), view.body)
        return portal.frame.page(call, content, status: status).with(.cacheControl, "no-store")
    }

    func itemView(_ call: Call, _ opened: CommunityDesk.Opened) async throws -> ItemView {
        let (finder, opened) = (portal.candidates(call.visitor), placed(opened, call))
        var view = ItemView(
            language: call.spoken, opened: opened, catalog: desk.catalog, now: portal.now, csrf: call.formToken)
        view.entry = desk.surroundings.newID()
        view.ways = ways(call, opened)
        for act in opened.acts where !act.form.fields.isEmpty {
            view.candidates[act.id] = try await finder.all(act.form, hasPlace: false)
        }
        view.extra = try await portal.ruleExtra(call, opened.item)
        if view.extra == nil { view.extra = try await portal.billExtra(call, opened.item) }
        try await addRelated(to: &view, call)
        if kind.id == Estate.space.id {
            view.children = try await children(call, opened.item.id)
            view.mayCreate = call.allows(kind.function(.create))
            view.elsewhere = desk.catalog.kinds.filter {
                $0.placing != .nowhere && call.allows($0.function(.read))
            }
        }
        return view
    }

    /// Without the spaces around it, where the visitor may not look at them.
    func placed(_ opened: CommunityDesk.Opened, _ call: Call) -> CommunityDesk.Opened {
        let readsSpaces = (try? !desk.readsOwnOnly(Estate.space, call.visitor)) ?? false
        if readsSpaces { return opened }
        var opened = opened
        opened.path = []
        return opened
    }

    /// What is in a space itself.
    private func children(_ call: Call, _ space: String) async throws -> [ItemView.Children] {
        var lists: [ItemView.Children] = []
        let files = desk.catalog.kinds.filter(\.isPlaceFile).map(\.id)
        let parties = Estate.parties.map(\.id)
        for id in [Estate.space.id, Estate.device.id] + files
            + [Estate.household, Estate.resident, Estate.company].map(\.id)
        {
            guard let child = desk.catalog.kind(id), call.allows(child.function(.read)) else { continue }
            let most = ItemView.mostChildren
            let query = ItemQuery(kind: id, reach: [], at: space, order: .number, limit: most + 1)
            let found = try await desk.list(query, call.visitor)
            // Not every place has people.
            if found.items.isEmpty, (parties + files).contains(id) { continue }
            lists.append(
                ItemView.Children(
                    kind: child, form: found.form, items: Array(found.items.prefix(most)), named: found.named,
                    hasMore: found.items.count > most))
        }
        return lists
    }
}
