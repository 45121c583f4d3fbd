import Commons
import Community
import Delivery

/// Alipay: the payer scans a code with Alipay (open platform, alipay.trade.precreate;
/// https://opendocs.alipay.com/open/8ad49e4a_alipay.trade.precreate).
///
/// When asked, Alipay does not tell what it was given for itself: the news of `news(of:)` have an empty `bill`, and the
/// order's number tells which one it was.
struct Alipay: PaymentChannel {
    let alipay: AlipayAccount
    let client: ProviderClient.Exchange
    let clock: @Sendable () -> Instant
    private let provider = Provider.alipay

    init(
        _ account: AlipayAccount, client: @escaping ProviderClient.Exchange, clock: @escaping @Sendable () -> Instant
    ) {
        alipay = account
        self.client = client
        self.clock = clock
    }

    var account: AccountClass { .alipay }
    var organisation: String? { alipay.organisation }

    private var request: AlipayRequest { AlipayRequest(account: alipay, now: clock()) }

    func open(_ order: PaymentOrder) async throws -> String {
        let answer = try await ask(request.opening(order), .precreate)
        guard answer.isDone else { throw provider.refused(answer.words, status: 200) }
        guard let code = answer.qr_code, !code.isEmpty, answer.out_trade_no == order.number else {
            throw provider.answeredNonsense
        }
        return code
    }

    func news(of order: String) async throws -> PaymentNews? {
        let answer = try await ask(request.query(order), .query)
        // Before the code is scanned there is no trade.
        if answer.sub_code == "ACQ.TRADE_NOT_EXIST" { return nil }
        guard answer.isDone else { throw provider.refused(answer.words, status: 200) }
        guard answer.out_trade_no == order else { throw provider.answeredNonsense }
        let trade = AlipayTrade(
            number: answer.trade_no, order: order, bill: answer.body, status: answer.trade_status,
            total: answer.total_amount, paidAt: answer.send_pay_date)
        do { return try trade.news(momentField: "send_pay_date") } catch { throw provider.answeredNonsense }
    }

    func read(_ message: PaymentMessage, at now: Instant) throws -> PaymentNews? {
        try AlipayNotification(alipay).read(message.body)
    }

    func answer(isTaken: Bool) -> PaymentAnswer {
        PaymentAnswer(status: 200, type: "text/plain", body: Array((isTaken ? "success" : "failure").utf8))
    }

    private func ask(_ request: ProviderRequest, _ method: AlipayRequest.Method) async throws(Refusal) -> AlipayAnswer {
        let answer: SiteAnswer
        do { answer = try await client(request) } catch { throw provider.unreachable(error) }
        guard answer.status == 200 else { throw provider.refused("", status: answer.status) }
        return try AlipayAnswer.read(answer.body, to: method, of: alipay)
    }
}
