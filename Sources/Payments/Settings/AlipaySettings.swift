import Commons
import Rulebook

/// The section `alipay` of the settings.
enum AlipaySettings {
    private static let fields = ["app", "privateKey", "alipayKey", "gateway", "organisation"]

    /// - Returns: nil where something is wrong, and what that is.
    static func read(_ members: [String: Any]) -> (account: AlipayAccount?, faults: [Refusal.Detail]) {
        var section = SettingsSection("alipay", members, known: fields)
        let app = section.text(
            "app",
            Phrase(
                zh: "写应用的 APPID，只有数字，如 2021000000000001。",
                en: "Write the APPID, digits only, such as 2021000000000001.")
        ) { SettingsText.isNumber($0, upTo: 32) }
        let key = section.signingKey(
            "privateKey",
            Phrase(
                zh: "写应用私钥（RSA2，2048 位或以上），密钥工具给出的一行文字或 PEM 均可。",
                en: "Write the app's private key (RSA2, 2048 bits or more): the line that Alipay's tool gives, or PEM.")
        )
        let alipayKey = section.verifyingKey(
            "alipayKey",
            Phrase(
                zh: "写支付宝公钥（开放平台 → 接口加签方式 → 查看），不是应用公钥。",
                en: "Write Alipay's public key (open platform, signing of the interface), not the app's."))
        SettingsText.checkKeys(key, alipayKey, field: "alipayKey", &section)
        let gateway = section.gateway(AlipayAccount.gateway, hasPath: true)
        let organisation = section.organisation()
        guard section.faults.isEmpty, let key, let alipayKey else {
            return (nil, section.faults)
        }
        let account = AlipayAccount(
            organisation: organisation, app: app, key: key, alipayKey: alipayKey, gateway: gateway)
        return (account, [])
    }
}
