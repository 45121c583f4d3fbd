import Commons
import Community

/// A trade as Alipay tells of it, in a notification or when asked.
struct AlipayTrade {
    var number: String?
    var order: String?
    var bill: String?
    var status: String?
    /// In yuan.
    var total: String?
    /// Beijing time, `2026-03-01 09:30:05`.
    var paidAt: String?

    /// Paid, and paid so long ago that nothing can be given back.
    private static let paid = ["TRADE_SUCCESS", "TRADE_FINISHED"]

    /// `momentField`: what `paidAt` is called where it comes from.
    /// - Returns: nil: not paid.
    /// - Throws: The name of the field that is missing or is not as agreed.
    func news(momentField: String) throws(AlipayFault) -> PaymentNews? {
        guard let status else { throw AlipayFault("trade_status") }
        guard Self.paid.contains(status) else { return nil }
        guard let number, !number.isEmpty else { throw AlipayFault("trade_no") }
        guard let order, !order.isEmpty else { throw AlipayFault("out_trade_no") }
        guard let total, let amount = YuanText.fen(total), amount > 0 else { throw AlipayFault("total_amount") }
        guard let paidAt, let at = Instant(text: paidAt) else { throw AlipayFault(momentField) }
        return PaymentNews(reference: number, order: order, bill: bill ?? "", amount: amount, at: at)
    }
}

/// What of it cannot be taken.
struct AlipayFault: Error {
    var field: String

    init(_ field: String) { self.field = field }
}
