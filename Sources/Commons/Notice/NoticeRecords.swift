/// Notices and what is sent to webhooks, within one transaction.
public protocol NoticeRecords {
    func addNotice(_ notice: Notice) throws
    func notice(_ id: String) throws -> Notice?
    /// Newest first, after where the page before ended; the limit is 1...500.
    func notices(for person: String, after: Notice.Cursor?, limit: Int) throws -> [Notice]
    func unreadNotices(for person: String) throws -> Int
    /// These, or all of theirs; only what is unread changes. Gives how many did.
    func markNoticesRead(_ ids: [String]?, for person: String, at: Instant) throws -> Int
    /// Not mailed yet, oldest first.
    func unmailedNotices(limit: Int) throws -> [Notice]
    func markNoticeMailed(_ id: String, at: Instant) throws

    func webhook(_ id: String) throws -> WebhookSubscription?
    /// All of an organisation, oldest first.
    func webhooks(of organisation: String) throws -> [WebhookSubscription]
    /// Those of these organisations that are active and want this event.
    func webhooks(for event: String, organisations: Set<String>) throws -> [WebhookSubscription]
    /// Adds it or puts it in the place of the one with its id.
    func setWebhook(_ webhook: WebhookSubscription) throws
    /// With all of its deliveries.
    func removeWebhook(_ id: String) throws

    func webhookDelivery(_ id: String) throws -> WebhookDelivery?
    /// Newest first; the limit is 1...500.
    func webhookDeliveries(of webhook: String, limit: Int) throws -> [WebhookDelivery]
    /// Those to be tried by this time, the one that waited longest first.
    func webhookDeliveries(dueBy instant: Instant, limit: Int) throws -> [WebhookDelivery]
    /// Adds it or puts it in the place of the one with its id.
    func setWebhookDelivery(_ delivery: WebhookDelivery) throws
    /// Forgets what was delivered or given up before this; gives how many.
    func removeWebhookDeliveries(settledBefore instant: Instant) throws -> Int
}
