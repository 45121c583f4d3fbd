import Commons
import Community
import Synchronization

/// A provider of payments that does what a test says.
final class TillChannel: PaymentChannel {
    private struct State {
        var orders: [PaymentOrder] = []
        var paid: Set<String> = []
        var isAway = false
    }

    let account: AccountClass
    let organisation: String?
    private let state = Mutex(State())

    init(_ account: AccountClass = .wechat, of organisation: String? = "keeper") {
        self.account = account
        self.organisation = organisation
    }

    var orders: [PaymentOrder] { state.withLock { $0.orders } }
    func pay(_ order: String) { state.withLock { _ = $0.paid.insert(order) } }
    func goAway(_ isAway: Bool = true) { state.withLock { $0.isAway = isAway } }

    private static let away = Refusal(.unavailable, zh: "连不上", en: "out of reach")

    func open(_ order: PaymentOrder) async throws -> String {
        try state.withLock { state in
            if state.isAway { throw Self.away }
            state.orders.append(order)
        }
        return "code:\(order.number)"
    }

    func news(of order: String) async throws -> PaymentNews? {
        try state.withLock { state in
            if state.isAway { throw Self.away }
            guard state.paid.contains(order), let found = state.orders.first(where: { $0.number == order }) else {
                return nil
            }
            return news(found)
        }
    }

    private func news(_ order: PaymentOrder, fen: Int? = nil) -> PaymentNews {
        PaymentNews(
            reference: "at-\(order.number)", order: order.number, bill: order.bill, amount: fen ?? order.amount,
            at: Instant(milliseconds: 0))
    }

    /// `paid NUMBER`, `paid NUMBER FEN` or anything that means nothing; `forged` is none of the provider's.
    func read(_ message: PaymentMessage, at now: Instant) throws -> PaymentNews? {
        let words = String(decoding: message.body, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.first != "forged" else { throw Refusal(.forbidden, zh: "未签名", en: "not signed") }
        guard words.first == "paid", let order = orders.first(where: { $0.number == words[1] }) else { return nil }
        return news(order, fen: words.count > 2 ? Int(words[2]) : nil)
    }

    func answer(isTaken: Bool) -> PaymentAnswer {
        PaymentAnswer(status: isTaken ? 200 : 500, type: "text/plain", body: [])
    }
}
