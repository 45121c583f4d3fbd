import Commons
import Database

/// The rest of `NoticeRecords`.
extension SQLRecords {
    private static let webhookColumns =
        "w.id, w.organisation, w.person, w.url, w.secret, w.active, w.failures, w.created_at, w.sealed, "
        + "w.key_id"

    private func webhook(_ row: Row) throws -> WebhookSubscription {
        let id = try row.text(0)
        let events = try connection.query("SELECT event FROM webhook_event WHERE webhook = $1", [.text(id)])
        return WebhookSubscription(
            id: id, organisation: try row.text(1), person: try row.text(2), url: try row.text(3),
            secret: try SealedTable.webhooks.opened(row, ring).text(4), events: Set(try events.map { try $0.text(0) }),
            isActive: try row.int(5) == 1,
            failures: try row.int(6), createdAt: try row.instant(7))
    }

    func webhook(_ id: String) throws -> WebhookSubscription? {
        try connection.row("SELECT \(SQLRecords.webhookColumns) FROM webhook w WHERE w.id = $1", [.text(id)])
            .map(webhook)
    }

    func webhooks(of organisation: String) throws -> [WebhookSubscription] {
        try connection.query(
            "SELECT \(SQLRecords.webhookColumns) FROM webhook w WHERE w.organisation = $1 ORDER BY w.id",
            [.text(organisation)]
        ).map(webhook)
    }

    func webhooks(for event: String, organisations: Set<String>) throws -> [WebhookSubscription] {
        if organisations.isEmpty { return [] }
        var sql = Statement(
            "SELECT \(SQLRecords.webhookColumns) FROM webhook w JOIN webhook_event e ON e.webhook = w.id "
                + "WHERE w.active = 1 AND e.event = ", [.text(event)])
        sql.text += " AND w.organisation IN ("
        sql.list(organisations.sorted())
        return try connection.query(sql.text + ") ORDER BY w.id", sql.arguments).map(webhook)
    }

    func setWebhook(_ webhook: WebhookSubscription) throws {
        let table = SealedTable.webhooks
        let secret = table.values(
            webhook.secret, for: Row(columns: table.keys, values: [.text(webhook.id)]), ring())
        try connection.execute(
            """
            INSERT INTO webhook (id, organisation, person, url, active, failures, created_at, secret, sealed, key_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET organisation = excluded.organisation, person = excluded.person,
            url = excluded.url, secret = excluded.secret, sealed = excluded.sealed, key_id = excluded.key_id,
            active = excluded.active, failures = excluded.failures
            """,
            [
                .text(webhook.id), .text(webhook.organisation), .text(webhook.person), .text(webhook.url),
                .int(webhook.isActive ? 1 : 0), .int(Int64(webhook.failures)), .int(webhook.createdAt.milliseconds),
            ] + secret)
        try connection.execute("DELETE FROM webhook_event WHERE webhook = $1", [.text(webhook.id)])
        try connection.executeMany(
            "INSERT INTO webhook_event (webhook, event) VALUES ($1, $2)",
            webhook.events.sorted().map { [.text(webhook.id), .text($0)] })
    }

    func removeWebhook(_ id: String) throws {
        try connection.execute("DELETE FROM webhook_delivery WHERE webhook = $1", [.text(id)])
        try connection.execute("DELETE FROM webhook_event WHERE webhook = $1", [.text(id)])
        try connection.execute("DELETE FROM webhook WHERE id = $1", [.text(id)])
    }

    private static let deliveryColumns = "id, webhook, event, payload, created_at, state, attempts, at, outcome"

    private static func delivery(_ row: Row) throws -> WebhookDelivery {
        WebhookDelivery(
            id: try row.text(0), webhook: try row.text(1), event: try row.text(2), payload: row[3].blob ?? [],
            createdAt: try row.instant(4), state: WebhookDelivery.State(rawValue: try row.text(5)) ?? .givenUp,
            attempts: try row.int(6), at: try row.instant(7), outcome: try row.text(8))
    }

    func webhookDelivery(_ id: String) throws -> WebhookDelivery? {
        try connection.row("SELECT \(SQLRecords.deliveryColumns) FROM webhook_delivery WHERE id = $1", [.text(id)])
            .map(SQLRecords.delivery)
    }

    func webhookDeliveries(of webhook: String, limit: Int) throws -> [WebhookDelivery] {
        try connection.query(
            "SELECT \(SQLRecords.deliveryColumns) FROM webhook_delivery WHERE webhook = $1 "
                + "ORDER BY created_at DESC, id DESC LIMIT $2", [.text(webhook), .int(Int64(min(max(limit, 1), 500)))]
        ).map(SQLRecords.delivery)
    }

    func webhookDeliveries(dueBy instant: Instant, limit: Int) throws -> [WebhookDelivery] {
        try connection.query(
            "SELECT \(SQLRecords.deliveryColumns) FROM webhook_delivery WHERE state = $1 AND at <= $2 "
                + "ORDER BY at, id LIMIT $3",
            [.text(WebhookDelivery.State.pending.rawValue), .int(instant.milliseconds), .int(Int64(limit))]
        ).map(SQLRecords.delivery)
    }

    func setWebhookDelivery(_ delivery: WebhookDelivery) throws {
        try connection.execute(
            """
            INSERT INTO webhook_delivery (\(SQLRecords.deliveryColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, at = excluded.at,
            outcome = excluded.outcome
            """,
            [
                .text(delivery.id), .text(delivery.webhook), .text(delivery.event), .blob(delivery.payload),
                .int(delivery.createdAt.milliseconds), .text(delivery.state.rawValue), .int(Int64(delivery.attempts)),
                .int(delivery.at.milliseconds), .text(delivery.outcome),
            ])
    }

    func removeWebhookDeliveries(settledBefore instant: Instant) throws -> Int {
        try connection.execute(
            "DELETE FROM webhook_delivery WHERE state <> $1 AND at < $2",
            [.text(WebhookDelivery.State.pending.rawValue), .int(instant.milliseconds)])
    }
}
