import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What a device has said in the last days, as a file: `days` of the address, 1 to 92, else 30.
    @Sendable func deviceReadingsExport(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let days = try call.query.integer("days", in: 1...(SeriesExcerpt.longest - 1), or: DeviceReadings.days)
        let until = now.adding(seconds: 1)
        let language = call.spoken
        let readings = try await desk.readings(of: id, call.visitor)
        var table = ExportTable(
            title: readings.device.head.title,
            columns: [
                language("时间", "When"), language("属性", "Property"), language("数值", "Value"), language("单位", "Unit"),
            ])
        for one in readings.properties {
            var from: Instant? = until.adding(seconds: -Int64(days) * 86_400)
            while let start = from {
                let excerpt = try await desk.series(
                    of: id, one.property.id, from: start, until: until, limit: SeriesJSON.most, call.visitor)
                table.rows += excerpt.readings.map { DeviceReadingsView.row($0, one.property, language) }
                try table.demandRoom()
                from = excerpt.next
            }
        }
        return try table.reply(
            call.parameter("format"), name: "readings-\(readings.device.head.number)", on: now.day)
    }
}

extension DeviceReadingsView {
    /// Numbers stay numbers; states and flags are words.
    static func row(_ reading: Reading, _ property: DeviceModel.Property, _ language: PageLanguage)
        -> [ExportTable.Value]
    {
        let digits = "\(reading.value)"
        let value: ExportTable.Value =
            if case .number = property.content {
                // Spreadsheets take powers of ten for text.
                digits.contains("e") ? .text(digits) : .number(digits)
            } else {
                .text(property.shown(reading.value, language.spoken))
            }
        return [.text(reading.at.iso), .text(language(property.title)), value, .text(property.unit)]
    }
}
