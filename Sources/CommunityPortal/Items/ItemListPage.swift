import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    static let pageSize = 50

    @Sendable func listPage(_ call: Call) async throws -> Reply { try await listReply(call) }

    /// `export`: what was asked of an export in clear, and why it was refused.
    func listReply(_ call: Call, export: FormState = FormState()) async throws -> Reply {
        let form = try await desk.form(of: kind)
        let filter = try ItemFilter(call.query, form)
        let after = try call.query.filled("after")
        var view = ItemListView(
            language: call.spoken, kind: kind, form: form, filter: filter, catalog: desk.catalog, now: portal.now)
        view.mayCreate = call.allows(kind.function(.create))
        view.start = desk.catalog.start(of: kind, for: call.visitor, isNew: true)
        view.isOwn = try desk.readsOwnOnly(kind, call.visitor)
        let own = view.isOwn ? desk.catalog.start(of: kind, for: call.visitor, isNew: false) : nil
        view.title = own?.title ?? kind.title
        view.mayExport = call.allows(kind.function(.export))
        view.mayLook = view.mayExport && !form.personal.isEmpty && call.allows(kind.function(.look))
        (view.export, view.csrf) = (export, call.formToken)
        view.isFollowing = after != nil
        if kind.placing != .nowhere { view.spaces = try await portal.candidates(call.visitor).spaces(current: false) }
        do {
            var query = try await desk.query(filter, of: kind, form, call.visitor)
            view.narrowed = try await narrowed(query, form)
            query.after = after.flatMap { ItemQuery.Cursor(text: $0) }
            query.limit = KindPages.pageSize + 1
            view.filter.within = query.within ?? ""
            let found = try await desk.list(query, call.visitor)
            view.items = Array(found.items.prefix(KindPages.pageSize))
            (view.counts, view.named) = (found.counts, found.named)
            if found.items.count > view.items.count {
                view.next = view.items.last.map { ItemQuery.Cursor(after: $0).text }
            }
        } catch let refusal as Refusal where refusal.kind == .invalid {
            view.problem = refusal.reason
        }
        return portal.frame.page(call, PageContent(view.title, isWide: !view.isOwn, view.body), status: export.status)
            .with(.cacheControl, "no-store")
    }
}

/// Things of a kind in a table, to look through, to narrow and to add to.
struct ItemListView {
    var language: PageLanguage
    var kind: Kind
    var form: Form
    var filter: ItemFilter
    var catalog: Catalog
    var now: Instant
    var items: [Item] = []
    /// How many there are by state.
    var counts: [String: Int] = [:]
    var named: [String: CommunityDesk.Named] = [:]
    /// Spaces to narrow by; nil: too many to choose from.
    var spaces: [Choice]?
    /// Where the list goes on.
    var next: String?
    /// It is not the first page.
    var isFollowing = false
    var mayCreate = false
    var mayExport = false
    /// May take out what is of people as it is, having said why.
    var mayLook = false
    var export = FormState()
    var csrf: String?
    /// What the list is narrowed by that has no box of its own: fields, and what they refer to.
    var narrowed: [(field: Field, name: String)] = []
    /// What is wrong with what the list is narrowed by.
    var problem: Phrase?
    /// What the visitor's role calls a new one; nil: what everybody does.
    var start: Start?
    /// What the visitor's role calls the list.
    var title = Phrase.same("")
    /// The visitor reads their own only: a few, of which none is brought in by a table.
    var isOwn = false

    /// As many of one's own are seen at a glance.
    private static let few = 10

    var routes: KindRoutes { KindRoutes(kind) }
    private var name: String { language(title) }
    private var creating: String {
        language(
            start?.title ?? Phrase(zh: "登记\(kind.title.zh)", en: "New: \(kind.title.en.lowercased())"))
    }
    private var needsSearch: Bool {
        !isOwn || !filter.isEmpty || counts.values.reduce(0, +) > Self.few
    }

    var body: HTML {
        """
        \(HTML.heading(name, actions: actions, language: language))
        \(if: needsSearch, search)
        \(HTML.tabs(tabs, label: language("状态", "State")))
        \(problem.map { HTML.callout(.bad, language($0)) })\(narrowing)
        \(table)
        \(HTML.pagination(
            previous: isFollowing ? path(filter.state) : nil, next: next.map { path(filter.state, after: $0) },
            words: (language("回到第一页", "First page"), language("下一页", "Next")), language: language))
        \(if: mayLook, clearExport)
        """
    }

    private var actions: [HTML] {
        var actions: [HTML] = []
        if mayExport {
            actions += ["csv", "xlsx"].map { format in
                let path = routes.export.path(values: [format], query: filter.pairs(form, state: filter.state))
                return HTML.linkButton(
                    language("导出 \(format.uppercased())", "Export \(format.uppercased())"), path, kind: .quiet)
            }
        }
        if mayCreate {
            if !isOwn { actions.append(HTML.linkButton(language("导入", "Import"), routes.importFile.path())) }
            actions.append(HTML.linkButton(creating, routes.new.path(), kind: .primary))
        }
        return actions
    }

    private func path(_ state: String?, after: String? = nil) -> String {
        routes.list.path(values: [], query: filter.pairs(form, state: state, after: after))
    }

    private var tabs: [Link] {
        let states = kind.lifeCycle.states.filter { counts[$0.id] != nil || $0.id == filter.state }
        return [
            Link(
                language("全部", "All"), path(nil), isCurrent: filter.state == nil,
                count: counts.values.reduce(0, +))
        ]
            + states.map {
                Link(
                    language($0.title), path($0.id), isCurrent: filter.state == $0.id, count: counts[$0.id] ?? 0)
            }
    }

    // MARK: Narrowing

    private var search: HTML {
        let more: HTML = """
            \(each: ItemFilter.fields(form), control)\
            \(kind.placing == .nowhere ? nil : within)\
            \(filter.state.map { HTML.hidden("state", $0) })
            """
        return HTML.search(
            action: routes.list.path(), value: filter.text, label: language("名称或编号", "Title or number"),
            button: language("查找", "Search"), more: more)
    }

    private func control(_ field: Field) -> HTML {
        let (name, label, value) = (ItemFilter.name(field), language(field.title), filter.values[field.id] ?? "")
        func select(_ choices: [Choice]) -> HTML {
            SearchSelect(name: name, label: label, choices: choices, value: value, language: language).html
        }
        // Narrowing by it goes on, but only what is declared to be one has a box of its own.
        guard field.isFiltered else { return value.isEmpty ? "" : HTML.hidden(name, value) }
        switch field.content {
        case .choice(let options), .choices(let options):
            return select(options.map { Choice($0.id, language($0.title)) })
        case .flag: return select([Choice("true", language("是", "yes")), Choice("false", language("否", "no"))])
        default: return SearchSelect.box(name, label, value)
        }
    }

    private var within: HTML {
        let label = language("位置", "Place")
        guard let spaces, !spaces.isEmpty else { return SearchSelect.box("within", label, filter.within) }
        return SearchSelect(
            name: "within", label: label, choices: spaces, value: filter.within, language: language
        ).html
    }

    // MARK: Table

    /// Fields that have a column of their own.
    private var listed: [Field] { form.fields.filter { $0.isListed && $0.id != kind.titleField } }

    var table: HTML {
        var columns = [Column(language(titled), isHeader: true), Column(language("编号", "Number"))]
        if kind.placing != .nowhere { columns.append(Column(language("位置", "Place"))) }
        columns += listed.map { Column(language($0.title)) }
        columns.append(Column(language("状态", "State")))
        if ItemState.hasDeadlines(kind) { columns.append(Column(language("期限", "Due"))) }
        columns.append(Column(language("最近变动", "Changed")))
        return HTML.table(name, columns: columns, rows: items.map(row), empty: nothing, isCaptionHidden: true)
    }

    private var titled: Phrase { form[kind.titleField]?.title ?? kind.title }

    private func row(_ item: Item) -> TableRow {
        let values = ShownValues(language: language, named: named, catalog: catalog)
        let state = ItemState(language: language, kind: kind, now: now)
        let title = item.head.title.isEmpty ? item.head.number : item.head.title
        var cells = [HTML.link(title, routes.item.path(item.id)), .text(item.head.number)]
        if kind.placing != .nowhere { cells.append(item.place.map(values.link) ?? "") }
        cells += listed.map { field in item.fields[field.id].map { values.html(field, $0) } ?? "" }
        cells.append(state.badge(item.state))
        if ItemState.hasDeadlines(kind) { cells.append(state.due(item.head) ?? "") }
        cells.append(HTML.time(item.head.changedAt.iso, item.head.changedAt.shown))
        return TableRow(cells)
    }

    private var nothing: HTML {
        guard filter.isEmpty else {
            return HTML.emptyState(
                language("没有符合条件的\(kind.title.zh)", "Nothing fits"),
                language("换个词或条件再试。", "Try other words, or fewer conditions."),
                action: HTML.linkButton(language("显示全部", "Show all"), routes.list.path()))
        }
        guard mayCreate, !isOwn else {
            return HTML.emptyState(
                language("还没有\(kind.title.zh)", "Nothing here yet"),
                language("有了以后会显示在这里。", "What is entered will be listed here."))
        }
        return HTML.emptyState(
            language("还没有\(kind.title.zh)", "Nothing here yet"),
            language(
                "登记第一个，或者下载导入模板，填好后一次导入。",
                "Enter the first one, or fill in the template of an import and bring them in at once."),
            action: HTML.linkButton(creating, routes.new.path(), kind: .primary))
    }
}
