import Commons
import Community
import Rulebook

extension Property {
    private static let repairs = Metric.Items("order", having: ["type": "repair"], lacking: ["drill": "true"])
    private static let calls = Metric.Items("hotline")

    // MARK: Repairs, notices, complaints, calls

    static let voiceMetrics: [Metric] = [
        Metric(
            "repair.reported", zh: "居民报修数", en: "Repairs asked for by residents",
            meaning: Phrase(zh: "最近 90 天居民自己在线登记的报修。", en: "Entered by residents themselves within 90 days."),
            .count(
                of: Metric.Items("order", having: ["type": "repair"], lacking: ["drill": "true"], by: [.resident])),
            span: 90),
        Metric(
            "repair.finish", zh: "报修完工用时", en: "Time to finish repairs",
            meaning: Phrase(zh: "从登记到完工，取中位数。", en: "From entry to the work being done, the median."),
            .response(of: repairs, to: ["finish"], figure: .median), span: 90, least: 5),
        Metric(
            "repair.rated", zh: "报修评价率", en: "Repairs rated",
            meaning: Phrase(zh: "已完工或办结的报修中有满意度评价的占比。", en: "Of those done or closed."),
            .acted(
                of: Metric.Items(
                    "order", in: ["done", "closed"], having: ["type": "repair"], lacking: ["drill": "true"]),
                act: "rate"), span: 90, least: 5),
        Metric(
            "repair.satisfaction", zh: "报修满意率", en: "Satisfaction with repairs",
            meaning: Phrase(zh: "评价为 4 星及以上的占比。", en: "Those who gave four stars or more."),
            .answers(of: repairs, act: "rate", field: "stars", figure: .atLeast(4)), span: 90, least: 5),
        Metric(
            "announcement.count", zh: "发布通知数", en: "Notices published",
            meaning: Phrase(zh: "最近 90 天发布的通知公告，草稿和撤回的不计。", en: "Within 90 days; no drafts, none withdrawn."),
            .count(of: Metric.Items("announcement", in: ["published", "ended"])), span: 90, counter: counted("条")),
        Metric(
            "announcement.repair", zh: "公共设施维修通知数", en: "Notices of repairs of what is common",
            meaning: Phrase(zh: "一年内发布的公共设施维修信息。", en: "Published within a year."), notices(["repair"]), span: 365,
            counter: counted("条")),
        Metric(
            "announcement.care", zh: "应急与关爱提醒数", en: "Reminders of emergencies and care",
            meaning: Phrase(zh: "一年内发布的应急提醒和关爱提醒。", en: "Published within a year."), notices(["emergency", "care"]),
            span: 365, counter: counted("条")),
        Metric(
            "announcement.service", zh: "服务信息发布数", en: "Notices of services",
            meaning: Phrase(zh: "一年内发布的服务信息。", en: "Published within a year."), notices(["service"]), span: 365,
            counter: counted("条")),
        Metric(
            "announcement.read", zh: "通知阅读率", en: "Notices read",
            meaning: Phrase(zh: "最近 90 天发布的通知，收件人中已阅读的占比。", en: "Of all whom those of 90 days went to."),
            .received(of: Metric.Items("announcement", in: ["published", "ended"]), figure: .read), span: 90,
            least: 10),
        Metric(
            "poll.count", zh: "线上投票次数", en: "Polls held",
            meaning: Phrase(zh: "一年内发起的投票和表决。", en: "Put to people within a year."),
            .count(of: Metric.Items("poll", in: ["published", "ended"])), span: 365, counter: counted("次")),
        Metric(
            "poll.answered", zh: "投票参与率", en: "Turnout of polls",
            meaning: Phrase(zh: "一年内的投票，收到的人中投了票的占比。", en: "Of those whom the polls of a year went to."),
            .received(of: Metric.Items("poll", in: ["published", "ended"]), figure: .answered), span: 365, least: 10),
        Metric(
            "hotline.count", zh: "热线来电数", en: "Hotline calls",
            meaning: Phrase(zh: "最近 90 天登记的来电。", en: "Noted within 90 days."), .count(of: calls), span: 90,
            counter: counted("次")),
        Metric(
            "hotline.in-term", zh: "来电及时回复率", en: "Calls answered in time",
            meaning: Phrase(zh: "在时限内回复或转办的来电占比。", en: "Answered or passed on in time."),
            .response(of: calls, to: ["answer", "pass"], figure: .inTerm(states: ["open"])), span: 90, least: 5),
        Metric(
            "complaint.count", zh: "投诉建议数", en: "Complaints and suggestions",
            meaning: Phrase(zh: "最近 90 天收到的投诉、建议和咨询，撤回的不计。", en: "Within 90 days, none withdrawn."),
            .count(of: complaints), span: 90),
        Metric(
            "complaint.online", zh: "居民在线投诉咨询数", en: "Complaints and questions entered by residents",
            meaning: Phrase(zh: "最近 90 天居民自己在线登记的投诉、建议和咨询。", en: "By themselves, within 90 days."),
            .count(of: Metric.Items("complaint", by: [.resident])), span: 90),
        Metric(
            "complaint.in-term", zh: "投诉及时答复率", en: "Complaints answered in time",
            meaning: Phrase(zh: "从登记到答复没有超过受理和处理时限之和的占比。", en: "Within the terms of taking up and handling."),
            .response(of: complaints, to: ["answer"], figure: .inTerm(states: ["open", "accepted"])), span: 90,
            least: 5),
        Metric(
            "complaint.satisfaction", zh: "投诉处理满意率", en: "Satisfaction with answers to complaints",
            meaning: Phrase(zh: "评价为 4 星及以上的占比。", en: "Those who gave four stars or more."),
            .answers(of: .init("complaint"), act: "rate", field: "stars", figure: .atLeast(4)), span: 90, least: 5),
    ]

    private static let complaints = Metric.Items("complaint", in: ["open", "accepted", "answered", "closed"])

    private static func counted(_ zh: String) -> Phrase { Phrase(zh: zh, en: "") }

    private static func notices(_ types: [String]) -> Metric.Computation {
        .count(of: Metric.Items("announcement", in: ["published", "ended"], any: ["type": types]))
    }
}
