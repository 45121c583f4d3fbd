import Commons
import Rulebook
import Secrets

/// The section `wechat` of the settings.
enum WeChatSettings {
    private static let fields = [
        "appid", "merchant", "serial", "privateKey", "apiKey", "platformKeyID", "platformKey", "gateway",
        "organisation",
    ]

    /// - Returns: nil where something is wrong, and what that is.
    static func read(_ members: [String: Any]) -> (account: WeChatAccount?, faults: [Refusal.Detail]) {
        var section = SettingsSection("wechat", members, known: fields)
        let app = section.text(
            "appid",
            Phrase(
                zh: "写公众号或小程序的 AppID，如 wx8888888888888888。",
                en: "Write the AppID, such as wx8888888888888888.")
        ) { SettingsText.isWord($0, upTo: 32) }
        let merchant = section.text(
            "merchant",
            Phrase(
                zh: "写商户号，只有数字，如 1900000001。",
                en: "Write the merchant number, digits only, such as 1900000001.")
        ) { SettingsText.isNumber($0, upTo: 32) }
        let serial = section.text(
            "serial",
            Phrase(
                zh: "写商户 API 证书的序列号（商户平台 → 账户中心 → API 安全）。",
                en: "Write the serial number of the merchant's API certificate (merchant platform, API security).")
        ) { Hexadecimal.bytes($0) != nil && (8...64).contains($0.utf8.count) }
        let key = section.signingKey(
            "privateKey",
            Phrase(
                zh: "写商户 API 私钥 apiclient_key.pem 的全部内容，RSA 2048 位或以上，未加密。",
                en: "Write all of the merchant's private key, apiclient_key.pem: RSA, 2048 bits or more, not encrypted."
            ))
        let apiKey = section.text(
            "apiKey",
            Phrase(
                zh: "写 APIv3 密钥，正好 32 个字节（商户平台 → 账户中心 → API 安全）。",
                en: "Write the APIv3 key, exactly 32 bytes (merchant platform, API security).")
        ) { $0.utf8.count == SealedBox.keySize }
        let platformKeyID = section.text(
            "platformKeyID",
            Phrase(
                zh: "写微信支付公钥 ID，以 PUB_KEY_ID_ 开头。", en: "Write the id of WeChat Pay's public key: PUB_KEY_ID_…")
        ) { $0.hasPrefix("PUB_KEY_ID_") && SettingsText.isWord($0, upTo: 128) }
        let platformKey = section.verifyingKey(
            "platformKey",
            Phrase(
                zh: "写微信支付公钥 pub_key.pem 的全部内容，不是商户自己的公钥。",
                en: "Write all of WeChat Pay's public key, pub_key.pem; not the merchant's own."))
        SettingsText.checkKeys(key, platformKey, field: "platformKey", &section)
        let gateway = section.gateway(WeChatAccount.gateway, hasPath: false)
        let organisation = section.organisation()
        guard section.faults.isEmpty, let key, let platformKey else {
            return (nil, section.faults)
        }
        let account = WeChatAccount(
            organisation: organisation, app: app, merchant: merchant, serial: serial, key: key,
            apiKey: Array(apiKey.utf8),
            platformKeyID: platformKeyID, platformKey: platformKey, gateway: gateway)
        return (account, [])
    }
}
