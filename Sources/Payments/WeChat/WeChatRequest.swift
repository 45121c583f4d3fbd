import Commons
import Community
import Delivery
import Secrets

/// What WeChat Pay is asked, signed (API v3, WECHATPAY2-SHA256-RSA2048).
struct WeChatRequest {
    let account: WeChatAccount
    let now: Instant
    /// Letters and digits, at most 32.
    let nonce: String

    /// Of an order, as Native pay takes it.
    private struct Order: Encodable {
        struct Amount: Encodable {
            var total: Int
            var currency = "CNY"
        }
        var appid: String
        var mchid: String
        var description: String
        var out_trade_no: String
        var time_expire: String
        var attach: String
        var notify_url: String
        var amount: Amount
    }

    /// In bytes.
    static let longestDescription = 127

    /// `POST /v3/pay/transactions/native`.
    func opening(_ order: PaymentOrder) throws -> ProviderRequest {
        let body = try CanonicalJSON.encode(
            Order(
                appid: account.app, mchid: account.merchant,
                description: TitleText.cut(order.title, bytes: Self.longestDescription), out_trade_no: order.number,
                time_expire: ProviderTime.rfc3339(order.until), attach: order.bill, notify_url: order.tellAt,
                amount: Order.Amount(total: order.amount)))
        return request(.post, "/v3/pay/transactions/native", [UInt8](body))
    }

    /// `GET /v3/pay/transactions/out-trade-no/{out_trade_no}`.
    func query(_ number: String) -> ProviderRequest {
        let (number, merchant) = (FormText.encode(number), FormText.encode(account.merchant))
        return request(.get, "/v3/pay/transactions/out-trade-no/\(number)?mchid=\(merchant)", [])
    }

    private func request(_ method: ProviderRequest.Method, _ path: String, _ body: [UInt8]) -> ProviderRequest {
        var headers = [(name: "Authorization", value: authorization(method, path, body))]
        // Which of its keys it should sign the answer with: it may have older ones too.
        headers += [("Accept", "application/json"), ("Wechatpay-Serial", account.platformKeyID)]
        if method == .post { headers.append(("Content-Type", "application/json")) }
        return ProviderRequest(method, account.gateway + path, headers: headers, body: method == .post ? body : nil)
    }

    private func authorization(_ method: ProviderRequest.Method, _ path: String, _ body: [UInt8]) -> String {
        let timestamp = "\(ProviderTime.seconds(now))"
        let head = "\(method.rawValue)\n\(path)\n\(timestamp)\n\(nonce)\n"
        let signature = Base64.padded(account.key.signature(of: Array(head.utf8) + body + [10]))
        let fields = [
            ("mchid", account.merchant), ("nonce_str", nonce), ("signature", signature), ("timestamp", timestamp),
            ("serial_no", account.serial),
        ]
        return "WECHATPAY2-SHA256-RSA2048 " + fields.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    }
}
