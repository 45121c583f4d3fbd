import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What devices and partners send, and what programs read of it.
    var readingEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        return [
            .api(
                .post, CommunityAPIRoutes.readings, .function(F.sendReadings),
                Phrase(
                    zh: "上传监测数据；每行一个 JSON 对象，或 JSON 数组、CSV、XLSX；一批最多 \(CommunityLimits.readings) 条。"
                        + "答复时已全部落盘；有问题的单独留存，不影响其余；重复发送无害",
                    en: "Send readings: a JSON object a line, a JSON array, CSV or XLSX, \(CommunityLimits.readings) "
                        + "at most. All of it is durable when this answers; what is wrong is kept apart and keeps "
                        + "nothing else out; sending the same again does no harm"),
                group: "community", input: .upload(types: ReadingFormat.allCases.map(\.rawValue)),
                output: .init(ReadingReportJSON.schema), refusals: [.forbidden, .invalid, .tooLarge],
                bodyLimit: CommunityLimits.batch, handler: takeReadings),
            .api(
                .post, CommunityAPIRoutes.events, .function(F.sendReadings),
                Phrase(
                    zh: "上报一个事件；一般及以上级别会打开告警或计入已有告警",
                    en: "Tell of an event; from the level 'general' on it opens an alarm or counts with one"),
                group: "community", input: .json(EventJSON.draft), output: .init(EventJSON.schema),
                refusals: [.forbidden, .invalid, .missing], needs: [.idempotencyKey], handler: tellEvent),
            .api(
                .get, CommunityAPIRoutes.events, .function(F.events),
                Phrase(zh: "事件记录，最新的在前", en: "What happened, newest first"), group: "community",
                parameters: EventFilter.parameters, output: .init(EventJSON.list), refusals: [.forbidden, .invalid],
                handler: events),
            .api(
                .get, CommunityAPIRoutes.day, .function(F.readReadings),
                Phrase(zh: "全部设备一天（北京时间）的统计", en: "What all devices said in a day (Beijing time)"),
                group: "community", parameters: [.path("day", DayJSON.day, zh: "日期", en: "The day")],
                output: .init(DayJSON.schema), refusals: [.forbidden, .invalid], handler: day),
            .api(
                .get, CommunityAPIRoutes.series, .function(F.readReadings),
                Phrase(
                    zh: "设备一个属性的数据及每日统计；时间为 RFC 3339，默认最近 24 小时",
                    en: "Readings of a device's property and figures by day; times by RFC 3339, the last 24 hours if "
                        + "nothing is said"),
                group: "community",
                parameters: [
                    .path("item", .string(1...64), zh: "设备的 id", en: "The device's id"),
                    .path("property", .string(1...100), zh: "属性", en: "The property"),
                    .query("from", SeriesJSON.instant, zh: "从此刻起", en: "From this moment on"),
                    .query("until", SeriesJSON.instant, zh: "到此刻之前", en: "Before this one"),
                    .query("limit", .integer(1...SeriesJSON.most), zh: "最多几条数据", en: "How many readings at most"),
                ],
                output: .init(SeriesJSON.schema), refusals: [.forbidden, .invalid, .missing], handler: series),
        ]
    }
}
