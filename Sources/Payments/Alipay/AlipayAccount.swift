import Secrets

/// An application at Alipay's open platform, with what it signs with and what it checks with.
struct AlipayAccount: Sendable {
    /// Whose it is; see `PaymentChannel`.
    var organisation: String?
    var app: String
    var key: RSASigningKey
    /// Alipay's own, not the application's.
    var alipayKey: RSAVerifyingKey
    /// The whole address.
    var gateway: String

    static let gateway = "https://openapi.alipay.com/gateway.do"
}
