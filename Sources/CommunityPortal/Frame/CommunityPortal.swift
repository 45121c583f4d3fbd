public import Commons
public import Community
public import PortalKit
public import Rulebook

/// The pages and the API of the community wing. Pages of kinds are derived from what the kinds declare; a domain has
/// pages of its own only where these do not do.
public struct CommunityPortal: Sendable {
    public var desk: CommunityDesk
    public var files: Files
    public var uploads: Uploads
    /// What stands around every page.
    public var frame: PageFrame
    /// By which providers people can pay.
    public var payments: [any PaymentChannel]
    /// Where the outside reaches this installation, without a slash at the end.
    public var site: @Sendable () -> String
    /// What RabbitMQ proves itself with when it asks about devices; nil: it does not ask.
    public var brokerToken: String?
    /// How far an estate is that is being made in the background, and what is done for it; nil: none is.
    public var growth: @Sendable () -> (thousandths: Int, what: Phrase)?

    public init(
        desk: CommunityDesk, files: Files, uploads: Uploads, frame: PageFrame,
        payments: [any PaymentChannel] = [], site: @escaping @Sendable () -> String = { "" },
        growth: @escaping @Sendable () -> (thousandths: Int, what: Phrase)? = { nil }
    ) {
        self.growth = growth
        self.payments = payments
        self.site = site
        self.desk = desk
        self.files = files
        self.uploads = uploads
        self.frame = frame
    }

    /// Everything that this portal answers.
    public var endpoints: [Endpoint] {
        itemEndpoints + itemAPIEndpoints + dutyEndpoints + readingEndpoints + deviceEndpoints + provisioningEndpoints
            + brokerEndpoints
            + ruleEndpoints
            + formEndpoints
            + bookingEndpoints + messageEndpoints + moneyEndpoints + moneyAPIEndpoints + paymentEndpoints
            + metricEndpoints + outsideEndpoints + ownBillEndpoints
    }

    /// What stands in the navigation of every page.
    public static func entries(_ catalog: Catalog) -> [PageFrame.Entry] {
        [
            PageFrame.Entry(
                Phrase(zh: "社区", en: "Community"), CommunityRoutes.home.path(), CommunityFunction.overview),
            PageFrame.Entry(
                Estate.order.title, KindRoutes(Estate.order).list.path(), Estate.order.function(.read)),
            PageFrame.Entry(
                Estate.booking.title, KindRoutes(Estate.resource).list.path(), Estate.resource.function(.read)),
            PageFrame.Entry(
                Phrase(zh: "通知", en: "Messages"), CommunityRoutes.messages.path(), CommunityFunction.readMessages),
            PageFrame.Entry(
                Phrase(zh: "收费", en: "Charges"), CommunityRoutes.money.path(), CommunityFunction.readMoney),
            PageFrame.Entry(
                Phrase(zh: "我的账单", en: "My bills"), OwnBillRoutes.page.path(), CommunityFunction.ownBills),
            PageFrame.Entry(Phrase(zh: "值班", en: "Duty"), CommunityRoutes.duty.path(), CommunityFunction.duty),
            PageFrame.Entry(Phrase(zh: "表单", en: "Forms"), FormRoutes.all.path(), CommunityFunction.forms),
            PageFrame.Entry(
                Estate.model.title, KindRoutes(Estate.model).list.path(), Estate.model.function(.read)),
        ]
    }

    /// What this wing is for.
    public static func wing(_ catalog: Catalog) -> Wing {
        Wing(
            title: Phrase(zh: "社区综合信息服务平台", en: "The community platform"),
            text: Phrase(
                zh: "房屋、居民、设备一本账；告警到值班台、到人、到闭环；报修、预约、通知、收费在一处办；指标每天由数据算出。",
                en: "Homes, residents and devices in one register; alarms reach the duty screen, a person and "
                    + "their end; repairs, bookings, notices and charges in one place; metrics "
                    + "computed from the data each day."),
            entries: entries(catalog).filter {
                [CommunityRoutes.home, CommunityRoutes.duty, KindRoutes(Estate.order).list].map { $0.path() }
                    .contains($0.path)
            })
    }

    var now: Instant { desk.surroundings.now() }
}
