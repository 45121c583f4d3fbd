import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// The duty officer's screen: what is open, most urgent first, where it is, and how fast it was answered.
struct DutyView {
    var language: PageLanguage
    var picture: DutyPicture
    var csrf: String?
    /// For the acts of the buttons.
    var newID: @Sendable () -> String
    var mayListAlarms = true

    func body(_ call: Call, silent: [SilentDevice]) -> HTML {
        var links = [(CommunityRoutes.drills, Phrase(zh: "演练", en: "Drills"), CommunityFunction.drill)]
        links.append((CommunityRoutes.events, Phrase(zh: "事件记录", en: "Log of events"), CommunityFunction.events))
        links.append((CommunityRoutes.rules, Phrase(zh: "联动规则", en: "Rules"), CommunityFunction.rules))
        links.append(
            (CommunityRoutes.refused, Phrase(zh: "未采纳的数据", en: "Readings kept apart"), CommunityFunction.readReadings))
        let actions = links.filter { call.allows($0.2) }.map { HTML.linkButton(language($0.1), $0.0.path()) }
        return body(actions: actions, silent: silent)
    }

    func body(actions: [HTML], silent: [SilentDevice]) -> HTML {
        """
        \(HTML.heading(language("值班台", "Duty"), actions: actions, language: language))
        \(HTML.quietLive(
            id: "board", events: CommunityRoutes.dutyEvents.path(), fragment: CommunityRoutes.dutyBoard.path(), board))
        \(SilentDevicesCard(language: language, devices: silent, now: picture.now).card)
        """
    }

    /// What is drawn anew when an alarm changes.
    var board: HTML {
        """
        \(tiles)<div class="duty"><section aria-labelledby="open-alarms"><h2 id="open-alarms">\
        \(language("未关闭的告警", "Open alarms"))</h2>\(alarms)</section>\
        <section class="whereabouts" aria-label="\(language("地图", "Map"))">\(map)</section></div>\(said)
        """
    }

    private var tiles: HTML {
        let open = picture.counts["open"] ?? 0
        let median = ResponseFigures.median(picture.answeredToday)
        return HTML.tiles([
            Tile(
                language("待确认", "Open"), String(open), tone: open > 0 ? .bad : .good, href: list("open")),
            Tile(
                language("处置中", "Being handled"), String(picture.counts["acknowledged"] ?? 0),
                href: list("acknowledged")),
            Tile(language("今日关闭", "Closed today"), String(picture.closedToday), href: list("closed")),
            Tile(
                language("今日响应中位数", "Median response today"),
                median.map { Lapse(milliseconds: $0).text(language) } ?? "—",
                note: language("\(picture.answeredToday.count) 件", "of \(picture.answeredToday.count)")),
        ])
    }

    private func list(_ state: String) -> String? {
        mayListAlarms ? KindRoutes(Estate.alarm).list.path(query: ["state": state]) : nil
    }

    private var alarms: HTML {
        guard !picture.alarms.isEmpty else {
            return HTML.emptyState(
                language("没有未关闭的告警", "No open alarms"),
                language("新的告警会自动出现在这里。", "New ones appear here by themselves."))
        }
        let cards = picture.alarms.map { alarm in
            AlarmCard(language: language, alarm: alarm, now: picture.now, csrf: csrf, newID: newID).html
        }
        let all = ["open", "acknowledged"].map { picture.counts[$0] ?? 0 }.reduce(0, +)
        let more: HTML? =
            all > cards.count
            ? HTML.callout(
                .warn,
                language("共 \(all) 件，此处显示 \(cards.count) 件", "\(all) are open; \(cards.count) of them are shown here"))
            : nil
        return "\(more)<ol class=\"alarms\">\(cards)</ol>"
    }

    private var map: HTML {
        EstateMap(language: language, spaces: picture.spaces, alarms: picture.alarms, now: picture.now).html
            ?? EstateMap.nothing(language)
    }

    /// The newest alarm, for whoever does not see the board.
    private var said: HTML {
        let newest = picture.alarms.max { ($0.item.head.openedAt, $0.item.id) < ($1.item.head.openedAt, $1.item.id) }
        guard let newest else { return HTML.said("", since: 0) }
        let level = language(newest.level.title)
        let place = newest.path.map(\.head.title).joined(separator: language("，", ", "))
        return HTML.said(
            language("新告警（\(level)）：", "New alarm (\(level)): ") + newest.item.head.title
                + (place.isEmpty ? "" : language("，", ", ") + place),
            since: newest.item.head.openedAt.milliseconds)
    }
}

/// Devices that should have said something.
struct SilentDevicesCard {
    var language: PageLanguage
    var devices: [SilentDevice]
    var now: Instant

    static let most = 50

    /// nil: all of them speak.
    var card: HTML? {
        guard !devices.isEmpty else { return nil }
        let rows = devices.prefix(Self.most).map { device in
            TableRow([
                HTML.link(device.title, CommunityRoutes.deviceReadings.path(device.id)),
                device.lastAt.map { HTML.time($0.iso, $0.shown) } ?? "",
                device.lastAt.map { .text(Lapse(from: $0, to: now).text(language)) } ?? "",
            ])
        }
        let rest = devices.count - rows.count
        let count = language("静默设备 \(devices.count) 台", "Silent devices: \(devices.count)")
        return HTML.disclosure(
            count, id: "silent",
            """
            \(HTML.table(
                count,
                columns: [
                    Column(language("设备", "Device"), isHeader: true), Column(language("最近数据", "Last said something")),
                    Column(language("已静默", "Silent for")),
                ],
                rows: Array(rows), isCaptionHidden: true))\
            \(if: rest > 0, "<p>\(language("另有 \(rest) 台", "and \(rest) more"))</p>")
            """)
    }
}
