import Secrets

/// What several texts of the settings must be.
enum SettingsText {
    /// Letters, digits and `_`: nothing that could end a header or an address.
    static func isWord(_ text: String, upTo longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    static func isNumber(_ text: String, upTo longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Their own public key in the place of the provider's is what people most often get wrong: whoever signs with
    /// ours would then be believed.
    static func checkKeys(
        _ own: RSASigningKey?, _ provider: RSAVerifyingKey?, field: String, _ section: inout SettingsSection
    ) {
        guard let own, own.publicKey == provider else { return }
        section.fault(
            field, zh: "这是自己的公钥；请换成支付平台的公钥。",
            en: "This is your own public key; write the provider's in its place.")
    }
}
