import Secrets

/// A merchant of WeChat Pay, with what it signs with and what it checks with.
struct WeChatAccount: Sendable {
    /// Whose it is; see `PaymentChannel`.
    var organisation: String?
    var app: String
    var merchant: String
    /// Of the merchant's certificate, whose private key is `key`.
    var serial: String
    var key: RSASigningKey
    /// 32 bytes; secret: what notifications are encrypted with.
    var apiKey: [UInt8]
    /// `PUB_KEY_ID_…`: what the platform calls the key that it signs with.
    var platformKeyID: String
    var platformKey: RSAVerifyingKey
    /// Without a slash at the end.
    var gateway: String

    static let gateway = "https://api.mch.weixin.qq.com"
}
