import Commons
import Community

/// An order as WeChat Pay tells of it, in a notification or when asked (API v3).
struct WeChatTransaction: Decodable {
    struct Amount: Decodable {
        /// In fen: what was ordered, and what the merchant gets. `payer_total` is less where a coupon of the
        /// platform's paid the rest.
        var total: Int
        var currency: String?
    }
    var appid: String?
    var mchid: String?
    var out_trade_no: String?
    var transaction_id: String?
    var trade_state: String
    var attach: String?
    var success_time: String?
    var amount: Amount?

    func isOf(_ account: WeChatAccount) -> Bool { appid == account.app && mchid == account.merchant }

    /// - Returns: nil: not paid.
    /// - Throws: The name of the field that is missing or is not as agreed.
    func news() throws(WeChatFault) -> PaymentNews? {
        guard trade_state == "SUCCESS" else { return nil }
        guard let transaction_id, !transaction_id.isEmpty else { throw WeChatFault("transaction_id") }
        guard let out_trade_no, !out_trade_no.isEmpty else { throw WeChatFault("out_trade_no") }
        guard let amount, amount.total > 0 else { throw WeChatFault("amount.total") }
        guard amount.currency == "CNY" else { throw WeChatFault("amount.currency") }
        guard let success_time, let at = Instant(text: success_time) else { throw WeChatFault("success_time") }
        return PaymentNews(
            reference: transaction_id, order: out_trade_no, bill: attach ?? "", amount: amount.total, at: at)
    }
}

/// What of it cannot be taken.
struct WeChatFault: Error {
    var field: String

    init(_ field: String) { self.field = field }
}
