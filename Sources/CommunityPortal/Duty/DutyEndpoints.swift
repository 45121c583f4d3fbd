import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What is watched, and what can be seen of the estate as a whole.
    var dutyEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        typealias R = CommunityRoutes
        return [
            .page(
                R.home, .function(F.overview), Phrase(zh: "社区概览", en: "The community"),
                handler: estatePage),
            .page(R.duty, .function(F.duty), Phrase(zh: "值班台", en: "Duty screen"), handler: dutyPage),
            .page(R.dutyBoard, .function(F.duty), Phrase(zh: "告警看板", en: "Board of alarms"), handler: dutyBoard),
            .page(R.dutyEvents, .function(F.duty), Phrase(zh: "告警更新", en: "Updates of alarms"), handler: dutyEvents),
            .page(R.rules, .function(F.rules), Phrase(zh: "联动规则", en: "Rules"), handler: rulesPage),
            .page(R.drills, .function(F.drill), Phrase(zh: "演练", en: "Drills"), handler: drillsPage),
            .form(R.drills, .function(F.drill), Phrase(zh: "开始演练", en: "Start a drill"), handler: startDrill),
            .page(R.drill, .function(F.drill), Phrase(zh: "演练记录", en: "A drill"), handler: drillPage),
            .page(R.events, .function(F.events), Phrase(zh: "事件记录", en: "Log of events"), handler: eventsPage),
            .page(
                R.eventsExport, .function(F.events), Phrase(zh: "导出事件记录", en: "Export of the log of events"),
                handler: eventsExport),
            .page(
                R.refused, .function(F.readReadings), Phrase(zh: "未采纳的数据", en: "Readings kept apart"),
                handler: refusedPage),
            .page(
                R.deviceReadings, .function(F.readReadings), Phrase(zh: "设备数据", en: "Readings of a device"),
                handler: deviceReadingsPage),
            .page(
                R.deviceReadingsExport, .function(F.readReadings),
                Phrase(zh: "导出设备数据", en: "Export of a device's readings"), handler: deviceReadingsExport),
        ]
    }

    /// A page of what changes all the time: no copy of it is kept.
    func livePage(_ call: Call, _ content: PageContent, status: Int = 200) -> Reply {
        frame.page(call, content, status: status).with(.cacheControl, "no-store")
    }
}
