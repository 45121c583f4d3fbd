/// Puts events into the outbox of webhooks and carries them there.
public struct WebhookPost: Sendable {
    /// The kind of the job that tries one delivery; its key is the delivery's id.
    public static let delivering = "webhook.deliver"
    /// Seconds to wait after each failed attempt, from 1 minute to 12 hours. After the tenth attempt it is given up.
    public static let delays: [Int64] = [1, 2, 5, 12, 27, 60, 140, 320, 720].map { $0 * 60 }

    private let store: any Store
    private let now: @Sendable () -> Instant
    private let send: @Sendable (WebhookRequest) async throws -> Int

    /// `send`: Gives the status of the answer; throws with words for whoever runs the receiver.
    public init(
        store: any Store, surroundings: Surroundings, send: @escaping @Sendable (WebhookRequest) async throws -> Int
    ) {
        self.store = store
        now = surroundings.now
        self.send = send
    }

    /// For every webhook of these organisations that wants the event, within the transaction of what it tells of.
    /// `payload`: JSON.
    public static func put(
        _ event: String, _ payload: [UInt8], organisations: Set<String>, in records: any Records,
        _ surroundings: Surroundings
    ) throws {
        let now = surroundings.now()
        for webhook in try records.webhooks(for: event, organisations: organisations) {
            let delivery = WebhookDelivery(
                id: surroundings.newID(), webhook: webhook.id, event: event, payload: payload, createdAt: now, at: now)
            try put(delivery, in: records)
        }
    }

    /// Tries a delivery again from the start that was given up, because somebody asked for it.
    public static func retry(_ id: String, in records: any Records, now: Instant) throws {
        guard var delivery = try records.webhookDelivery(id) else {
            throw Refusal(.missing, zh: "没有这次推送", en: "there is no such delivery")
        }
        (delivery.state, delivery.attempts, delivery.at) = (.pending, 0, now)
        try put(delivery, in: records)
    }

    private static func put(_ delivery: WebhookDelivery, in records: any Records) throws {
        try records.setWebhookDelivery(delivery)
        try records.enqueue(kind: delivering, key: delivery.id, payload: [], runAt: delivery.at)
    }

    public var handler: JobHandler {
        JobHandler(Self.delivering) { try await deliver($0.key) }
    }

    func deliver(_ id: String) async throws {
        let found = try await store.read { records -> (WebhookDelivery, WebhookSubscription)? in
            guard let delivery = try records.webhookDelivery(id), delivery.state == .pending,
                let webhook = try records.webhook(delivery.webhook)
            else { return nil }
            return (delivery, webhook)
        }
        guard let (delivery, webhook) = found else { return }
        let (outcome, isDelivered) = webhook.isActive ? await attempt(delivery, webhook) : ("inactive", false)
        let settled = settled(delivery, outcome, isDelivered, webhook.isActive)
        try await store.write { records in
            if settled.state == .pending { try WebhookPost.put(settled, in: records) }
            if settled.state != .pending { try records.setWebhookDelivery(settled) }
            // As it is by now: somebody may have edited it meanwhile.
            guard var webhook = try records.webhook(webhook.id) else { return }
            webhook.failures = isDelivered ? 0 : webhook.failures + 1
            try records.setWebhook(webhook)
        }
    }

    private func attempt(
        _ delivery: WebhookDelivery, _ webhook: WebhookSubscription
    ) async -> (outcome: String, isDelivered: Bool) {
        do {
            let status = try await send(WebhookRequest(delivery, to: webhook, at: now()))
            return ("HTTP \(status)", (200..<300).contains(status))
        } catch {
            return (String(String(describing: error).prefix(200)), false)
        }
    }

    private func settled(
        _ delivery: WebhookDelivery, _ outcome: String, _ isDelivered: Bool, _ isActive: Bool
    ) -> WebhookDelivery {
        var delivery = delivery
        delivery.attempts += 1
        delivery.outcome = outcome
        let failures = delivery.attempts
        if isDelivered {
            (delivery.state, delivery.at) = (.delivered, now())
        } else if isActive, failures <= Self.delays.count {
            delivery.at = now().adding(seconds: Self.delays[failures - 1])
        } else {
            (delivery.state, delivery.at) = (.givenUp, now())
        }
        return delivery
    }
}
