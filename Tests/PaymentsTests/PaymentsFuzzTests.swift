import Commons
import Community
import Delivery
import Fuzzing
import Testing

@testable import Payments

/// Notifications, answers and settings, damaged.
@Suite struct PaymentsFuzzTests {
    private func verdict(
        _ account: AccountClass, _ message: PaymentMessage, may kinds: Set<Refusal.Kind>,
        _ isSound: (PaymentNews) -> Bool
    ) -> Fuzz.Verdict {
        do {
            guard let news = try Scene.read(account, message) else { return .refused }
            return .taken(if: isSound(news), "\(news)")
        } catch let refusal as Refusal {
            return kinds.contains(refusal.kind) ? .refused : .wrong("\(refusal.kind)")
        } catch {
            return .wrong("\(error)")
        }
    }

    private func isNews(_ news: PaymentNews) -> Bool {
        news.amount > 0 && !news.reference.isEmpty && !news.order.isEmpty
    }

    /// Whatever was changed after it was signed, nothing is taken.
    @Test func forgeriesOfWeChat() {
        let body = WeChatSide.envelope(WeChatSide.transaction())
        let headers = WeChatSide.headers(body)
        let outcome = Fuzz.run(600, [body]) { bytes in
            verdict(.wechat, PaymentMessage(headers: headers, body: bytes), may: [.forbidden]) { _ in bytes == body }
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func headersOfWeChat() {
        let body = WeChatSide.envelope(WeChatSide.transaction())
        let headers = WeChatSide.headers(body)
        for name in headers.keys where name != "content-type" {
            let text = headers[name] ?? ""
            let outcome = Fuzz.run(150, [Array(text.utf8)]) { bytes in
                var damaged = headers
                damaged[name] = String(decoding: bytes, as: UTF8.self)
                return verdict(.wechat, PaymentMessage(headers: damaged, body: body), may: [.forbidden]) { _ in
                    damaged[name] == text
                }
            }
            #expect(outcome.isSound, "\(name): \(outcome)")
        }
    }

    /// Signed as it is: the encryption still holds what is in it.
    @Test func envelopesOfWeChat() {
        let outcome = Fuzz.run(600, [WeChatSide.envelope(WeChatSide.transaction())]) { bytes in
            verdict(.wechat, WeChatSide.message(bytes), may: [.invalid]) { $0 == WeChatSide.news }
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func transactionsOfWeChat() {
        let outcome = Fuzz.run(600, [WeChatSide.transaction()]) { bytes in
            let message = WeChatSide.message(WeChatSide.envelope(bytes))
            return verdict(.wechat, message, may: [.invalid, .forbidden], isNews)
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func forgeriesOfAlipay() {
        let outcome = Fuzz.run(600, [AlipaySide.message(AlipaySide.fields()).body]) { bytes in
            verdict(.alipay, PaymentMessage(headers: [:], body: bytes), may: [.forbidden]) { $0 == AlipaySide.news }
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func formsOfAlipay() {
        let outcome = Fuzz.run(600, [AlipaySide.form(AlipaySide.fields())]) { bytes in
            guard let fields = FormText.decode(bytes) else { return .refused }
            return verdict(.alipay, AlipaySide.message(fields), may: [.invalid, .forbidden], isNews)
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func answersOfAlipay() throws {
        let content = #"{"code":"10000","msg":"Success","out_trade_no":"b1","qr_code":"https:\/\/qr.a\/b"}"#
        let seed = AlipaySide.answer("alipay_trade_precreate", content).body
        let members = try #require(JSONMembers(seed))
        #expect(members["alipay_trade_precreate_response"] == Array(content.utf8))
        let outcome = Fuzz.run(1500, [seed]) { bytes in
            guard let members = JSONMembers(bytes) else { return .refused }
            guard let value = members["alipay_trade_precreate_response"] else { return .refused }
            return .taken(if: !value.isEmpty && bytes.contains(value), "not there")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func settings() {
        let outcome = Fuzz.run(400, [Scene.json(Scene.settings)]) { bytes in
            do throws(Refusal) {
                let channels = try PaymentSettings.channels(
                    bytes, client: { _ in throw DeliveryError(.other) }, clock: { Scene.now }, nonce: { Scene.nonce })
                return .taken(if: !channels.isEmpty)
            } catch {
                let isSound = error.kind == .invalid && !"\(error)".contains(Scene.apiKey)
                return isSound ? .refused : .wrong("\(error)")
            }
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
