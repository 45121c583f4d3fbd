import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// One open alarm on the board.
struct AlarmCard {
    var language: PageLanguage
    var alarm: DutyPicture.Alarm
    var now: Instant
    var csrf: String?
    var newID: @Sendable () -> String

    /// Seconds for which an alarm is new.
    static let fresh: Int64 = 30

    private var item: Item { alarm.item }
    private var routes: KindRoutes { KindRoutes(Estate.alarm) }

    static func tone(_ level: EventKind.Level) -> Tone { level >= .serious ? .bad : level == .general ? .warn : .info }

    static func isFresh(_ item: Item, _ now: Instant) -> Bool {
        item.state == "open" && item.head.openedAt.adding(seconds: fresh) > now
    }

    var html: HTML {
        let classes = [
            "alarm", AlarmCard.tone(alarm.level).rawValue, item.state == "open" ? "waits" : nil,
            AlarmCard.isFresh(item, now) ? "fresh" : nil,
        ]
        return """
            <li class="\(classes.compactMap(\.self).joined(separator: " "))" id="alarm-\(item.id)"><div class="top">\
            \(HTML.badge(language(alarm.level.title), AlarmCard.tone(alarm.level)))\
            <h3><a id="open-\(item.id)" href="\(href: routes.item.path(item.id))">\(item.head.title)</a></h3>\
            \(if: alarm.isDrill, HTML.badge(language("演练", "Drill"), .info))\(state)</div>\
            \(if: !place.isEmpty, "<p class=\"where\">\(place)</p>")<p class="since">\(since)</p>\
            \(if: !actions.isEmpty, HTML.row(actions))</li>
            """
    }

    private var state: HTML {
        let title = Estate.alarm.lifeCycle.state(item.state).map { language($0.title) } ?? item.state
        let isLate = item.head.due.map { $0 < now } ?? false
        return """
            \(HTML.badge(title, item.state == "open" ? .bad : .info))\
            \(if: isLate, " \(HTML.badge(language("超时", "Overdue"), .bad))")
            """
    }

    private var place: String {
        let path = alarm.path.map(\.head.title).joined(separator: " / ")
        let device = alarm.device?.head.title
        return [path, device].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var since: HTML {
        let opened = item.head.openedAt
        let lapse = Lapse(from: opened, to: now)
        let lasting =
            lapse.milliseconds < 1_000
            ? language("刚刚", "just now") : language("已 \(lapse.text(language))", lapse.text(language))
        let again: String? =
            alarm.count > 1
            ? language("重复 \(alarm.count) 次", "reported \(alarm.count) times") : nil
        return """
            \(HTML.time(opened.iso, opened.shown)) · \
            \(lasting)\
            \(again.map { " · \($0)" as HTML }) · \(item.head.number)
            """
    }

    private var actions: [HTML] {
        var pieces: [HTML] = []
        if alarm.mayAcknowledge { pieces.append(acknowledge) }
        if let order = alarm.order {
            let state = Estate.order.lifeCycle.state(order.state).map { language($0.title) } ?? order.state
            pieces.append(
                HTML.link(
                    language("工单 \(order.head.number)（\(state)）", "Work order \(order.head.number) (\(state))"),
                    KindRoutes(Estate.order).item.path(order.id)))
        }
        return pieces
    }

    /// With an id of its own, so that whoever stands on it does so after the board was drawn anew.
    private var acknowledge: HTML {
        """
        <form class="inline" method="post" action="\(href: routes.act.path(item.id, "acknowledge"))">\
        \(HTML.csrf(csrf))\(HTML.hidden("_id", newID()))\
        \(HTML.hidden("_version", String(item.head.sequence)))\
        \(HTML.hidden("_back", CommunityRoutes.duty.path()))\
        <button class="button primary" id="acknowledge-\(item.id)">\(language("确认", "Acknowledge"))\
        <span class="hidden">\(language("：", ": "))\(item.head.title)</span></button></form>
        """
    }
}
