import Commons
import Delivery
import Rulebook

/// A provider, as refusals call it.
struct Provider: Sendable {
    var name: Phrase
    /// Where its settings stand: `wechat.platformKey`.
    var keyField: String

    static let wechat = Provider(
        name: Phrase(zh: "微信支付", en: "WeChat Pay"), keyField: "wechat.platformKey")
    static let alipay = Provider(name: Phrase(zh: "支付宝", en: "Alipay"), keyField: "alipay.alipayKey")

    // MARK: Asking

    func unreachable(_ error: any Error) -> Refusal {
        let why = (error as? DeliveryError).map { "\($0)" } ?? "\(DeliveryError.Kind.other.rawValue)"
        return Refusal(
            .unavailable, zh: "现在连不上\(name.zh)（\(why)），请稍后再试。",
            en: "\(name.en) cannot be reached now (\(why)); try again later.")
    }

    /// `reason`: the provider's own words; cut, as it may be anything.
    func refused(_ reason: String, status: Int) -> Refusal {
        let reason = TitleText.cut(reason, bytes: 300)
        let why = reason.isEmpty ? "HTTP \(status)" : reason
        return Refusal(
            .unavailable, zh: "\(name.zh)没有接受：\(why)。", en: "\(name.en) does not accept it: \(why).")
    }

    var answeredUnsigned: Refusal {
        Refusal(
            .unavailable, zh: "\(name.zh)的回答未通过验签；请管理员检查支付设置中的 \(keyField)。",
            en: "\(name.en)'s answer is not signed by it; an administrator should check \(keyField) in the settings.")
    }

    var answeredNonsense: Refusal {
        Refusal(
            .unavailable, zh: "\(name.zh)的回答看不懂，请稍后再试。",
            en: "\(name.en)'s answer cannot be understood; try again later.")
    }

    // MARK: Being told

    var unsigned: Refusal {
        Refusal(.forbidden, zh: "这不是\(name.zh)签名的通知。", en: "This is not signed by \(name.en).")
    }

    var late: Refusal {
        Refusal(
            .forbidden, zh: "\(name.zh)通知的时间与本机相差超过五分钟；请检查服务器的时钟。",
            en: "The notification of \(name.en) is more than five minutes off; check this server's clock.")
    }

    var foreign: Refusal {
        Refusal(
            .forbidden, zh: "\(name.zh)的通知属于另一个商户或应用。",
            en: "The notification of \(name.en) is for another merchant or app.")
    }

    func unreadable(_ field: String) -> Refusal {
        Refusal(
            .invalid, zh: "\(name.zh)的通知无法读取：\(field)。", en: "The notification of \(name.en) cannot be read: \(field).",
            place: field)
    }
}
