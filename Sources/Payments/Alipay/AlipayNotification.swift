import Commons
import Community
import Secrets

/// Reads what somebody says is a notification of Alipay (https://opendocs.alipay.com/open/194/103296).
struct AlipayNotification {
    let account: AlipayAccount
    private let provider = Provider.alipay

    init(_ account: AlipayAccount) { self.account = account }

    /// As `PaymentChannel.read`.
    func read(_ body: [UInt8]) throws(Refusal) -> PaymentNews? {
        guard var fields = FormText.decode(body), let sign = fields.removeValue(forKey: "sign"),
            fields.removeValue(forKey: "sign_type") == "RSA2", let signature = Base64.bytes(padded: sign),
            account.alipayKey.isValid(signature, of: AlipaySigned.text(fields))
        else { throw provider.unsigned }
        guard fields["app_id"] == account.app else { throw provider.foreign }
        // Not of a trade: Alipay tells of other things too.
        guard fields["trade_status"] != nil else { return nil }
        let trade = AlipayTrade(
            number: fields["trade_no"], order: fields["out_trade_no"], bill: fields["body"],
            status: fields["trade_status"], total: fields["total_amount"], paidAt: fields["gmt_payment"])
        do throws(AlipayFault) {
            return try trade.news(momentField: "gmt_payment")
        } catch {
            throw provider.unreadable(error.field)
        }
    }
}
