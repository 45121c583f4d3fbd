import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// One thing of a kind: what is known of it, and what can be done with it.
struct ItemView {
    /// What lies in a space.
    struct Children {
        var kind: Kind
        var form: Form
        var items: [Item]
        var named: [String: CommunityDesk.Named]
        var hasMore: Bool
    }

    static let mostChildren = 200

    var language: PageLanguage
    var opened: CommunityDesk.Opened
    var catalog: Catalog
    var now: Instant
    var csrf: String?
    /// What an act that is sent from here is known by.
    var entry = ""
    /// By act.
    var candidates: [String: Candidates] = [:]
    /// The act that was refused, with what was typed.
    var refused: (act: String, state: FormState)?
    var children: [Children] = []
    /// What only things of this kind have.
    var extra: HTML?
    var mayCreate = false
    /// Kinds of which there may be something here.
    var elsewhere: [Kind] = []
    /// Pages that it has besides those of every kind.
    var ways: [(title: Phrase, path: String)] = []
    /// Files of the places that it is tied to, by kind.
    var files: [Children] = []
    /// What refers to it.
    var related: [CommunityDesk.Related] = []
    /// Relations that the visitor may enter for it, with the field that names it.
    var relations: [(kind: Kind, field: String)] = []
    /// What is of people is shown as it is, this once.
    var isClear = false
    /// Why somebody looks, as they have said it.
    var look = FormState()

    var item: Item { opened.item }
    var kind: Kind { opened.kind }
    var routes: KindRoutes { KindRoutes(kind) }

    private var values: ShownValues {
        ShownValues(
            language: language, named: opened.named, catalog: catalog,
            file: { routes.file.path(item.id, $0) }, isClear: isClear || opened.isOwn)
    }

    var body: HTML {
        let acts = actCards
        let content: HTML = "\(HTML.facts(facts))\(lookForm)"
        let main: HTML = """
            \(HTML.card(language("内容", "Content"), content))\(extra)\(each: children, list)\
            \(each: related, refers)\(each: files, file)
            """
        let aside: HTML = "\(acts)\(places)\(relating)"
        return """
            \(heading)\(warned)\(looked)\(code)\
            \(aside.isEmpty ? main : HTML.split(first: aside, main))
            """
    }

    // MARK: Heading

    /// Whoever it is about reads their own words in clear.
    private var title: String {
        if opened.isOwn, let field = opened.form[kind.titleField], let value = item.fields[field.id] {
            return values.text(field, value)
        }
        return item.head.title.isEmpty ? item.head.number : item.head.title
    }

    private var heading: HTML {
        let state = ItemState(language: language, kind: kind, now: now)
        let due: HTML? = state.due(item.head).map { " · \(language("期限", "Due"))\(language.colon)\($0)" }
        var actions = [
            HTML.linkButton(language("办理经过", "History"), routes.history.path(item.id), kind: .quiet)
        ]
        if opened.mayEdit { actions.append(HTML.linkButton(language("修改", "Edit"), routes.edit.path(item.id))) }
        actions += ways.map { HTML.linkButton(language($0.title), $0.path, kind: .primary) }
        var trail = ItemView.trail(opened, catalog, language)
        trail[trail.count - 1].label = title
        return HTML.heading(
            title, lead: "\(item.head.number)\(due)", breadcrumbs: trail, state: state.badge(item.state),
            actions: actions, language: language)
    }

    /// The list of the kind, the spaces around, and the thing itself.
    static func trail(_ opened: CommunityDesk.Opened, _ catalog: Catalog, _ language: PageLanguage) -> [Link] {
        let routes = KindRoutes(opened.kind)
        let spaces = KindRoutes(catalog.kind(Estate.space.id) ?? Estate.space)
        return [Link(language(opened.kind.title), routes.list.path())]
            + opened.path.map { Link($0.title, spaces.item.path($0.id)) }
            + [Link(opened.item.head.title, routes.item.path(opened.item.id), isCurrent: true)]
    }

    private var warned: HTML? {
        if opened.warnings.isEmpty { return nil }
        return HTML.callout(
            .bad, language("请注意", "Before you go on"),
            "\(each: opened.warnings, { warning in "<p>\(language(warning))</p>" })")
    }

    /// The number that one shows or says at the door, as long as it is good for something.
    private var code: HTML? {
        guard let facet = kind.code, let field = opened.form[facet.field], opened.isOwn,
            kind.openStates.contains(item.state), let digits = item.fields[facet.field]?.text
        else { return nil }
        return HTML.tiles([
            Tile(
                language(field.title), Self.grouped(digits),
                note: language("出示或告知此码即可办理，请勿转给无关的人", "Show it or say it; give it to nobody else"), tone: .good)
        ])
    }

    /// Eight digits as four and four: they are read out.
    static func grouped(_ digits: String) -> String {
        guard digits.count == 8 else { return digits }
        return "\(digits.prefix(4)) \(digits.suffix(4))"
    }

    // MARK: Content

    private var facts: [Fact] {
        // What somebody left out of their own is nothing to them; the office sees that it is missing.
        let asked = opened.form.fields.filter { !opened.isOwn || item.fields[$0.id] != nil }
        var facts = asked.map { field in
            Fact(language(field.title), item.fields[field.id].map { values.html(field, $0) } ?? "")
        }
        if kind.placing != .nowhere {
            facts.append(
                Fact(
                    kind.placing == .tree ? language("所在空间", "Lies in") : language("位置", "Place"),
                    item.place.map(values.link) ?? ""))
        }
        if !item.assigned.isEmpty {
            let names = item.assigned.sorted().map { opened.named[$0]?.title ?? $0 }
            facts.append(Fact(language("办理人", "In whose hands"), language.list(names)))
        }
        if let owner = item.owner, kind.owner == nil {
            facts.append(Fact(language("登记人", "Entered by"), opened.named[owner]?.title ?? ""))
        }
        return facts + [
            Fact(language("登记时间", "Entered"), HTML.time(item.head.openedAt.iso, item.head.openedAt.shown)),
            Fact(language("最近变动", "Changed"), HTML.time(item.head.changedAt.iso, item.head.changedAt.shown)),
        ]
    }

    // MARK: Acts

    private var actCards: HTML {
        if opened.acts.isEmpty { return "" }
        let plain = opened.acts.filter(\.form.fields.isEmpty)
        let asking = opened.acts.filter { !$0.form.fields.isEmpty }
        // Refused without a form of its own: said on top.
        let problem: HTML? = refused.flatMap { refused in
            asking.contains { $0.id == refused.act } ? nil : refused.state.summary(language)
        }
        return HTML.card(
            language("办理", "What can be done"),
            """
            \(problem)\(if: !plain.isEmpty, HTML.row(plain.map(button)))\(each: asking, form)
            """)
    }

    private func action(_ act: KindAct) -> String { routes.act.path(item.id, act.id) }

    private func question(_ act: KindAct) -> String? {
        act.isGrave ? language("确定\(act.title.zh)？", "\(act.title.en): sure?") : nil
    }

    private func weight(_ act: KindAct) -> ButtonKind {
        // What undoes one's own asking does not stand out.
        act.isGrave ? .danger : act.id == opened.acts.first?.id && act.verb != .create ? .primary : .secondary
    }

    private func button(_ act: KindAct) -> HTML {
        HTML.postButton(
            language(act.title), action: action(act), csrf: csrf, kind: weight(act), confirm: question(act),
            hidden: [("_id", entry + act.id), ("_version", String(item.head.sequence))])
    }

    private func form(_ act: KindAct) -> HTML {
        let state = refused.flatMap { $0.act == act.id ? $0.state : nil }
        var inputs = FieldInputs(language: language)
        inputs.state = state ?? FormState()
        inputs.candidates = candidates[act.id] ?? Candidates()
        inputs.named = opened.named
        inputs.prefix = act.id + "."
        let weight = act.isGrave ? ButtonKind.danger : .primary
        let form = HTML.form(
            action: action(act), id: "act-\(act.id)", csrf: csrf,
            """
            \(state.map { $0.summary(language) })\(HTML.hidden("_id", entry + act.id))\
            \(HTML.hidden("_version", String(item.head.sequence)))\(FieldInputs.html(act.form, inputs))\
            \(HTML.formActions([HTML.button(language(act.title), kind: weight, confirm: question(act))]))
            """)
        let isOnly = opened.acts.count == 1
        return HTML.disclosure(language(act.title), isOpen: state != nil || isOnly, id: "do-\(act.id)", form)
    }

    // MARK: Spaces

    private func list(_ children: Children) -> HTML {
        let routes = KindRoutes(children.kind)
        var actions: [HTML] = []
        if children.hasMore {
            actions.append(
                HTML.linkButton(
                    language("全部", "All"), routes.list.path(query: ["within": item.id]), kind: .quiet))
        }
        if mayCreate, kind.openStates.contains(item.state) {
            actions.append(
                HTML.linkButton(
                    language("登记\(children.kind.title.zh)", "New: \(children.kind.title.en.lowercased())"),
                    routes.new.path(query: ["place": item.id])))
        }
        let title = language("其中的\(children.kind.title.zh)", "\(children.kind.title.en)s in it")
        return HTML.card(
            title, actions: actions,
            table(title, children))
    }

    func table(_ title: String, _ children: Children) -> HTML {
        let routes = KindRoutes(children.kind)
        let shown = ShownValues(language: language, named: children.named, catalog: catalog)
        let state = ItemState(language: language, kind: children.kind, now: now)
        let listed = children.form.fields.filter { $0.isListed && $0.id != children.kind.titleField }
        let columns =
            [Column(language("名称", "Name"), isHeader: true), Column(language("编号", "Number"))]
            + listed.map { Column(language($0.title)) } + [Column(language("状态", "State"))]
        let rows = children.items.map { item in
            TableRow(
                [HTML.link(item.head.title, routes.item.path(item.id)), .text(item.head.number)]
                    + listed.map { field in item.fields[field.id].map { shown.html(field, $0) } ?? "" }
                    + [state.badge(item.state)])
        }
        return HTML.table(
            title, columns: columns, rows: rows,
            empty: .text(language("这里还没有\(children.kind.title.zh)。", "Nothing of this kind is here.")),
            isCaptionHidden: true)
    }

    private var places: HTML? {
        if elsewhere.isEmpty { return nil }
        let links = elsewhere.map { kind in
            HTML.linkButton(language(kind.title), KindRoutes(kind).list.path(query: ["within": item.id]))
        }
        return HTML.card(language("此处及其内部", "Here and within"), HTML.row(links))
    }
}
