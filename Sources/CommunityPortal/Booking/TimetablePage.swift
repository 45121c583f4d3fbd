import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func timetablePage(_ call: Call) async throws -> Reply {
        let table = try await desk.timetable(
            of: call.parameter("item"), from: try day(call), days: TimetableView.days, call.visitor)
        let kind = desk.booking(of: Estate.resource)
        let view = TimetableView(
            language: call.spoken, table: table, kind: kind,
            mayBook: kind.map { call.allows($0.function(.create)) } ?? false, id: desk.surroundings.newID(),
            csrf: call.formToken)
        return livePage(call, PageContent(.same(table.resource.head.title), isWide: true, view.body))
    }
}

/// The week of a resource: what is free of it, to be booked with one tap, and what is taken, without saying by whom.
struct TimetableView {
    static let days = 7

    var language: PageLanguage
    var table: Timetable
    /// What it is booked as; nil: nothing.
    var kind: Kind?
    var mayBook = false
    /// What the bookings that are made from here are known by, each with its own ending.
    var id = ""
    var csrf: String?

    private var resource: Item { table.resource }

    var body: HTML {
        let own = KindRoutes(Estate.resource)
        return """
            \(HTML.heading(
                resource.head.title, lead: .text(lead),
                breadcrumbs: [
                    Link(language(Estate.resource.title), own.list.path()),
                    Link(resource.head.title, own.item.path(resource.id)),
                    Link(language("预约日历", "Calendar"), path(table.first), isCurrent: true),
                ], actions: actions, language: language))
            \(table.isOpen ? nil : HTML.callout(.warn, language("已停用，不能预约", "Closed: it cannot be booked")))
            \(week)
            \(HTML.pagination(
                previous: table.first > table.now.day ? path(earlier) : nil,
                next: path(table.first.adding(days: TimetableView.days)),
                words: (language("前一周", "Week before"), language("后一周", "Week after")), language: language))
            """
    }

    /// The week before, but not before today.
    private var earlier: Day { max(table.first.adding(days: -TimetableView.days), table.now.day) }

    private func path(_ day: Day) -> String {
        CommunityRoutes.calendar.path(resource.id, query: ["from": day.description])
    }

    private var lead: String {
        let bookable = table.bookable
        var words = [
            language("每天", "Every day") + " \(bookable.opens):00–\(bookable.closes):00"
        ]
        if bookable.capacity > 1 {
            words.append(language("同时可约 \(bookable.capacity) 个", "\(bookable.capacity) at once"))
        }
        if let most = bookable.most { words.append(language("每人最多 \(most) 次", "\(most) for one person")) }
        if bookable.confirms { words.append(language("预约后需确认", "has to be confirmed")) }
        return words.joined(separator: " · ")
    }

    private var actions: [HTML] {
        guard let kind else { return [] }
        let routes = KindRoutes(kind)
        var actions = [
            HTML.linkButton(
                language("预约记录", "Bookings"), routes.list.path(query: ["resource": resource.id]), kind: .quiet)
        ]
        if mayBook, table.isOpen {
            actions.append(
                HTML.linkButton(language("约其他时间", "Another time"), routes.new.path(query: ["resource": resource.id])))
        }
        return actions
    }

    // MARK: The week

    private var week: HTML {
        let days = (0..<table.days).map { table.first.adding(days: $0) }
        let cells = days.map { table.bookable.cells(on: $0) }
        let rows = (cells.first ?? []).indices.map { row -> TableRow in
            let spans = cells.map { $0[row] }
            let time = String(spans[0].from.shown.suffix(5))
            return TableRow(
                [.text(time)] + spans.enumerated().map { column, span in cell(span, "\(id)-\(row)-\(column)") })
        }
        let columns = days.map { Column("\($0.description.suffix(5)) \(weekday($0))") }
        return HTML.table(
            language("\(table.first) 起一周", "The week from \(table.first)"),
            columns: [Column(language("时间", "Time"), isHeader: true)] + columns, rows: Array(rows),
            empty: .text(language("没有开放时间", "It never opens")), narrow: .scroll)
    }

    private func weekday(_ day: Day) -> String {
        let words = [
            ("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"),
        ]
        let (zh, en) = words[day.weekday - 1]
        return language(zh, en)
    }

    private func cell(_ span: TimeSpan, _ id: String) -> HTML {
        let taken = table.taken.filter { $0.span.from < span.until && span.from < $0.span.until }
        let free = table.free(span)
        var parts = taken.filter { $0.isMine || $0.booking != nil }.compactMap { one -> HTML? in
            guard let booking = one.booking, let kind else { return nil }
            let label = one.isMine ? language("我的预约", "Mine") : booking.number
            return HTML.link(label, KindRoutes(kind).item.path(booking.id))
        }
        if free == 0 {
            if parts.isEmpty { parts.append(HTML.badge(language("已约满", "Taken"))) }
        } else if mayBook, table.isOpen, span.from >= table.now, let kind, let slot = kind.slot {
            let label =
                table.bookable.capacity == 1
                ? language("预约", "Book") : language("预约（余 \(free)）", "Book (\(free) left)")
            parts.append(
                HTML.postButton(
                    label, action: KindRoutes(kind).list.path(), csrf: csrf,
                    hidden: [
                        ("_id", id), (slot.resource, resource.id), (slot.from, span.from.shown),
                        (slot.until, span.until.shown),
                    ]))
        } else if parts.isEmpty, span.from >= table.now {
            parts.append(.text(language("空闲", "Free")))
        }
        return parts.joined(separator: " ")
    }
}
