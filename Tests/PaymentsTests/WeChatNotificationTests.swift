import Commons
import Community
import Payments
import Testing

/// What comes in as a notification of WeChat Pay.
@Suite struct WeChatNotificationTests {
    private func read(_ message: PaymentMessage) throws -> PaymentNews? {
        try Scene.read(.wechat, message)
    }

    private func expectRefusal(
        _ kind: Refusal.Kind, at place: String? = nil, _ message: PaymentMessage,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let refusal = await Scene.refusal { _ = try read(message) }
        #expect(refusal?.kind == kind && refusal?.place == place, sourceLocation: sourceLocation)
        #expect(refusal?.words.contains(Scene.apiKey) != true, sourceLocation: sourceLocation)
    }

    /// What was ordered is booked, not the less that the payer paid with a coupon.
    @Test func aPaymentIsNews() throws {
        #expect(try read(WeChatSide.message(WeChatSide.envelope(WeChatSide.transaction()))) == WeChatSide.news)
    }

    @Test func otherEventsAreNoNews() throws {
        let body = WeChatSide.envelope(WeChatSide.transaction(), event: "REFUND.SUCCESS")
        #expect(try read(WeChatSide.message(body)) == nil)
        let closed = WeChatSide.envelope(WeChatSide.transaction(["trade_state": "CLOSED"]))
        #expect(try read(WeChatSide.message(closed)) == nil)
    }

    @Test func forgeriesAreForbidden() async throws {
        let body = WeChatSide.envelope(WeChatSide.transaction())
        let headers = WeChatSide.headers(body)
        await expectRefusal(.forbidden, PaymentMessage(headers: [:], body: body))
        for name in ["timestamp", "nonce", "serial", "signature"] {
            var fewer = headers
            fewer["wechatpay-\(name)"] = nil
            await expectRefusal(.forbidden, PaymentMessage(headers: fewer, body: body))
            var other = headers
            other["wechatpay-\(name)"] = name == "timestamp" ? "1772328606" : "AAAA"
            await expectRefusal(.forbidden, PaymentMessage(headers: other, body: body))
        }
        let own = WeChatSide.headers(body, key: TestKeys.ours)
        await expectRefusal(.forbidden, PaymentMessage(headers: own, body: body))
        // Signed, and by a key that is not the one agreed on.
        let serial = WeChatSide.headers(body, serial: "PUB_KEY_ID_2")
        await expectRefusal(.forbidden, PaymentMessage(headers: serial, body: body))
        for wrong in [Array(body.dropLast()), body + [32], []] {
            await expectRefusal(.forbidden, PaymentMessage(headers: headers, body: wrong))
        }
    }

    /// Five minutes and no more, either way.
    @Test(arguments: [(-301, false), (-300, true), (0, true), (300, true), (301, false), (-9_000_000_000_000, false)])
    func whatIsToldLateIsForbidden(_ off: Int64, _ isTaken: Bool) async throws {
        let body = WeChatSide.envelope(WeChatSide.transaction())
        let message = WeChatSide.message(body, seconds: "\(1_772_328_605 + off)")
        if isTaken {
            #expect(try read(message) == WeChatSide.news)
        } else {
            await expectRefusal(.forbidden, message)
        }
    }

    @Test func paymentsToOthersAreForbidden() async {
        for change in [["mchid": "1900000002"], ["appid": "wx1"], ["mchid": nil], ["appid": nil]] as [[String: Any?]] {
            await expectRefusal(.forbidden, WeChatSide.message(WeChatSide.envelope(WeChatSide.transaction(change))))
        }
    }

    @Test func whatIsNotAsAgreedIsInvalid() async {
        let changes: [(String, Any?)] = [
            ("transaction_id", nil), ("transaction_id", ""), ("out_trade_no", nil), ("success_time", "2026-02-30"),
        ]
        for (field, value) in changes {
            let body = WeChatSide.envelope(WeChatSide.transaction([field: value]))
            await expectRefusal(.invalid, at: "resource.\(field)", WeChatSide.message(body))
        }
        let amounts: [([String: Any], String)] = [
            (["total": 100, "currency": "USD"], "resource.amount.currency"),
            (["total": 100], "resource.amount.currency"),
            (["total": 0, "currency": "CNY"], "resource.amount.total"),
            (["total": -5, "currency": "CNY"], "resource.amount.total"),
            (["total": 1.5, "currency": "CNY"], "resource"), (["total": "100", "currency": "CNY"], "resource"),
            (["total": 1e30, "currency": "CNY"], "resource"),
        ]
        for (amount, place) in amounts {
            let body = WeChatSide.envelope(WeChatSide.transaction(["amount": amount]))
            await expectRefusal(.invalid, at: place, WeChatSide.message(body))
        }
    }

    /// Signed by the platform, and not to be opened.
    @Test func whatCannotBeOpenedIsInvalid() async {
        let paid = WeChatSide.transaction()
        let bodies = [
            WeChatSide.envelope(paid, apiKey: "thirty-two bytes, another secret"),
            WeChatSide.envelope(paid, algorithm: "AEAD_SM4_GCM"),
            WeChatSide.envelope(paid, context: "certificate"),
            WeChatSide.envelope(paid) { Array($0.dropLast()) + [$0[$0.count - 1] ^ 1] },
            WeChatSide.envelope(paid) { [$0[0] ^ 1] + $0.dropFirst() },
            WeChatSide.envelope(paid) { Array($0.prefix(15)) },
            WeChatSide.envelope(paid) { _ in [] },
        ]
        for body in bodies { await expectRefusal(.invalid, at: "resource", WeChatSide.message(body)) }
        await expectRefusal(.invalid, at: "resource", WeChatSide.message(WeChatSide.envelope(Array(paid.dropLast()))))
        for body in [[], Array("{}".utf8), Array(WeChatSide.envelope(paid).dropLast(9))] {
            await expectRefusal(.invalid, at: "body", WeChatSide.message(body))
        }
    }

    @Test func theProviderHearsWhetherToTellAgain() throws {
        let channel = try Scene.channel(.wechat)
        let (taken, not) = (channel.answer(isTaken: true), channel.answer(isTaken: false))
        #expect(taken.status == 200 && taken.type == "application/json")
        #expect(String(decoding: taken.body, as: UTF8.self) == #"{"code":"SUCCESS","message":""}"#)
        #expect(not.status == 500)
        #expect(String(decoding: not.body, as: UTF8.self).hasPrefix(#"{"code":"FAIL","message":"#))
    }
}
