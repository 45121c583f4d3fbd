import Commons
import Community
import Delivery
import Foundation
import Payments
import Testing

/// What WeChat Pay is asked and what becomes of its answers.
@Suite struct WeChatAskingTests {
    private func authorization(_ request: ProviderRequest) -> [String: String] {
        let header = request.headers.first { $0.name == "Authorization" }?.value ?? ""
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0] == "WECHATPAY2-SHA256-RSA2048" else { return [:] }
        let fields = parts[1].split(separator: ",").compactMap { field -> (String, String)? in
            let sides = field.split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (String(sides[0]), String(sides[1].dropFirst().dropLast())) : nil
        }
        return Dictionary(uniqueKeysWithValues: fields)
    }

    @Test func anOrderIsSignedAndWhole() async throws {
        let request = try await Scene.request(.wechat) { _ = try await $0.open(Scene.order) }
        #expect(request.method == .post)
        #expect(request.url == "https://api.mch.weixin.qq.com/v3/pay/transactions/native")
        let body = try #require(request.body)
        let sent = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary)
        #expect(
            sent == [
                "appid": Scene.app, "mchid": Scene.merchant, "description": Scene.order.title,
                "out_trade_no": Scene.order.number, "time_expire": "2026-03-01T09:45:05+08:00", "attach": "01bill",
                "notify_url": Scene.order.tellAt, "amount": ["total": 12_345, "currency": "CNY"],
            ] as NSDictionary)
        let fields = authorization(request)
        #expect(fields["mchid"] == Scene.merchant && fields["nonce_str"] == Scene.nonce)
        #expect(fields["timestamp"] == WeChatSide.seconds)
        #expect(fields["serial_no"] == "5157F09EFDC096DE15EBE81A47057A72")
        let head = "POST\n/v3/pay/transactions/native\n\(WeChatSide.seconds)\n\(Scene.nonce)\n"
        #expect(ProviderKeys.isOurs(fields["signature"] ?? "", Array(head.utf8) + body + [10]))
        #expect(request.headers.contains { $0 == ("Content-Type", "application/json") })
        #expect(request.headers.contains { $0 == ("Wechatpay-Serial", Scene.platformKeyID) })
    }

    @Test func aQueryIsSigned() async throws {
        let request = try await Scene.request(.wechat) { _ = try await $0.news(of: Scene.order.number) }
        let path = "/v3/pay/transactions/out-trade-no/\(Scene.order.number)?mchid=\(Scene.merchant)"
        #expect(request.method == .get && request.body == nil)
        #expect(request.url == "https://api.mch.weixin.qq.com" + path)
        let head = "GET\n\(path)\n\(WeChatSide.seconds)\n\(Scene.nonce)\n\n"
        #expect(ProviderKeys.isOurs(authorization(request)["signature"] ?? "", Array(head.utf8)))
        let odd = try await Scene.request(.wechat) { _ = try await $0.news(of: "a/b?c") }
        #expect(odd.url.contains("/out-trade-no/a%2Fb%3Fc?mchid="))
    }

    @Test func titlesAreCutBetweenCharacters() async throws {
        var order = Scene.order
        order.title = "三" + String(repeating: "月费", count: 60) + "\n"
        let request = try await Scene.request(.wechat) { _ = try await $0.open(order) }
        let sent = try JSONSerialization.jsonObject(with: Data(request.body ?? [])) as? [String: Any]
        let description = try #require(sent?["description"] as? String)
        #expect(description.utf8.count == 126 && order.title.hasPrefix(description))
    }

    @Test func theCodeIsWhatWasAnswered() async throws {
        let body = Scene.json(["code_url": "weixin://wxpay/bizpayurl?pr=p4lpSuKzz"])
        let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(body) }
        #expect(try await channel.open(Scene.order) == "weixin://wxpay/bizpayurl?pr=p4lpSuKzz")
    }

    @Test func answersThatAreNotSignedAreRefused() async throws {
        let body = Scene.json(["code_url": "weixin://wxpay/bizpayurl?pr=p4lpSuKzz"])
        let answers = [
            SiteAnswer(status: 200, body: body),
            SiteAnswer(status: 200, headers: WeChatSide.headers(body, key: TestKeys.ours), body: body),
            SiteAnswer(status: 200, headers: WeChatSide.headers(body, serial: "PUB_KEY_ID_2"), body: body),
            SiteAnswer(status: 200, headers: WeChatSide.headers(body, seconds: "1772328000"), body: body),
            SiteAnswer(status: 200, headers: WeChatSide.headers(body), body: body + [32]),
        ]
        for (number, answer) in answers.enumerated() {
            let channel = try Scene.channel(.wechat) { _ in answer }
            let refusal = await Scene.refusal { _ = try await channel.open(Scene.order) }
            #expect(refusal?.kind == .unavailable, "\(number)")
            #expect(refusal?.words.contains("wechat.platformKey") == true, "\(number)")
        }
    }

    @Test func refusalsNameTheProviderAndItsReason() async throws {
        let body = Scene.json(["code": "PARAM_ERROR", "message": "商户号有误"])
        let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(body, status: 400) }
        let refusal = await Scene.refusal { _ = try await channel.open(Scene.order) }
        #expect(refusal?.kind == .unavailable)
        for word in ["微信支付", "WeChat Pay", "商户号有误", "PARAM_ERROR"] {
            #expect(refusal?.words.contains(word) == true)
        }
        let away = await Scene.refusal { _ = try await Scene.channel(.wechat).open(Scene.order) }
        #expect(away?.kind == .unavailable && away?.words.contains("no connection") == true)
        let odd = try Scene.channel(.wechat) { _ in WeChatSide.answer(Scene.json(["code_url": ""])) }
        #expect(await Scene.refusal { _ = try await odd.open(Scene.order) }?.kind == .unavailable)
    }

    @Test func aPaidOrderIsNews() async throws {
        let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(WeChatSide.transaction()) }
        #expect(try await channel.news(of: Scene.order.number) == WeChatSide.news)
    }

    @Test(arguments: ["NOTPAY", "CLOSED", "REFUND", "USERPAYING", "PAYERROR", "REVOKED"])
    func otherStatesAreNoNews(_ state: String) async throws {
        let body = WeChatSide.transaction([
            "trade_state": state, "transaction_id": nil, "success_time": nil, "amount": nil, "attach": nil,
        ])
        let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(body) }
        #expect(try await channel.news(of: Scene.order.number) == nil)
    }

    @Test func anUnknownOrderIsNoNews() async throws {
        let body = Scene.json(["code": "ORDER_NOT_EXIST", "message": "订单不存在"])
        let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(body, status: 404) }
        #expect(try await channel.news(of: Scene.order.number) == nil)
        let unsigned = try Scene.channel(.wechat) { _ in SiteAnswer(status: 404, body: body) }
        #expect(await Scene.refusal { _ = try await unsigned.news(of: Scene.order.number) }?.kind == .unavailable)
        let elsewhere = try Scene.channel(.wechat) { _ in WeChatSide.answer(Scene.json([:]), status: 404) }
        #expect(await Scene.refusal { _ = try await elsewhere.news(of: Scene.order.number) }?.kind == .unavailable)
    }

    @Test func newsOfSomethingElseAreNone() async throws {
        let changes: [[String: Any?]] = [
            ["out_trade_no": "b2"], ["mchid": "1900000002"], ["appid": "wx1"],
            ["amount": ["total": 1, "currency": "USD"]],
            ["success_time": "yesterday"],
        ]
        for change in changes {
            let body = WeChatSide.transaction(change)
            let channel = try Scene.channel(.wechat) { _ in WeChatSide.answer(body) }
            let refusal = await Scene.refusal { _ = try await channel.news(of: Scene.order.number) }
            #expect(refusal?.kind == .unavailable, "\(change)")
        }
    }
}
