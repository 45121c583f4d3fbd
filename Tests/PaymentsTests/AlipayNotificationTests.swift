import Commons
import Community
import Payments
import Testing

/// What comes in as a notification of Alipay.
@Suite struct AlipayNotificationTests {
    private func read(_ message: PaymentMessage) throws -> PaymentNews? {
        try Scene.read(.alipay, message)
    }

    private func expectRefusal(
        _ kind: Refusal.Kind, at place: String? = nil, _ message: PaymentMessage,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let refusal = await Scene.refusal { _ = try read(message) }
        #expect(refusal?.kind == kind && refusal?.place == place, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["TRADE_SUCCESS", "TRADE_FINISHED"]) func aPaymentIsNews(_ status: String) throws {
        #expect(try read(AlipaySide.message(AlipaySide.fields(["trade_status": status]))) == AlipaySide.news)
    }

    @Test(arguments: ["WAIT_BUYER_PAY", "TRADE_CLOSED", nil]) func otherStatesAreNoNews(_ status: String?) throws {
        #expect(try read(AlipaySide.message(AlipaySide.fields(["trade_status": status]))) == nil)
    }

    @Test func forgeriesAreForbidden() async {
        let fields = AlipaySide.fields()
        await expectRefusal(.forbidden, AlipaySide.message(fields, key: TestKeys.ours))
        await expectRefusal(.forbidden, AlipaySide.message(fields, type: "RSA"))
        await expectRefusal(.forbidden, PaymentMessage(headers: [:], body: AlipaySide.form(fields)))
        let good = AlipaySide.message(fields).body
        for body in [Array(good.dropLast()), good + Array("&x=1".utf8), good + Array("%".utf8), []] {
            await expectRefusal(.forbidden, PaymentMessage(headers: [:], body: body))
        }
        // The first is signed; a reader that took the last would book another amount.
        let twice = Array("total_amount=999.00&".utf8) + good
        await expectRefusal(.forbidden, PaymentMessage(headers: [:], body: twice))
        for name in fields.keys {
            var signed = AlipaySide.fields()
            let sign = ProviderKeys.signature(AlipaySide.signed(signed))
            signed[name] = "9"
            let all = signed.merging(["sign": sign, "sign_type": "RSA2"]) { $1 }
            await expectRefusal(.forbidden, PaymentMessage(headers: [:], body: AlipaySide.form(all)))
        }
    }

    @Test func paymentsToOthersAreForbidden() async {
        for app in ["2021000000000002", "", nil] {
            await expectRefusal(.forbidden, AlipaySide.message(AlipaySide.fields(["app_id": app])))
        }
    }

    @Test(arguments: [("0.01", 1), ("100", 10_000), ("12.3", 1230), ("100000000.00", 10_000_000_000)])
    func amountsAreExact(_ text: String, _ fen: Int) throws {
        #expect(try read(AlipaySide.message(AlipaySide.fields(["total_amount": text])))?.amount == fen)
    }

    @Test(arguments: [
        "12.345", "99999999999999999999999", "0", "0.00", "-1.00", "+1", "1e3", ".5", "1.", "", "１", "1,000",
    ])
    func otherAmountsAreInvalid(_ text: String) async {
        await expectRefusal(.invalid, at: "total_amount", AlipaySide.message(AlipaySide.fields(["total_amount": text])))
    }

    @Test func whatIsNotAsAgreedIsInvalid() async {
        let changes: [(String, String?)] = [
            ("trade_no", nil), ("trade_no", ""), ("out_trade_no", nil), ("total_amount", nil), ("gmt_payment", nil),
            ("gmt_payment", "2026-02-30 09:00:00"),
        ]
        for (field, value) in changes {
            await expectRefusal(.invalid, at: field, AlipaySide.message(AlipaySide.fields([field: value])))
        }
    }

    @Test func theProviderHearsWhetherToTellAgain() throws {
        let channel = try Scene.channel(.alipay)
        for (isTaken, word) in [(true, "success"), (false, "failure")] {
            let answer = channel.answer(isTaken: isTaken)
            #expect(answer.status == 200 && answer.type == "text/plain")
            #expect(String(decoding: answer.body, as: UTF8.self) == word)
        }
    }
}
