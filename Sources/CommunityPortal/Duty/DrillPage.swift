import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    /// With `?part=1` only what is drawn anew while people act.
    @Sendable func drillPage(_ call: Call) async throws -> Reply {
        let report = try await desk.drill(call.parameter("alarm"), call.visitor)
        let view = DrillView(language: call.spoken, catalog: desk.catalog, report: report)
        if try call.query.flag("part") {
            return .page(view.part.bytes).with(.cacheControl, "no-store")
        }
        let title = Phrase.same(report.alarm.head.title)
        return livePage(call, PageContent(title, view.body(isLive: call.allows(CommunityFunction.duty))))
    }
}

/// A drill, second by second.
struct DrillView {
    var language: PageLanguage
    var catalog: Catalog
    var report: DrillReport

    private var alarm: Item { report.alarm }

    func body(isLive: Bool) -> HTML {
        let path = CommunityRoutes.drill.path(alarm.id)
        let trail =
            DutyTrail.links(language) + [Link(language("演练", "Drills"), CommunityRoutes.drills.path())]
        return """
            \(HTML.heading(
                alarm.head.title,
                lead: .text(
                    "\(alarm.head.number) · " + report.path.map(\.head.title).joined(separator: " / ")),
                breadcrumbs: trail,
                actions: [
                    HTML.linkButton(
                        language("打开告警", "Open the alarm"), KindRoutes(Estate.alarm).item.path(alarm.id))
                ], language: language))
            \(isLive
                ? HTML.quietLive(
                    id: "drill", events: CommunityRoutes.dutyEvents.path(), fragment: path + "?part=1", part)
                : part)
            """
    }

    /// What is drawn anew while people act.
    var part: HTML {
        let lines = DrillTimeline(language: language, catalog: catalog, report: report).lines
        let start = lines.first?.at ?? alarm.head.openedAt
        let last = lines.last
        return """
            \(tiles(start))
            \(HTML.card(language("经过", "What happened"), HTML.timeline(lines.map { $0.entry(start, language) })))
            \(outside(lines))\(HTML.said(last?.title ?? "", since: last?.at.milliseconds ?? 0))
            """
    }

    private func tiles(_ start: Instant) -> HTML {
        func after(_ acts: [String]) -> Int64? {
            report.entries.first { acts.contains($0.act.act) }.map { $0.entry.at.milliseconds - start.milliseconds }
        }
        func text(_ milliseconds: Int64?) -> String {
            milliseconds.map { Lapse(milliseconds: $0).text(language) } ?? "—"
        }
        let steps = report.runs.flatMap(\.steps)
        let state = Estate.alarm.lifeCycle.state(alarm.state).map { language($0.title) } ?? alarm.state
        return HTML.tiles([
            Tile(language("状态", "State"), state),
            Tile(language("确认用时", "Until acknowledged"), text(after(["acknowledge"]))),
            Tile(language("关闭用时", "Until closed"), text(after(["close", "dismiss"]))),
            Tile(
                language("联动步骤", "Steps of rules"), String(steps.count),
                note: language(
                    "\(report.runs.count) 条规则，\(steps.filter { !$0.isDone }.count) 步未完成",
                    "\(report.runs.count) rules, \(steps.filter { !$0.isDone }.count) steps not done")),
        ])
    }

    /// What would have gone outside.
    private func outside(_ lines: [DrillTimeline.Line]) -> HTML {
        let held = lines.filter(\.isHeldBack)
        guard !held.isEmpty else { return "" }
        return HTML.callout(
            .info, language("演练中没有对外执行的内容", "What was not done outside"),
            "<ul>\(each: held, { "<li>\($0.title)</li>" })</ul>")
    }
}

/// Everything that came of a drill, in order.
struct DrillTimeline {
    /// One thing that happened.
    struct Line: Hashable {
        var at: Instant
        var title: String
        var actor = ""
        var note = ""
        var tone = Tone.neutral
        /// Outside of a drill it would have had an effect elsewhere.
        var isHeldBack = false

        func entry(_ start: Instant, _ language: PageLanguage) -> TimelineEntry {
            let passed = at.milliseconds - start.milliseconds
            return TimelineEntry(
                passed < 60_000 ? "+\(passed) ms" : "+" + Lapse(milliseconds: passed).text(language), .text(title),
                actor: actor, body: note.isEmpty ? nil : "<p class=\"soft\">\(note)</p>", tone: tone)
        }
    }

    var language: PageLanguage
    var catalog: Catalog
    var report: DrillReport

    var lines: [Line] {
        let all = told + entries + runs + commands
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private var told: [Line] {
        report.events.filter { $0.kind != CommunityDesk.commandEvent }.map { event in
            let title = catalog.event(event.kind).map { language($0.title) } ?? event.kind
            return Line(
                at: event.receivedAt, title: language("事件：\(title)", "Event: \(title)"), note: event.text, tone: .info)
        }
    }

    private var entries: [Line] {
        report.entries.compactMap { entry, act in
            let actor = entry.person.map { report.people[$0] ?? "" } ?? ""
            switch act.act {
            case KindAct.create:
                return Line(
                    at: entry.at,
                    title: language(
                        "打开告警 \(report.alarm.head.number)", "Alarm \(report.alarm.head.number) is open"),
                    actor: actor, tone: .warn)
            case KindAct.edit:
                guard entry.person != nil else { return nil }
                return Line(at: entry.at, title: language("修改告警", "The alarm was changed"), actor: actor)
            default:
                let title = Estate.alarm.act(act.act).map { language($0.title) } ?? act.act
                let words = act.answers?["words"]?.text ?? ""
                return Line(at: entry.at, title: title, actor: actor, note: words, tone: .good)
            }
        }
    }

    /// A run is kept when its last step is over; the others were as much earlier as their milliseconds say.
    private var runs: [Line] {
        report.runs.flatMap { run -> [Line] in
            let known = catalog.rules.first { $0.id == run.rule }.map { language($0.title) }
            let rule = known ?? report.rules[run.rule] ?? run.rule
            let last = run.steps.last?.milliseconds ?? 0
            return run.steps.map { step in
                Line(
                    at: Instant(milliseconds: run.at.milliseconds - Int64(last - step.milliseconds)),
                    title: language(step.text), note: language("联动：\(rule)", "Rule: \(rule)"),
                    tone: step.isDone ? .info : .bad, isHeldBack: step.text.zh.hasPrefix("演练"))
            }
        }
    }

    private var commands: [Line] {
        report.events.filter { $0.kind == CommunityDesk.commandEvent }.map { event in
            let device = event.device.flatMap { report.devices[$0] } ?? ""
            let command = catalog.models.flatMap(\.commands).first { $0.id == event.text }.map { language($0.title) }
            return Line(
                at: event.receivedAt,
                title: language(
                    "\(device)：\(command ?? event.text)（未下发）", "\(device): \(command ?? event.text) (not sent)"),
                isHeldBack: true)
        }
    }
}
