import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func deviceReadingsPage(_ call: Call) async throws -> Reply {
        let readings = try await desk.readings(of: call.parameter("item"), call.visitor)
        let view = DeviceReadingsView(language: call.spoken, readings: readings)
        return livePage(call, PageContent(.same(readings.device.head.title), isWide: true, view.body))
    }
}

/// What a device has said: the last word of each property, and how it went.
struct DeviceReadingsView {
    var language: PageLanguage
    var readings: DeviceReadings

    private var device: Item { readings.device }

    var body: HTML {
        let routes = KindRoutes(Estate.device)
        let state = Estate.device.lifeCycle.state(device.state).map { language($0.title) } ?? device.state
        return """
            \(HTML.heading(
                language("\(device.head.title)的数据", "Readings: \(device.head.title)"),
                lead: .text(
                    [device.head.number, readings.model.map { language($0.title) }].compactMap(\.self)
                        .joined(separator: " · ")),
                breadcrumbs: [
                    Link(language("设备", "Devices"), routes.list.path()),
                    Link(device.head.title, routes.item.path(device.id)),
                ], state: HTML.badge(state, device.state == "active" ? .good : .warn), actions: exports,
                language: language))
            \(readings.properties.isEmpty ? nothing : summary)
            \(readings.properties.compactMap {
                PropertyCard(language: language, property: $0, now: readings.now).card
            })
            """
    }

    private var exports: [HTML] {
        if readings.properties.isEmpty { return [] }
        return ExportTable.formats.map { format in
            HTML.linkButton(
                language("导出 \(format.uppercased())", "Export \(format.uppercased())"),
                CommunityRoutes.deviceReadingsExport.path(device.id, format), kind: .quiet)
        }
    }

    private var nothing: HTML {
        HTML.emptyState(
            language("这种设备不上报数据", "This device measures nothing"),
            language("它的型号没有声明任何属性。", "Its model has no properties."))
    }

    private var summary: HTML {
        let today = readings.now.day
        let rows = readings.properties.map { one -> TableRow in
            let shown = { (value: Double) -> HTML in .text(one.property.shown(value, language == .chinese ? .zh : .en))
            }
            let day = one.days.last { $0.lastAt.day == today }
            let isNumber = if case .number = one.property.content { true } else { false }
            return TableRow([
                .text(language(one.property.title)), one.last.map { shown($0.last) } ?? "",
                one.last.map { HTML.time($0.lastAt.iso, $0.lastAt.shown) } ?? "", silence(one),
                isNumber ? day.map { shown($0.least) } ?? "" : "", isNumber ? day.map { shown($0.mean) } ?? "" : "",
                isNumber ? day.map { shown($0.most) } ?? "" : "",
            ])
        }
        return HTML.table(
            language("最近数据", "Latest readings"),
            columns: [
                Column(language("属性", "Property"), isHeader: true), Column(language("最近值", "Last value")),
                Column(language("时间", "When")), Column(language("状态", "State")),
                Column(language("今日最小", "Least today"), isNumeric: true),
                Column(language("今日平均", "Mean today"), isNumeric: true),
                Column(language("今日最大", "Most today"), isNumeric: true),
            ], rows: rows)
    }

    private func silence(_ one: DeviceReadings.Property) -> HTML {
        guard let last = one.last else { return HTML.badge(language("没有数据", "no readings"), .neutral) }
        guard let allowed = one.property.silence else { return "" }
        let isSilent = last.lastAt.adding(seconds: allowed) < readings.now
        return isSilent
            ? HTML.badge(
                language(
                    "静默 \(Lapse(from: last.lastAt, to: readings.now).text(language))",
                    "silent for \(Lapse(from: last.lastAt, to: readings.now).text(language))"), .bad)
            : HTML.badge(language("正常", "speaking"), .good)
    }
}

/// How one property went.
struct PropertyCard {
    var language: PageLanguage
    var property: DeviceReadings.Property
    var now: Instant

    /// Half hours of a day.
    static let stretches = 48
    static let latest = 20

    private func shown(_ value: Double) -> String {
        property.property.shown(value, language == .chinese ? .zh : .en)
    }

    /// nil: it has said nothing yet.
    var card: HTML? {
        guard property.last != nil else { return nil }
        let title = language(property.property.title)
        let pictures: [HTML?] = isDrawn ? [hours, days] : [changes]
        return HTML.card(title, id: "property-\(property.property.id)", HTML.grid(pictures.compactMap(\.self)))
    }

    /// States have names and no height.
    private var isDrawn: Bool { if case .state = property.property.content { false } else { true } }

    var days: HTML? {
        guard let first = property.days.first else { return nil }
        let today = now.day
        let byDay = Dictionary(property.days.map { ($0.lastAt.day, $0) }) { one, _ in one }
        let length = DeviceReadings.days
        let stretches = (0..<length).map { index -> Chart.Stretch in
            let day = today.adding(days: index - length + 1)
            let label = String(day.description.dropFirst(5))
            let isMarked = (length - 1 - index) % 7 == 0
            guard let one = byDay[day] else { return Chart.Stretch(label, isMarked: isMarked, nil, text: "") }
            return Chart.Stretch(
                label, isMarked: isMarked, (one.least, one.mean, one.most), text: text(one.least, one.mean, one.most))
        }
        let (low, high) = property.days.reduce((first.least, first.most)) { (min($0.0, $1.least), max($0.1, $1.most)) }
        return course(language("最近 \(length) 天（北京时间）", "The last \(length) days"), stretches, low, high)
    }

    var hours: HTML? {
        guard let first = property.readings.first else { return nil }
        let length = DeviceReadings.hours * 3_600_000 / Int64(PropertyCard.stretches)
        // Stretches begin on the half hour.
        let end = (now.milliseconds / length + 1) * length
        let start = end - length * Int64(PropertyCard.stretches)
        var bins: [Int: [Double]] = [:]
        for reading in property.readings where reading.at.milliseconds >= start {
            bins[Int((reading.at.milliseconds - start) / length), default: []].append(reading.value)
        }
        let stretches = (0..<PropertyCard.stretches).map { index -> Chart.Stretch in
            let at = Instant(milliseconds: start + Int64(index) * length)
            let label = String(at.clock.prefix(5))
            let isMarked = (PropertyCard.stretches - 1 - index) % 12 == 0
            guard let values = bins[index], let least = values.min(), let most = values.max() else {
                return Chart.Stretch(label, isMarked: isMarked, nil, text: "")
            }
            let mean = values.reduce(0, +) / Double(values.count)
            return Chart.Stretch(label, isMarked: isMarked, (least, mean, most), text: text(least, mean, most))
        }
        let values = property.readings.map(\.value)
        return course(
            language("最近 \(DeviceReadings.hours) 小时", "The last \(DeviceReadings.hours) hours"), stretches,
            values.min() ?? first.value, values.max() ?? first.value)
    }

    private func course(_ title: String, _ stretches: [Chart.Stretch], _ low: Double, _ high: Double) -> HTML {
        // A line in the middle where nothing has changed.
        let room = high > low ? 0 : max(abs(low) / 10, 1)
        return Chart.course(
            "\(language(property.property.title)) · \(title)", stretches, range: (low - room)...(high + room),
            ends: (low: shown(low - room), high: shown(high + room)), language: language)
    }

    private func text(_ least: Double, _ mean: Double, _ most: Double) -> String {
        if case .flag = property.property.content {
            let share = "\(Int((mean * 100).rounded())) %"
            return language("“是”占 \(share)", "yes: \(share)")
        }
        if least == most { return shown(least) }
        return language(
            "\(shown(least)) 至 \(shown(most))，平均 \(shown(mean))",
            "\(shown(least)) to \(shown(most)), \(shown(mean)) on average")
    }

    private var changes: HTML? {
        let rows = property.readings.suffix(PropertyCard.latest).reversed().map { reading in
            TableRow([HTML.time(reading.at.iso, "\(reading.at.day) \(reading.at.clock)"), .text(shown(reading.value))])
        }
        guard !rows.isEmpty else { return nil }
        return HTML.table(
            language("最近的状态", "The latest states"),
            columns: [Column(language("时间", "When"), isHeader: true), Column(language("状态", "State"))], rows: rows)
    }
}
