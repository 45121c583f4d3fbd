import Commons
import Community
import Delivery
import Secrets

/// What Alipay says, with its own key.
enum AlipaySide {
    /// A paid trade; `changes` go over it, and `nil` takes a field away.
    static func fields(_ changes: [String: String?] = [:]) -> [String: String] {
        var fields: [String: String] = [
            "app_id": Scene.alipayApp, "auth_app_id": Scene.alipayApp, "charset": "utf-8", "version": "1.0",
            "notify_id": "2026030100222092959", "notify_time": "2026-03-01 09:30:00",
            "notify_type": "trade_status_sync",
            "trade_no": "2026030122001400001", "out_trade_no": Scene.order.number, "trade_status": "TRADE_SUCCESS",
            "total_amount": "123.45", "receipt_amount": "123.45", "subject": "晴川里 3-2-1202 三月物业费",
            "body": "01bill", "gmt_create": "2026-03-01 09:29:50", "gmt_payment": "2026-03-01 09:29:58",
            "fund_bill_list": #"[{"amount":"123.45","fundChannel":"ALIPAYACCOUNT"}]"#,
        ]
        for (name, value) in changes { fields[name] = value }
        return fields
    }

    static let news = PaymentNews(
        reference: "2026030122001400001", order: Scene.order.number, bill: "01bill", amount: 12_345,
        at: Instant(milliseconds: 1_772_328_598_000))

    static func signed(_ fields: [String: String]) -> [UInt8] {
        Array(fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122: String(UnicodeScalar(byte))
            case 32: "+"
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    static func form(_ fields: [String: String]) -> [UInt8] {
        Array(fields.map { "\(escaped($0.key))=\(escaped($0.value))" }.joined(separator: "&").utf8)
    }

    static func message(
        _ fields: [String: String], key: String = TestKeys.provider, type: String = "RSA2"
    ) -> PaymentMessage {
        let sign = ProviderKeys.signature(signed(fields), key)
        let all = fields.merging(["sign": sign, "sign_type": type]) { $1 }
        return PaymentMessage(headers: ["content-type": "application/x-www-form-urlencoded"], body: form(all))
    }

    /// `content` stands in the answer as it is.
    static func answer(_ method: String, _ content: String, key: String = TestKeys.provider) -> SiteAnswer {
        let sign = ProviderKeys.signature(Array(content.utf8), key)
        let body = "{\"\(method)_response\":\(content),\"sign\":\"\(sign)\"}"
        return SiteAnswer(status: 200, body: Array(body.utf8))
    }
}
