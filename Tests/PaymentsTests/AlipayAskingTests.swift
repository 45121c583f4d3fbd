import Commons
import Community
import Delivery
import Foundation
import Payments
import Testing

/// What Alipay is asked and what becomes of its answers.
@Suite struct AlipayAskingTests {
    private func fields(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: "&").map { field -> (String, String) in
            let sides = field.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            return (sides[0], sides.count > 1 ? sides[1] : "")
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The fields of a request, once its signature has been found to be ours.
    private func signed(_ request: ProviderRequest) -> [String: String] {
        let parts = request.url.split(separator: "?")
        #expect(parts.count == 2 && parts[0] == "https://openapi.alipay.com/gateway.do")
        #expect(request.method == .post)
        let type = "application/x-www-form-urlencoded;charset=utf-8"
        #expect(request.headers.contains { $0 == ("Content-Type", type) })
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        var all = fields(parts[1]).merging(fields(body[...])) { $1 }
        let sign = all.removeValue(forKey: "sign") ?? ""
        #expect(ProviderKeys.isOurs(sign, AlipaySide.signed(all)))
        return all
    }

    @Test func anOrderIsSignedAndWhole() async throws {
        let request = try await Scene.request(.alipay) { _ = try await $0.open(Scene.order) }
        var all = signed(request)
        let content = all.removeValue(forKey: "biz_content") ?? ""
        #expect(
            all == [
                "app_id": Scene.alipayApp, "method": "alipay.trade.precreate", "format": "JSON", "charset": "utf-8",
                "sign_type": "RSA2", "timestamp": "2026-03-01 09:30:05", "version": "1.0",
                "notify_url": Scene.order.tellAt,
            ])
        let sent = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: String]
        #expect(
            sent == [
                "out_trade_no": Scene.order.number, "total_amount": "123.45", "subject": Scene.order.title,
                "body": "01bill", "time_expire": "2026-03-01 09:45:05",
            ])
    }

    @Test func aQueryIsSigned() async throws {
        let all = signed(try await Scene.request(.alipay) { _ = try await $0.news(of: Scene.order.number) })
        #expect(all["method"] == "alipay.trade.query" && all["notify_url"] == nil)
        #expect(all["biz_content"] == "{\"out_trade_no\":\"\(Scene.order.number)\"}")
    }

    @Test func subjectsHaveNoSignsThatItRefuses() async throws {
        var order = Scene.order
        order.title = "3/4 号 a=b & c" + String(repeating: "费", count: 100)
        let all = signed(try await Scene.request(.alipay) { _ = try await $0.open(order) })
        let sent = try JSONSerialization.jsonObject(with: Data((all["biz_content"] ?? "").utf8)) as? [String: String]
        let subject = try #require(sent?["subject"])
        #expect(subject.hasPrefix("3／4 号 a＝b ＆ c费") && subject.utf8.count <= 256)
    }

    @Test(arguments: [
        #"{"code":"10000","msg":"Success","out_trade_no":"NUMBER","qr_code":"https://qr.alipay.com/bax03431"}"#,
        #"{ "qr_code" : "https:\/\/qr.alipay.com\/bax03431", "a": [{"b": "}\""}], "code":"10000","#
            + #""out_trade_no":"NUMBER"}"#,
    ])
    func theCodeIsWhatWasAnswered(_ content: String) async throws {
        let content = content.replacing("NUMBER", with: Scene.order.number)
        let channel = try Scene.channel(.alipay) { _ in AlipaySide.answer("alipay_trade_precreate", content) }
        #expect(try await channel.open(Scene.order) == "https://qr.alipay.com/bax03431")
    }

    /// Signed without the escapes that stand there.
    @Test func slashesMayBeEscapedAfterTheSignature() async throws {
        let content = "{\"code\":\"10000\",\"out_trade_no\":\"\(Scene.order.number)\",\"qr_code\":\"https://qr.a/b\"}"
        let sign = ProviderKeys.signature(Array(content.utf8)).replacing("/", with: "\\/")
        let escaped = content.replacing("/", with: "\\/")
        let body = "{\"alipay_trade_precreate_response\":\(escaped),\"sign\":\"\(sign)\"}"
        let channel = try Scene.channel(.alipay) { _ in SiteAnswer(status: 200, body: Array(body.utf8)) }
        #expect(try await channel.open(Scene.order) == "https://qr.a/b")
    }

    @Test func answersThatAreNotSignedAreRefused() async throws {
        let content = "{\"code\":\"10000\",\"out_trade_no\":\"\(Scene.order.number)\",\"qr_code\":\"https://qr.a/b\"}"
        let other = content.replacing("qr.a", with: "qr.b")
        let sign = ProviderKeys.signature(Array(content.utf8))
        let name = "\"alipay_trade_precreate_response\""
        let bodies = [
            "{\(name):\(content)}", "{\(name):\(other),\"sign\":\"\(sign)\"}", "{\(name):\(content),\"sign\":\"\"}",
            "{\(name):\(content),\"sign\":7}", "{\(name):\(content) ,\"sign\":\"\(sign.dropLast(4))\"}",
            "{\(name):\(content),\"sign\":\"\(ProviderKeys.signature(Array(content.utf8), TestKeys.ours))\"}",
            // Twice: one is signed, and the other would be read.
            "{\(name):\(other),\(name):\(content),\"sign\":\"\(sign)\"}",
            "{\"alipay_trade_query_response\":\(content),\"sign\":\"\(sign)\"}", "", "[]", "{", "<html>",
        ]
        for body in bodies {
            let channel = try Scene.channel(.alipay) { _ in SiteAnswer(status: 200, body: Array(body.utf8)) }
            #expect(await Scene.refusal { _ = try await channel.open(Scene.order) }?.kind == .unavailable, "\(body)")
        }
    }

    @Test func refusalsNameTheProviderAndItsReason() async throws {
        let content = #"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.X","sub_msg":"交易已被支付"}"#
        let unsigned = SiteAnswer(status: 200, body: Array("{\"error_response\":\(content)}".utf8))
        for answer in [AlipaySide.answer("alipay_trade_precreate", content), unsigned] {
            let channel = try Scene.channel(.alipay) { _ in answer }
            let refusal = await Scene.refusal { _ = try await channel.open(Scene.order) }
            #expect(refusal?.kind == .unavailable)
            for word in ["支付宝", "Alipay", "交易已被支付", "ACQ.X"] { #expect(refusal?.words.contains(word) == true) }
        }
        let broken = try Scene.channel(.alipay) { _ in SiteAnswer(status: 502) }
        #expect(await Scene.refusal { _ = try await broken.open(Scene.order) }?.words.contains("HTTP 502") == true)
        let away = await Scene.refusal { _ = try await Scene.channel(.alipay).open(Scene.order) }
        #expect(away?.kind == .unavailable)
    }

    /// A code of another order is not shown to the payer of this one.
    @Test func aCodeOfAnotherOrderIsNone() async throws {
        let content = #"{"code":"10000","out_trade_no":"b2","qr_code":"https://qr.alipay.com/bax03431"}"#
        let channel = try Scene.channel(.alipay) { _ in AlipaySide.answer("alipay_trade_precreate", content) }
        #expect(await Scene.refusal { _ = try await channel.open(Scene.order) }?.kind == .unavailable)
    }

    private func news(_ changes: [String: String?] = [:]) async throws -> PaymentNews? {
        var fields: [String: String] = [
            "code": "10000", "msg": "Success", "trade_no": "2026030122001400001", "out_trade_no": Scene.order.number,
            "trade_status": "TRADE_SUCCESS", "total_amount": "123.45", "send_pay_date": "2026-03-01 09:29:58",
        ]
        for (name, value) in changes { fields[name] = value }
        let content = String(decoding: Scene.json(fields), as: UTF8.self)
        let channel = try Scene.channel(.alipay) { _ in AlipaySide.answer("alipay_trade_query", content) }
        return try await channel.news(of: Scene.order.number)
    }

    @Test func aPaidOrderIsNews() async throws {
        var expected = AlipaySide.news
        expected.bill = ""
        #expect(try await news() == expected)
        #expect(try await news(["trade_status": "TRADE_FINISHED"]) == expected)
    }

    @Test func otherStatesAreNoNews() async throws {
        #expect(try await news(["trade_status": "WAIT_BUYER_PAY", "send_pay_date": nil]) == nil)
        #expect(try await news(["trade_status": "TRADE_CLOSED"]) == nil)
        #expect(try await news(["code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST", "trade_status": nil]) == nil)
    }

    @Test func newsOfSomethingElseAreNone() async throws {
        let changes: [[String: String?]] = [
            ["out_trade_no": "b2"], ["total_amount": "12.345"], ["send_pay_date": nil], ["trade_status": nil],
            ["code": "20000"], ["trade_no": ""],
        ]
        for change in changes {
            #expect(await Scene.refusal { _ = try await news(change) }?.kind == .unavailable, "\(change)")
        }
    }
}
