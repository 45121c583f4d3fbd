import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func drillsPage(_ call: Call) async throws -> Reply {
        try await drillsReply(call, nil)
    }

    /// Something happens that has not happened: rules run and people are asked, and nothing goes outside.
    @Sendable func startDrill(_ call: Call) async throws -> Reply {
        do {
            let draft = try DrillsView.draft(call.form, desk.catalog)
            let (_, alarm) = try await desk.tell(draft, by: call.visitor)
            guard let alarm else {
                throw Refusal(.invalid, zh: "这种事件不产生告警", en: "no alarm comes of this", place: "kind")
            }
            return .redirect(to: CommunityRoutes.drill.path(alarm.id))
        } catch let refusal as Refusal where refusal.kind == .invalid {
            return try await drillsReply(call, FormState(call.form, refusal))
        }
    }

    /// - Parameter state: nil: what is most serious, at a device that tells it, so that one click starts it.
    private func drillsReply(_ call: Call, _ state: FormState?) async throws -> Reply {
        func items(_ kind: Kind, _ states: [String]) async throws -> [Item] {
            guard call.allows(kind.function(.read)) else { return [] }
            let query = ItemQuery(
                kind: kind.id, reach: [], states: states, order: .number, limit: DrillsView.suggestions)
            return try await desk.list(query, call.visitor).items
        }
        let devices = try await items(Estate.device, ["active", "maintenance"])
        let view = DrillsView(
            language: call.spoken, catalog: desk.catalog, state: state ?? DrillsView.start(desk.catalog, devices),
            csrf: call.formToken, devices: devices.map { Choice($0.head.number, $0.head.title) },
            places: try await items(Estate.space, ["current"]).map { Choice($0.head.number, $0.head.title) },
            drills: try await desk.drills(call.visitor))
        return livePage(call, PageContent(Phrase(zh: "演练", en: "Drills"), view.body), status: state?.status ?? 200)
    }
}

/// Where drills are started, and those that there were.
struct DrillsView {
    var language: PageLanguage
    var catalog: Catalog
    var state = FormState()
    var csrf: String?
    /// By number.
    var devices: [Choice] = []
    var places: [Choice] = []
    /// Alarms, newest change first.
    var drills: [Item] = []

    /// How many devices and places are suggested while one types.
    static let suggestions = 500

    /// What can be drilled: what is serious.
    static func kinds(_ catalog: Catalog) -> [EventKind] { catalog.events.filter { $0.level >= .serious } }

    static func start(_ catalog: Catalog, _ devices: [Item]) -> FormState {
        let kinds = kinds(catalog)
        guard let worst = kinds.map(\.level).max(), let kind = kinds.first(where: { $0.level == worst }) else {
            return FormState()
        }
        let device = devices.first { device in
            device.fields["model"]?.text.flatMap(catalog.model)?.events.contains(kind.id) == true
        }
        return FormState(["kind": kind.id, "device": device?.head.number ?? ""])
    }

    static func draft(_ form: Fields, _ catalog: Catalog) throws(Refusal) -> EventDraft {
        let kind = try form.text("kind", most: 64)
        guard kinds(catalog).contains(where: { $0.id == kind }) else {
            throw Refusal(.invalid, zh: "请选择事件类型", en: "choose a kind of event", place: "kind")
        }
        let (device, place) = (try form.filled("device"), try form.filled("place"))
        guard device != nil || place != nil else {
            throw Refusal(.invalid, zh: "请填写设备或位置", en: "say which device or where", place: "device")
        }
        return EventDraft(
            kind: kind, device: device, place: device == nil ? place : nil, text: try form.filled("text") ?? "",
            isDrill: true)
    }

    var body: HTML {
        """
        \(HTML.heading(
            language("演练", "Drills"),
            lead: .text(
                language(
                    "按真实流程走一遍：告警、联动、通知和处置都会发生，但不向设备下发命令，也不呼叫外部系统。",
                    "The real thing, from the alarm to its closing; but devices are told nothing and nobody outside is "
                        + "called.")),
            breadcrumbs: DutyTrail.links(language), language: language))
        \(HTML.card(language("开始演练", "Start a drill"), form))
        \(past)
        """
    }

    private var form: HTML {
        let kinds = DrillsView.kinds(catalog)
        guard !kinds.isEmpty else {
            return HTML.emptyState(language("没有可以演练的事件类型", "There is nothing to drill"))
        }
        let choices = kinds.map { Choice($0.id, language($0.title), note: language($0.level.title)) }
        func error(_ name: String) -> String? { state.error(name, language) }
        return HTML.form(
            action: CommunityRoutes.drills.path(), csrf: csrf,
            """
            \(state.summary(language))\
            \(Input("kind", language("事件类型", "Kind of event"), error: error("kind"), isRequired: true)
                .select(choices, value: state["kind"], prompt: language("请选择", "Choose")))\
            \(Input(
                "device", language("设备编号", "Device number"),
                hint: language("填写设备或位置，有设备时以设备为准", "A device or a place; the device counts if both are given"),
                error: error("device")).text(state["device"], maxLength: 100, suggestions: devices))\
            \(Input("place", language("位置编码", "Number of the place"), error: error("place"))
                .text(state["place"], maxLength: 100, suggestions: places))\
            \(Input("text", language("说明", "Details"), error: error("text")).text(state["text"], maxLength: 200))\
            \(HTML.formActions([HTML.button(language("开始演练", "Start the drill"), kind: .primary)]))
            """)
    }

    private var past: HTML {
        let rows = drills.map { drill -> TableRow in
            let level = drill.fields["level"]?.text.flatMap(EventKind.Level.init(rawValue:)) ?? .info
            let state = Estate.alarm.lifeCycle.state(drill.state).map { language($0.title) } ?? drill.state
            let isOpen = Estate.alarm.openStates.contains(drill.state)
            return TableRow([
                HTML.link(drill.head.title, CommunityRoutes.drill.path(drill.id)), .text(drill.head.number),
                HTML.badge(language(level.title), AlarmCard.tone(level)),
                HTML.time(drill.head.openedAt.iso, drill.head.openedAt.shown),
                HTML.badge(state, isOpen ? .warn : .good),
                isOpen ? "" : .text(Lapse(from: drill.head.openedAt, to: drill.since).text(language)),
            ])
        }
        return HTML.table(
            language("以往的演练", "Drills so far"),
            columns: [
                Column(language("内容", "What"), isHeader: true), Column(language("编号", "Number")),
                Column(language("级别", "Level")), Column(language("开始", "Started")),
                Column(language("状态", "State")), Column(language("用时", "Took")),
            ],
            rows: rows, empty: HTML.emptyState(language("还没有演练", "There was no drill yet")))
    }
}
