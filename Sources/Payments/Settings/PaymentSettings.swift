public import Commons
public import Community
public import Delivery
import Foundation
import Rulebook

/// By which providers people can pay, read from JSON that the operator keeps:
///
/// ```
/// {"wechat": {"appid": …, "merchant": …, "serial": …, "privateKey": …, "apiKey": …, "platformKeyID": …,
///             "platformKey": …, "gateway": …},
///  "alipay": {"app": …, "privateKey": …, "alipayKey": …, "gateway": …}}
/// ```
///
/// All are texts, keys as PEM or their Base64 alone. Either provider may be left out, and so may `gateway`; where
/// several organisations keep places, `organisation` names the one whose merchant it is.
public enum PaymentSettings {
    /// - `client`: asks the providers: `ProviderClient().send`.
    /// - `nonce`: letters and digits that nobody can guess, at most 32; fresh every time.
    /// - Returns: One channel a provider that is named, WeChat Pay first.
    /// - Throws: `invalid`. Its place is the field, such as `wechat.apiKey`; `details` has all that are wrong. Values
    ///   are never told.
    public static func channels(
        _ bytes: [UInt8], client: @escaping ProviderClient.Exchange, clock: @escaping @Sendable () -> Instant,
        nonce: @escaping @Sendable () -> String
    ) throws(Refusal) -> [any PaymentChannel] {
        guard let whole = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] else {
            throw Refusal(
                .invalid, zh: "支付设置不是 JSON 对象；请按文档的样子写。",
                en: "The settings of payments are no JSON object; write them as documented.")
        }
        var (channels, faults): ([any PaymentChannel], [Refusal.Detail]) = ([], [])
        for (name, value) in whole.sorted(by: { $0.key > $1.key }) {
            switch (name, value as? [String: Any]) {
            case ("wechat", let members?):
                let read = WeChatSettings.read(members)
                faults += read.faults
                if let account = read.account {
                    channels.append(WeChatPay(account, client: client, clock: clock, nonce: nonce))
                }
            case ("alipay", let members?):
                let read = AlipaySettings.read(members)
                faults += read.faults
                if let account = read.account { channels.append(Alipay(account, client: client, clock: clock)) }
            default: faults.append(unknown(name))
            }
        }
        if whole.isEmpty { faults.append(unknown("wechat")) }
        if let first = faults.first {
            throw Refusal(.invalid, first.reason, place: first.place, details: faults)
        }
        return channels
    }

    private static func unknown(_ name: String) -> Refusal.Detail {
        let reason = Phrase(
            zh: "这里写 wechat 或 alipay，各是一个 JSON 对象。", en: "There are wechat and alipay here, each a JSON object.")
        return Refusal.Detail(TitleText.cut(name, bytes: 60), reason)
    }
}
