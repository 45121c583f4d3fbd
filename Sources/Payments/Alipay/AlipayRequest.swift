import Commons
import Community
import Delivery
import Secrets

/// What Alipay is asked, signed (open platform, RSA2; https://opendocs.alipay.com/common/02kf5q).
struct AlipayRequest {
    enum Method: String {
        case precreate = "alipay.trade.precreate"
        case query = "alipay.trade.query"

        /// Of the member of its answer that is signed.
        var answerName: String { rawValue.replacing(".", with: "_") + "_response" }
    }

    /// Of an order; `body` comes back with the notification.
    private struct Order: Encodable {
        var out_trade_no: String
        var total_amount: String
        var subject: String
        var body: String
        var time_expire: String
    }

    private struct Query: Encodable {
        var out_trade_no: String
    }

    let account: AlipayAccount
    let now: Instant

    /// In bytes; of Chinese, a third of the 256 characters that it takes.
    static let longestSubject = 256

    func opening(_ order: PaymentOrder) throws -> ProviderRequest {
        let content = Order(
            out_trade_no: order.number, total_amount: YuanText.text(fen: order.amount), subject: subject(order.title),
            body: order.bill, time_expire: ProviderTime.plain(order.until))
        return try request(.precreate, content, tellAt: order.tellAt)
    }

    func query(_ number: String) throws -> ProviderRequest {
        try request(.query, Query(out_trade_no: number), tellAt: nil)
    }

    /// Alipay refuses `/`, `=` and `&` in a subject: their full-width forms stand for them.
    private func subject(_ title: String) -> String {
        let wide = title.replacing("/", with: "／").replacing("=", with: "＝").replacing("&", with: "＆")
        return TitleText.cut(wide, bytes: Self.longestSubject)
    }

    private func request(_ method: Method, _ content: some Encodable, tellAt: String?) throws -> ProviderRequest {
        let json = String(decoding: try CanonicalJSON.encode(content), as: UTF8.self)
        var fields = [
            "app_id": account.app, "method": method.rawValue, "format": "JSON", "charset": "utf-8",
            "sign_type": "RSA2", "timestamp": ProviderTime.plain(now), "version": "1.0",
        ]
        fields["notify_url"] = tellAt
        let signed = AlipaySigned.text(fields.merging(["biz_content": json]) { $1 })
        fields["sign"] = Base64.padded(account.key.signature(of: signed))
        // Alipay reads the character set from the address, before it reads the form.
        let address = FormText.encode(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        return ProviderRequest(
            .post, "\(account.gateway)?\(address)",
            headers: [("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")],
            body: Array(FormText.encode([("biz_content", json)]).utf8))
    }
}
