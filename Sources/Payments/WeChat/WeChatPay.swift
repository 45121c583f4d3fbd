import Commons
import Community
import Delivery

/// WeChat Pay: the payer scans a code with WeChat (API v3, Native pay; https://pay.weixin.qq.com/doc/v3/merchant).
struct WeChatPay: PaymentChannel {
    private struct Opened: Decodable {
        var code_url: String
    }

    private struct Problem: Decodable {
        var code: String?
        var message: String?
    }

    let wechat: WeChatAccount
    let client: ProviderClient.Exchange
    let clock: @Sendable () -> Instant
    let nonce: @Sendable () -> String
    private let provider = Provider.wechat

    init(
        _ account: WeChatAccount, client: @escaping ProviderClient.Exchange, clock: @escaping @Sendable () -> Instant,
        nonce: @escaping @Sendable () -> String
    ) {
        wechat = account
        self.client = client
        self.clock = clock
        self.nonce = nonce
    }

    var account: AccountClass { .wechat }
    var organisation: String? { wechat.organisation }

    private var request: WeChatRequest { WeChatRequest(account: wechat, now: clock(), nonce: nonce()) }

    func open(_ order: PaymentOrder) async throws -> String {
        let answer = try await ask(request.opening(order))
        guard answer.status == 200 else { throw refused(answer) }
        try check(answer)
        guard let opened = try? CanonicalJSON.decode(Opened.self, answer.body), !opened.code_url.isEmpty else {
            throw provider.answeredNonsense
        }
        return opened.code_url
    }

    func news(of order: String) async throws -> PaymentNews? {
        let answer = try await ask(request.query(order))
        if answer.status == 404, ["ORDER_NOT_EXIST", "ORDERNOTEXIST"].contains(problem(answer).code) {
            try check(answer)
            return nil
        }
        guard answer.status == 200 else { throw refused(answer) }
        try check(answer)
        guard let transaction = try? CanonicalJSON.decode(WeChatTransaction.self, answer.body),
            transaction.isOf(wechat), transaction.out_trade_no == order
        else { throw provider.answeredNonsense }
        do { return try transaction.news() } catch { throw provider.answeredNonsense }
    }

    func read(_ message: PaymentMessage, at now: Instant) throws -> PaymentNews? {
        try WeChatNotification(wechat).read(message, at: now)
    }

    func answer(isTaken: Bool) -> PaymentAnswer {
        let (code, words) = isTaken ? ("SUCCESS", "") : ("FAIL", "Not taken; tell again.")
        let body = "{\"code\":\"\(code)\",\"message\":\"\(words)\"}"
        return PaymentAnswer(status: isTaken ? 200 : 500, type: "application/json", body: Array(body.utf8))
    }

    private func ask(_ request: ProviderRequest) async throws(Refusal) -> SiteAnswer {
        do { return try await client(request) } catch { throw provider.unreachable(error) }
    }

    private func check(_ answer: SiteAnswer) throws(Refusal) {
        guard let signature = WeChatSignature(answer.headers), signature.isValid(over: answer.body, of: wechat),
            signature.isTimely(at: clock())
        else { throw provider.answeredUnsigned }
    }

    private func problem(_ answer: SiteAnswer) -> Problem {
        (try? CanonicalJSON.decode(Problem.self, answer.body)) ?? Problem()
    }

    private func refused(_ answer: SiteAnswer) -> Refusal {
        let problem = problem(answer)
        let words = [problem.message, problem.code].compactMap { $0 }.joined(separator: " · ")
        return provider.refused(words, status: answer.status)
    }
}
