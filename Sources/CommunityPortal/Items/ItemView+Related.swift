import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension KindPages {
    /// What refers to the thing, and what the visitor may tie to it.
    func addRelated(to view: inout ItemView, _ call: Call) async throws {
        let item = view.opened.item
        view.related =
            try await desk.tied(toPlaceOf: item, call.visitor) + desk.related(to: item, call.visitor)
        for (kind, items) in try await desk.files(ofPlacesOf: item, call.visitor) {
            let form = try await desk.form(of: kind)
            view.files.append(
                ItemView.Children(
                    kind: kind, form: form, items: items, named: try await desk.names(in: items, form), hasMore: false))
        }
        guard kind.openStates.contains(view.opened.item.state) else { return }
        for other in desk.catalog.kinds where call.allows(other.function(.create)) {
            guard let relation = other.relation else { continue }
            let ends = relation.sources + relation.targets
            guard let end = ends.first(where: { other.form[$0]?.content == .reference(kind: kind.id) }) else {
                continue
            }
            view.relations.append((other, end))
        }
    }

    /// What a list is narrowed by that has no box of its own.
    func narrowed(_ query: ItemQuery, _ form: Form) async throws -> [(field: Field, name: String)] {
        let fields = form.fields.compactMap { field -> (Field, String)? in
            guard case .reference = field.content, !field.isFiltered else { return nil }
            return query.values.first { $0.field == field.id }.map { (field, $0.word) }
        }
        let named = try await desk.names(items: Set(fields.map(\.1)), people: [])
        return fields.map { ($0.0, named[$0.1]?.number ?? $0.1) }
    }
}

extension ItemView {
    /// Things of one kind that refer to this one: of relations what is at their other end, and whether they hold.
    func refers(_ related: CommunityDesk.Related) -> HTML {
        let list = KindRoutes(related.kind).list
        let name = ItemFilter.name(related.field)
        let all: [HTML] =
            related.hasMore
            ? [HTML.linkButton(language("全部", "All"), list.path(query: [name: item.id]), kind: .quiet)] : []
        let isOnly = self.related.count { $0.kind.id == related.kind.id } == 1
        let kind = related.kind.title
        let title = language(
            isOnly ? "相关\(kind.zh)" : "相关\(kind.zh)（\(related.field.title.zh)）",
            isOnly ? "Related: \(kind.en)" : "Related: \(kind.en) (\(related.field.title.en))")
        let table =
            related.kind.relation.map { relations(title, related, $0) }
            ?? table(
                title,
                Children(
                    kind: related.kind, form: related.form, items: related.items, named: related.named,
                    hasMore: related.hasMore))
        return HTML.card(title, actions: all, table)
    }

    private func relations(_ title: String, _ related: CommunityDesk.Related, _ relation: RelationFacet) -> HTML {
        let values = ShownValues(language: language, named: related.named, catalog: catalog)
        let (form, today) = (related.form, now.day.description)
        func shown(_ field: String, _ relation: Item) -> HTML {
            guard let field = form[field], let value = relation.fields[field.id] else { return "" }
            return values.html(field, value)
        }
        func head(_ field: String, _ zh: String, _ en: String) -> String {
            form[field].map { language($0.title) } ?? language(zh, en)
        }
        let rows = related.items.map { one in
            TableRow([
                relation.other(one, than: item.id).map(values.link) ?? "",
                HTML.link(one.head.title, KindRoutes(related.kind).item.path(one.id)), shown(relation.since, one),
                shown(relation.until, one), badge(relation.standing(one, of: related.kind, on: today)),
            ])
        }
        return HTML.table(
            title,
            columns: [
                Column(language("另一方", "Other end"), isHeader: true),
                Column(head(relation.type ?? "", "关系", "Relation")), Column(head(relation.since, "开始日期", "From")),
                Column(head(relation.until, "截止日期", "Until")), Column(language("今天", "Today")),
            ], rows: rows, isCaptionHidden: true)
    }

    private func badge(_ standing: RelationFacet.Standing) -> HTML {
        switch standing {
        case .holds: HTML.badge(language("有效", "Holds"), .good)
        case .begins: HTML.badge(language("未开始", "To begin"), .info)
        case .over: HTML.badge(language("已结束", "Over"))
        case .void: HTML.badge(language("作废", "Cancelled"))
        }
    }

    /// Files of the places that it is tied to.
    func file(_ files: Children) -> HTML {
        let kind = files.kind.title
        let title = language("关联的\(kind.zh)", "\(kind.en) of its places")
        return HTML.card(title, table(title, files))
    }

    /// Ways to tie something to this thing.
    var relating: HTML? {
        if relations.isEmpty { return nil }
        let links = relations.map { kind, field in
            HTML.linkButton(
                language("登记\(kind.title.zh)", "New: \(kind.title.en.lowercased())"),
                KindRoutes(kind).new.path(query: [field: item.id]))
        }
        return HTML.card(language("建立关系", "Relations"), HTML.row(links))
    }
}

extension ItemListView {
    /// What the list is narrowed by, and the way back.
    var narrowing: HTML? {
        if narrowed.isEmpty { return nil }
        let badges = narrowed.map { field, name in
            HTML.badge("\(language(field.title))\(language.colon)\(name)", .info)
        }
        let back = HTML.linkButton(language("显示全部", "Show all"), routes.list.path(), kind: .quiet)
        return HTML.row(badges + [back])
    }
}
