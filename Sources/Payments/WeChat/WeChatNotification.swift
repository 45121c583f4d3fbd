import Commons
import Community
import Secrets

/// Reads what somebody says is a notification of WeChat Pay (API v3).
struct WeChatNotification {
    private struct Envelope: Decodable {
        struct Resource: Decodable {
            var algorithm: String
            /// Base64 of the encrypted bytes and the tag.
            var ciphertext: String
            /// 12 bytes.
            var nonce: String
            var associated_data: String?
        }
        var event_type: String
        var resource: Resource
    }

    let account: WeChatAccount
    private let provider = Provider.wechat

    init(_ account: WeChatAccount) { self.account = account }

    /// As `PaymentChannel.read`.
    func read(_ message: PaymentMessage, at now: Instant) throws(Refusal) -> PaymentNews? {
        guard let signature = WeChatSignature(message.headers), signature.isValid(over: message.body, of: account)
        else { throw provider.unsigned }
        guard signature.isTimely(at: now) else { throw provider.late }
        guard let envelope = try? CanonicalJSON.decode(Envelope.self, message.body) else {
            throw provider.unreadable("body")
        }
        guard envelope.event_type == "TRANSACTION.SUCCESS" else { return nil }
        guard let transaction = try? CanonicalJSON.decode(WeChatTransaction.self, opened(envelope.resource)) else {
            throw provider.unreadable("resource")
        }
        guard transaction.isOf(account) else { throw provider.foreign }
        do throws(WeChatFault) {
            return try transaction.news()
        } catch {
            throw provider.unreadable("resource.\(error.field)")
        }
    }

    private func opened(_ resource: Envelope.Resource) throws(Refusal) -> [UInt8] {
        let nonce = Array(resource.nonce.utf8)
        guard resource.algorithm == "AEAD_AES_256_GCM", nonce.count == 12,
            let sealed = Base64.bytes(padded: resource.ciphertext),
            let plain = SealedBox.open(
                nonce + sealed, key: account.apiKey, context: Array((resource.associated_data ?? "").utf8))
        else { throw provider.unreadable("resource.ciphertext") }
        return plain
    }
}
