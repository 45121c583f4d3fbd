import Commons
import Community
import Delivery
import Foundation
import Payments

@testable import Secrets

/// What WeChat Pay says, with its own key.
enum WeChatSide {
    static let seconds = "1772328605"

    /// A paid order; `changes` go over it, and `nil` takes a field away.
    static func transaction(_ changes: [String: Any?] = [:]) -> [UInt8] {
        var fields: [String: Any] = [
            "appid": Scene.app, "mchid": Scene.merchant, "out_trade_no": Scene.order.number,
            "transaction_id": "4200002026030112345678901234", "trade_type": "NATIVE", "trade_state": "SUCCESS",
            "trade_state_desc": "支付成功", "bank_type": "OTHERS", "attach": "01bill",
            "success_time": "2026-03-01T09:29:58+08:00", "payer": ["openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"],
            "amount": ["total": 12_345, "payer_total": 12_245, "currency": "CNY", "payer_currency": "CNY"],
        ]
        for (name, value) in changes { fields[name] = value }
        return Scene.json(fields)
    }

    static let news = PaymentNews(
        reference: "4200002026030112345678901234", order: Scene.order.number, bill: "01bill", amount: 12_345,
        at: Instant(milliseconds: 1_772_328_598_000))

    /// The body of a notification.
    static func envelope(
        _ transaction: [UInt8], event: String = "TRANSACTION.SUCCESS", apiKey: String = Scene.apiKey,
        algorithm: String = "AEAD_AES_256_GCM", context: String = "transaction",
        damage: ([UInt8]) -> [UInt8] = { $0 }
    ) -> [UInt8] {
        let nonce = "fdasflkja484"
        let sealed = SealedBox.seal(
            transaction, key: Array(apiKey.utf8), context: Array("transaction".utf8), nonce: Array(nonce.utf8))
        return Scene.json([
            "id": "EV-2018022511223320873", "create_time": "2026-03-01T09:29:59+08:00", "event_type": event,
            "resource_type": "encrypt-resource", "summary": "支付成功",
            "resource": [
                "original_type": "transaction", "algorithm": algorithm, "associated_data": context, "nonce": nonce,
                "ciphertext": Base64.padded(damage(Array(sealed.dropFirst(12)))),
            ],
        ])
    }

    static func headers(
        _ body: [UInt8], seconds: String = seconds, serial: String = Scene.platformKeyID,
        key: String = TestKeys.provider
    ) -> [String: String] {
        let message = Array("\(seconds)\nn0nce\n".utf8) + body + [10]
        return [
            "wechatpay-timestamp": seconds, "wechatpay-nonce": "n0nce", "wechatpay-serial": serial,
            "wechatpay-signature": ProviderKeys.signature(message, key), "content-type": "application/json",
        ]
    }

    static func message(_ body: [UInt8], seconds: String = seconds) -> PaymentMessage {
        PaymentMessage(headers: headers(body, seconds: seconds), body: body)
    }

    static func answer(_ body: [UInt8], status: Int = 200) -> SiteAnswer {
        SiteAnswer(status: status, headers: headers(body), body: body)
    }
}
