import Commons
import Secrets

/// What WeChat Pay says in headers of its signature over an answer or a notification (API v3, public key mode).
struct WeChatSignature {
    /// In seconds: what is older or newer may be told again by somebody else.
    static let tolerance: Int64 = 300

    private let timestamp: String
    private let nonce: String
    private let serial: String
    private let signature: [UInt8]
    private let seconds: Int64

    /// `headers`: by their names in lower case. nil: they say nothing of a signature.
    init?(_ headers: [String: String]) {
        guard let timestamp = headers["wechatpay-timestamp"], let nonce = headers["wechatpay-nonce"],
            let serial = headers["wechatpay-serial"], let text = headers["wechatpay-signature"],
            let signature = Base64.bytes(padded: text), timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(timestamp)
        else { return nil }
        self.timestamp = timestamp
        self.nonce = nonce
        self.serial = serial
        self.signature = signature
        self.seconds = seconds
    }

    func isValid(over body: [UInt8], of account: WeChatAccount) -> Bool {
        let message = Array("\(timestamp)\n\(nonce)\n".utf8) + body + [10]
        return serial == account.platformKeyID && account.platformKey.isValid(signature, of: message)
    }

    func isTimely(at now: Instant) -> Bool {
        let off = seconds.subtractingReportingOverflow(ProviderTime.seconds(now))
        return !off.overflow && off.partialValue.magnitude <= Self.tolerance
    }
}
