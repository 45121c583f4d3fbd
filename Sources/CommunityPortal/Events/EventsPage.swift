import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func eventsPage(_ call: Call) async throws -> Reply {
        let filter = try EventFilter(call.query)
        var view = EventsView(language: call.spoken, catalog: desk.catalog, filter: filter)
        view.spaces = try await candidates(call.visitor).spaces(current: false)
        do {
            view.log = try await desk.events(filter.query(limit: EventsView.page), call.visitor)
        } catch let refusal as Refusal where refusal.kind == .invalid {
            view.problem = refusal.reason
        }
        return livePage(call, PageContent(Phrase(zh: "事件记录", en: "Log of events"), isWide: true, view.body))
    }

    /// The log as its address narrows it, as a file.
    @Sendable func eventsExport(_ call: Call) async throws -> Reply {
        var query = try EventFilter(call.query).query(limit: EventQuery.most)
        let language = call.spoken
        var table = ExportTable(
            title: language("事件记录", "Log of events"),
            columns: EventsView.columns.map { language($0) })
        while true {
            let log = try await desk.events(query, call.visitor)
            table.rows += log.events.map { event in
                EventsView.words(event, log.named, desk.catalog, language).map { .text($0) }
            }
            try table.demandRoom()
            guard let next = log.next else { break }
            query.before = next
        }
        return try table.reply(call.parameter("format"), name: "events", on: now.day)
    }

    @Sendable func events(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...EventQuery.most, or: 100)
        let query = try EventFilter(call.query).query(limit: limit)
        return .json(EventJSON.json(try await desk.events(query, call.visitor)))
    }
}

/// What happened, newest first: who came and went, what devices told, what they were told to do.
struct EventsView {
    var language: PageLanguage
    var catalog: Catalog
    var filter: EventFilter
    var log = EventLog()
    /// Spaces to narrow by; nil: too many to choose from.
    var spaces: [Choice]?
    var problem: Phrase?

    static let page = 100

    static let columns = [
        Phrase(zh: "时间", en: "When"), Phrase(zh: "事件", en: "Event"), Phrase(zh: "级别", en: "Level"),
        Phrase(zh: "设备", en: "Device"), Phrase(zh: "位置", en: "Place"), Phrase(zh: "说明", en: "Details"),
        Phrase(zh: "演练", en: "Drill"),
    ]

    /// As it stands in a file.
    static func words(
        _ event: Event, _ named: [String: CommunityDesk.Named], _ catalog: Catalog, _ language: PageLanguage
    ) -> [String] {
        [
            event.at.shown, language(title(event.kind, catalog)), language(event.level.title),
            event.device.flatMap { named[$0]?.title } ?? "", event.place.flatMap { named[$0]?.title } ?? "",
            event.text, event.isDrill ? language("是", "yes") : "",
        ]
    }

    private static func title(_ kind: String, _ catalog: Catalog) -> Phrase {
        if kind == CommunityDesk.commandEvent { return Phrase(zh: "命令", en: "Command") }
        return catalog.event(kind)?.title ?? .same(kind)
    }

    var body: HTML {
        """
        \(HTML.heading(
            language("事件记录", "Log of events"),
            lead: .text(
                language("通行、设备上报和下发的命令，最新的在前。", "Entries, what devices told and what they were told, newest first.")),
            actions: exports, language: language))
        \(search)
        \(problem.map { HTML.callout(.bad, language($0)) })
        \(table)
        \(HTML.pagination(
            previous: filter.before == nil ? nil : CommunityRoutes.events.path(values: [], query: filter.pairs()),
            next: log.next.map { CommunityRoutes.events.path(values: [], query: filter.pairs(before: $0)) },
            words: (language("回到第一页", "First page"), language("更早的", "Older")), language: language))
        """
    }

    private var exports: [HTML] {
        ExportTable.formats.map { format in
            HTML.linkButton(
                language("导出 \(format.uppercased())", "Export \(format.uppercased())"),
                CommunityRoutes.eventsExport.path(values: [format], query: filter.pairs()), kind: .quiet)
        }
    }

    private var search: HTML {
        let kinds = catalog.events.map { Choice($0.id, language($0.title)) }
        let (kind, from) = (language("事件", "Event"), language("从", "From"))
        let (until, place) = (language("到", "Until"), language("位置", "Place"))
        func day(_ name: String, _ label: String, _ day: Day?) -> HTML {
            """
            <input type="date" name="\(name)" value="\(day?.description ?? "")" aria-label="\(label)" \
            title="\(label)">
            """
        }
        let within: HTML
        if let spaces, !spaces.isEmpty {
            within =
                SearchSelect(
                    name: "within", label: place, choices: spaces, value: filter.within ?? "", language: language
                ).html
        } else {
            within = SearchSelect.box("within", place, filter.within ?? "")
        }
        let more: HTML = """
            \(SearchSelect(
                name: "kind", label: kind, choices: kinds, value: filter.kind ?? "", language: language).html)\
            \(within)\(day("from", from, filter.from))\(day("until", until, filter.until))
            """
        return HTML.search(
            action: CommunityRoutes.events.path(), name: "device", value: filter.device ?? "",
            label: language("设备编号", "Device number"), button: language("查找", "Search"), more: more)
    }

    private var table: HTML {
        let rows = log.events.map { event in
            TableRow([
                HTML.time(event.at.iso, event.at.shown),
                "\(language(EventsView.title(event.kind, catalog)))\(drill(event))",
                event.level == .info
                    ? .text(language(event.level.title))
                    : HTML.badge(language(event.level.title), AlarmCard.tone(event.level)),
                link(event.device, Estate.device), link(event.place, Estate.space), .text(event.text),
            ])
        }
        let columns = EventsView.columns.dropLast().enumerated().map { Column(language($1), isHeader: $0 == 1) }
        return HTML.table(
            language("事件记录", "Log of events"), columns: columns, rows: rows,
            empty: HTML.emptyState(
                language("没有符合条件的事件", "Nothing fits"), language("换个条件再试。", "Try fewer conditions.")),
            isCaptionHidden: true)
    }

    private func drill(_ event: Event) -> HTML? {
        event.isDrill ? " \(HTML.badge(language("演练", "Drill"), .info))" : nil
    }

    private func link(_ id: String?, _ kind: Kind) -> HTML {
        guard let named = id.flatMap({ log.named[$0] }) else { return "" }
        return HTML.link(named.title, KindRoutes(kind).item.path(named.id))
    }
}
