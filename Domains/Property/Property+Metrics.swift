import Community
import Rulebook

extension Property {
    static let metrics = serviceMetrics + moneyMetrics + voiceMetrics + archiveMetrics

    private static func counter(_ zh: String) -> Phrase { Phrase(zh: zh, en: "") }

    // MARK: What is offered, and who uses it

    private static let serviceMetrics: [Metric] = [
        Metric(
            "offer.count", zh: "增值服务项数", en: "Services offered to owners",
            meaning: Phrase(zh: "开放预约、标明为增值服务的资源数。", en: "Resources open for booking that are such services."),
            .count(of: Metric.Items("resource", in: ["current"], having: ["offer": "true"])), counter: counter("项")),
        Metric(
            "offer.bookings", zh: "增值服务预约数", en: "Bookings of services",
            meaning: Phrase(zh: "最近 90 天登记的增值服务预约，取消和未通过的不计。", en: "Within 90 days; not those declined or cancelled."),
            .count(
                of: Metric.Items(
                    "booking", in: ["requested", "confirmed", "used", "absent"],
                    referring: ["resource": ["offer": "true"]])), span: 90, counter: counter("次")),
        Metric(
            "parcel.count", zh: "代收快件数", en: "Parcels kept",
            meaning: Phrase(zh: "最近 90 天代收的快件。", en: "Taken in within 90 days."),
            .count(of: .init("parcel")), span: 90),
        Metric(
            "permit.count", zh: "装修与放行办理数", en: "Permits asked for",
            meaning: Phrase(zh: "最近 90 天的装修、搬家和放行申请。", en: "Fit-outs, moves and large goods within 90 days."),
            .count(of: .init("permit")), span: 90),
        Metric(
            "resident.active", zh: "业主活跃率（30 天）", en: "Residents active within 30 days",
            meaning: Phrase(zh: "可登录的居民中，最近 30 天在线办理、阅读或答复过的占比。", en: "Those with a log-in who used it."),
            .active(roles: ["resident"]), span: 30, least: 1),
        Metric(
            "resident.active-90", zh: "业主活跃率（90 天）", en: "Residents active within 90 days",
            meaning: Phrase(zh: "可登录的居民中，最近 90 天在线办理、阅读或答复过的占比。", en: "Those with a log-in who used it."),
            .active(roles: ["resident"]), span: 90, least: 1),
        Metric(
            "staff.active", zh: "物管人员活跃率", en: "Staff active within 30 days",
            meaning: Phrase(zh: "可登录的物管人员中，最近 30 天在线办理过业务的占比。", en: "Managers, duty officers and workers."),
            .active(roles: ["manager", "duty", "worker"]), span: 30, least: 1),
    ]

    // MARK: Money

    private static let bills = Metric.Items("bill", in: ["issued", "part", "paid"])
    private static let payments = Metric.Items("payment", in: ["received"])
    private static let online = Metric.Items("payment", in: ["received"], any: ["way": ["wechat", "alipay"]])

    private static let moneyMetrics: [Metric] = [
        Metric(
            "bill.count", zh: "出账数", en: "Bills issued",
            meaning: Phrase(zh: "最近 90 天开出的账单，取消的不计。", en: "Within 90 days, cancelled ones left out."),
            .count(of: bills), span: 90, counter: counter("张")),
        Metric(
            "bill.utilities", zh: "水电热账单数", en: "Bills of water, power and heating",
            meaning: Phrase(zh: "最近 90 天开出的水费、电费、供暖费账单。", en: "Within 90 days."),
            .count(
                of: Metric.Items(
                    "bill", in: ["issued", "part", "paid"], any: ["charge": ["water", "power", "heat"]])),
            span: 90, counter: counter("张")),
        Metric(
            "bill.paid", zh: "账单缴清率", en: "Bills paid",
            meaning: Phrase(zh: "最近 90 天开出的账单中已缴清的占比。", en: "Of those issued within 90 days."),
            .share(of: Metric.Items("bill", in: ["paid"]), among: bills), span: 90, least: 10),
        Metric(
            "payment.online", zh: "线上缴费笔数", en: "Payments by an app",
            meaning: Phrase(zh: "最近 90 天用微信、支付宝缴费的笔数。", en: "By WeChat Pay or Alipay within 90 days."),
            .count(of: online), span: 90, counter: counter("笔")),
        Metric(
            "payment.online-share", zh: "线上缴费占比", en: "Share of payments by an app",
            meaning: Phrase(zh: "最近 90 天的收款中用微信、支付宝的占比。", en: "Of all payments within 90 days."),
            .share(of: online, among: payments), span: 90, least: 10),
    ]
}
