import Commons
import Rulebook

extension Estate {
    /// Real ones: drills are left out.
    private static let alarms = Metric.Items("alarm", lacking: ["drill": "true"])
    private static let orders = Metric.Items("order", lacking: ["drill": "true"])

    static let metrics: [Metric] = [
        Metric(
            "alarm.count", zh: "告警数", en: "Alarms",
            meaning: Phrase(zh: "真实告警的数量，演练不计。", en: "How many there were, drills left out."),
            .count(of: alarms), span: 30, leastDays: 7),
        Metric(
            "alarm.response", zh: "告警响应时间", en: "Response time of alarms",
            meaning: Phrase(zh: "从告警打开到有人处置，取中位数。", en: "From opening to somebody seeing to it, the median."),
            .response(of: alarms, to: CommunityDesk.answers, figure: .median), span: 30, least: 5),
        Metric(
            "alarm.in-term", zh: "告警及时响应率", en: "Alarms answered in time",
            meaning: Phrase(
                zh: "在规定时限内有人处置的告警占比；超时仍无人处置的算未及时。",
                en: "Those that somebody saw to in time; those still waiting after it count as late."),
            .response(of: alarms, to: CommunityDesk.answers, figure: .inTerm(states: ["open"])), span: 30, least: 5),
        Metric(
            "alarm.false", zh: "误报率", en: "False alarms",
            meaning: Phrase(zh: "判为误报的告警占比，越低越好。", en: "Those that were none; the fewer the better."),
            .share(
                of: Metric.Items("alarm", in: ["false"], lacking: ["drill": "true"]),
                among: Metric.Items("alarm", in: ["closed", "false"], lacking: ["drill": "true"])), span: 90, least: 5),
        Metric(
            "order.in-term", zh: "工单按时完工率", en: "Work orders finished in time",
            meaning: Phrase(
                zh: "从登记到完工没有超过派单、接单和处理时限之和的工单占比。",
                en: "From entry to the work being done within the terms of handing over, taking up and doing."),
            .response(of: orders, to: ["finish"], figure: .inTerm(states: ["open", "assigned", "working"])), span: 90,
            least: 5),
        Metric(
            "order.closed", zh: "工单办结率", en: "Work orders done",
            meaning: Phrase(zh: "已完工或办结的工单占比，取消的不计。", en: "Those done or closed, cancelled ones left out."),
            .share(
                of: Metric.Items("order", in: ["done", "closed"], lacking: ["drill": "true"]),
                among: Metric.Items(
                    "order", in: ["open", "assigned", "working", "done", "closed"], lacking: ["drill": "true"])),
            span: 90, least: 5),
        Metric(
            "order.satisfaction", zh: "工单满意率", en: "Satisfaction with work orders",
            meaning: Phrase(zh: "评价为 4 星及以上的占比。", en: "Those who gave four stars or more."),
            .answers(of: orders, act: "rate", field: "stars", figure: .atLeast(4)), span: 90, least: 10),
        Metric(
            "order.stars", zh: "工单平均评分", en: "Mean rating of work orders",
            meaning: Phrase(zh: "满意度评价的平均星数，满分 5。", en: "The mean of the stars given, five at most."),
            .answers(of: orders, act: "rate", field: "stars", figure: .mean), span: 90, least: 10),
        Metric(
            "device.online", zh: "设备在线率", en: "Devices online",
            meaning: Phrase(
                zh: "在用且应定时上报的设备中，按时上报的占比。", en: "Of devices in use that have to speak, those that do."),
            .online(models: []), least: 1),
        Metric(
            "device.fit", zh: "设备完好率", en: "Devices in working order",
            meaning: Phrase(zh: "没有在维护的设备占比，停用的不计。", en: "Those not under maintenance, revoked ones left out."),
            .share(
                of: Metric.Items("device", in: ["active"]),
                among: Metric.Items("device", in: ["active", "maintenance"])),
            least: 1),
        Metric(
            "space.homes", zh: "已登记房屋", en: "Homes on record",
            meaning: Phrase(zh: "启用的房屋数量。", en: "Homes in use."),
            .count(of: Metric.Items("space", in: ["current"], having: ["level": "home"])),
            counter: Phrase(zh: "户", en: "")),
        Metric(
            "reading.days", zh: "有监测数据的天数", en: "Days with readings",
            meaning: Phrase(
                zh: "最近 90 天中有设备数据的天数，说明系统在连续运行。", en: "Of the last 90: that the system has been running."),
            .recorded, span: 90, leastDays: 90),
        role("role.count", "在用角色数", "Roles held", .name),
        role("role.functions", "功能权限不同的角色数", "Roles that differ in functions", .functions),
        role("role.data", "数据权限不同的角色数", "Roles that differ in data", .data),
        role("role.interfaces", "表单与接口权限不同的角色数", "Roles that differ in interfaces", .interfaces),
        Metric(
            "partner.told", zh: "向合作方推送次数", en: "Told to partners",
            meaning: Phrase(
                zh: "合作方系统按约定接口接收的推送，未接收的不计。",
                en: "What partners' programs took by their interface; what they did not is left out."),
            .passedOn, span: 30, counter: Phrase(zh: "次", en: "")),
    ]

    private static func role(_ id: String, _ zh: String, _ en: String, _ respect: Metric.Respect) -> Metric {
        Metric(
            id, zh: zh, en: en,
            meaning: Phrase(
                zh: "只数本单位有人可以登录的角色；\(respect.title.zh)完全相同的合为一个。",
                en: "Of those that somebody with a log-in holds; alike in their \(respect.title.en), they count as one."
            ),
            .roles(differing: respect), counter: Phrase(zh: "个", en: ""))
    }
}
