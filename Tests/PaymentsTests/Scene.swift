import Commons
import Community
import Delivery
import Foundation
import Payments
import Rulebook
import Secrets
import Synchronization
import Testing

/// An installation with both providers, whose answers the tests write.
enum Scene {
    static let now = Instant(milliseconds: 1_772_328_605_123)
    static let nonce = "0123456789abcdef0123456789abcdef"
    static let apiKey = "thirty-two bytes, and a secret!!"
    static let platformKeyID = "PUB_KEY_ID_0119000000012026"
    static let app = "wx8888888888888888"
    static let merchant = "1900000001"
    static let alipayApp = "2021000000000001"

    static let order = PaymentOrder(
        number: "b0000000000000000000000001", title: "晴川里 3-2-1202 三月物业费", amount: 12_345, bill: "01bill",
        tellAt: "https://linli.example.cn/pay/told?a=1", until: now.adding(seconds: 900))

    static let settings: [String: [String: String]] = [
        "wechat": [
            "appid": app, "merchant": merchant, "serial": "5157F09EFDC096DE15EBE81A47057A72",
            "privateKey": TestKeys.ours,
            "apiKey": apiKey, "platformKeyID": platformKeyID, "platformKey": TestKeys.providerPublic,
        ],
        "alipay": ["app": alipayApp, "privateKey": TestKeys.ours, "alipayKey": TestKeys.providerPublic],
    ]

    static func json(_ value: Any) -> [UInt8] {
        let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { Array($0) } ?? []
    }

    /// One of the channels; `answer` is what the provider says to a request.
    static func channel(
        _ account: AccountClass,
        _ answer: @escaping ProviderClient.Exchange = { _ in throw DeliveryError(.unreachable) }
    ) throws -> any PaymentChannel {
        let channels = try PaymentSettings.channels(
            json(settings), client: answer, clock: { now }, nonce: { nonce })
        return try #require(channels.first { $0.account == account })
    }

    /// Those that read what comes in: making one takes longer than reading does.
    private static let readers: [AccountClass: any PaymentChannel] = [
        .wechat: try? channel(.wechat), .alipay: try? channel(.alipay),
    ].compactMapValues { $0 }

    static func read(_ account: AccountClass, _ message: PaymentMessage) throws -> PaymentNews? {
        try #require(readers[account]).read(message, at: now)
    }

    /// The one request that something makes.
    static func request(
        _ account: AccountClass, _ ask: (any PaymentChannel) async throws -> Void
    ) async throws -> ProviderRequest {
        let heard = Requests()
        try? await ask(
            channel(account) { request in
                heard.add(request)
                throw DeliveryError(.unreachable)
            })
        #expect(heard.all.count == 1)
        return try #require(heard.all.first)
    }

    /// What kind of refusal it is, and what it names.
    static func refusal(_ body: () async throws -> Void) async -> (kind: Refusal.Kind, place: String?, words: String)? {
        do {
            try await body()
            return nil
        } catch let refusal as Refusal {
            return (refusal.kind, refusal.place, refusal.reason.zh + refusal.reason.en)
        } catch {
            return nil
        }
    }
}

final class Requests: Sendable {
    private let held = Mutex<[ProviderRequest]>([])

    func add(_ request: ProviderRequest) { held.withLock { $0.append(request) } }

    var all: [ProviderRequest] { held.withLock { $0 } }
}
