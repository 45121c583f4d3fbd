import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Public holidays and the weekend days worked in their place, as the State Council announces them: deadlines
/// count by them.
struct CalendarView {
    var language: PageLanguage
    var calendar: WorkCalendar
    var version: Int
    var form: FormState
    /// The year that is shown.
    var year: Int
    var csrf: String?

    var body: HTML {
        let lead = language(
            "办理期限按工作日计算。请按国务院办公厅当年的通知填写放假和调休上班的日期。",
            "Deadlines count in working days. Enter the holidays and the weekend days worked in their place, "
                + "as announced for the year.")
        return """
            \(HTML.heading(language("工作日历", "Work calendar"), lead: .text(lead), language: language))
            \(warning)
            \(HTML.card(language("\(year) 年", String(year)), months))
            \(HTML.card(language("修改", "Change"), fields))
            """
    }

    private var warning: HTML? {
        guard !calendar.holidays.contains(where: { $0.year == year }) else { return nil }
        return HTML.callout(
            .warn, language("还没有 \(year) 年的放假安排", "No holidays are set for \(year)"),
            .text(
                language(
                    "目前只有周六和周日不计入工作日，法定节假日期间的期限会偏早。",
                    "Only Saturdays and Sundays are left out now, so deadlines around public holidays come too early."))
        )
    }

    private var fields: HTML {
        let hint = language(
            "每行一天或一段，例如 2026-10-01..2026-10-08", "A day or a range a line, such as 2026-10-01..2026-10-08")
        return HTML.form(
            action: Routes.calendar.path(), csrf: csrf,
            """
            \(form.summary(language))\(HTML.hidden("etag", String(version)))\
            \(Input(
                "holidays", language("放假", "Holidays"), hint: hint, error: form.error("holidays", language)
            ).area(form["holidays"], rows: 8, maxLength: 20_000))\
            \(Input(
                "workedWeekends", language("调休上班", "Weekend days worked"), hint: hint,
                error: form.error("workedWeekends", language)
            ).area(form["workedWeekends"], rows: 6, maxLength: 20_000))\
            \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
            """)
    }

    /// A line a month: weekday holidays and worked weekends stand out, by word as well as by colour.
    private var months: HTML {
        let columns = [
            Column(language("月份", "Month"), isHeader: true), Column(language("工作日", "Working days"), isNumeric: true),
            Column(language("放假", "Holidays")), Column(language("调休上班", "Weekend days worked")),
        ]
        let rows = (1...12).map { month in
            let days = CalendarView.days(year, month)
            return TableRow([
                .text(language("\(month) 月", "\(year)-\(month < 10 ? "0" : "")\(month)")),
                .text(String(days.count(where: calendar.isWorked))),
                .text(marked(days.filter(calendar.holidays.contains))),
                .text(marked(days.filter(calendar.workedWeekends.contains))),
            ])
        }
        return HTML.table(
            language("各月工作日", "Working days by month"), columns: columns, rows: rows, isCaptionHidden: true)
    }

    private func marked(_ days: [Day]) -> String {
        days.isEmpty ? "—" : days.map { String($0.day) }.joined(separator: language("、", ", "))
    }

    private static func days(_ year: Int, _ month: Int) -> [Day] {
        guard let first = Day(year: year, month: month, day: 1) else { return [] }
        return (0..<31).map { first.adding(days: $0) }.filter { $0.month == month }
    }
}

extension EvaluationPortal {
    @Sendable func calendarPage(_ call: Call) async throws -> Reply {
        let (calendar, version) = try await store.read { try CalendarSetting.current($0) }
        let form = FormState([
            "holidays": DayList.text(calendar.holidays), "workedWeekends": DayList.text(calendar.workedWeekends),
        ])
        return calendarReply(call, calendar, version, form)
    }

    @Sendable func changeCalendar(_ call: Call) async throws -> Reply {
        do {
            let version = try call.form.integer("etag", in: 0...Int.max)
            let calendar = WorkCalendar(
                holidays: try DayList.read(try call.form.optional("holidays") ?? "", place: "holidays"),
                workedWeekends: try DayList.read(
                    try call.form.optional("workedWeekends") ?? "", place: "workedWeekends"))
            if let both = calendar.holidays.intersection(calendar.workedWeekends).min() {
                throw Refusal(
                    .invalid, zh: "\(both) 同时列为放假和上班", en: "\(both) is both a holiday and worked",
                    place: "workedWeekends")
            }
            try await store.write { try CalendarSetting.set(calendar, version: version, $0) }
            return .redirect(to: Routes.calendar.path(query: ["done": "saved"]))
        } catch let refusal as Refusal {
            let (calendar, version) = try await store.read { try CalendarSetting.current($0) }
            return calendarReply(call, calendar, version, FormState(call.form, refusal))
        }
    }

    private func calendarReply(_ call: Call, _ calendar: WorkCalendar, _ version: Int, _ form: FormState) -> Reply {
        let view = CalendarView(
            language: call.spoken, calendar: calendar, version: version, form: form, year: today.year,
            csrf: call.formToken)
        var content = PageContent(Phrase(zh: "工作日历", en: "Work calendar"), view.body)
        content.notices = Done.notices(
            call, ["saved": Phrase(zh: "工作日历已保存，新的期限按此计算", en: "Saved: new deadlines count by it")])
        return page(call, content, status: form.status)
    }
}
