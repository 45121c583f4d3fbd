import Secrets

/// What goes to a webhook: a POST with JSON, signed.
public struct WebhookRequest: Hashable, Sendable {
    public var url: String
    /// Name and value.
    public var headers: [Header]
    public var body: [UInt8]

    public struct Header: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The receiver computes the HMAC-SHA-256 of `t.body` with the secret and compares; a time long past tells it of a
    /// replay.
    init(_ delivery: WebhookDelivery, to webhook: WebhookSubscription, at now: Instant) {
        let seconds = String(now.milliseconds / 1000)
        let code = HMACSHA256.code(for: Array("\(seconds).".utf8) + delivery.payload, key: Array(webhook.secret.utf8))
        url = webhook.url
        headers = [
            Header("Content-Type", "application/json; charset=utf-8"),
            Header("Linli-Event", delivery.event),
            Header("Linli-Delivery", delivery.id),
            Header("Linli-Signature", "t=\(seconds),v1=\(Hexadecimal.text(code))"),
        ]
        body = delivery.payload
    }
}
