/// Codes that an app on somebody's phone shows, each for half a minute (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds).
public struct TimeCode: Sendable, CustomStringConvertible {
    /// In seconds.
    public static let period: Int64 = 30
    public static let digits = 6
    /// How many steps a phone's clock may be behind or ahead.
    public static let skew: Int64 = 1

    /// 20 bytes, as many as SHA-1 gives (RFC 4226, section 4).
    public let secret: [UInt8]

    /// A fresh one.
    public init() { secret = SecureRandom.bytes(20) }

    public init(secret: [UInt8]) { self.secret = secret }

    /// nil unless it is what `text` gives.
    public init?(_ text: String) {
        guard let secret = Base32.bytes(text), !secret.isEmpty else { return nil }
        self.secret = secret
    }

    /// For the app: Base32.
    public var text: String { Base32.text(secret) }

    /// Which step a moment lies in.
    /// - Parameter seconds: since 1970, 0 or more.
    public static func step(at seconds: Int64) -> Int64 { seconds / period }

    /// The code of a step, 6 digits.
    public func code(at step: Int64) -> String { code(at: step, digits: TimeCode.digits) }

    func code(at step: Int64, digits: Int) -> String {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let hash = HMACSHA1.code(for: message, key: secret)
        // RFC 4226, section 5.3: the last half byte says where the number stands.
        let start = Int(hash[19] & 15)
        let number = hash[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { value, _ in value * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step of this code, near a moment and later than the step that was used last; nil: it is no such code.
    /// Each step is compared, in constant time.
    public func step(of code: String, at seconds: Int64, after last: Int64) -> Int64? {
        let now = TimeCode.step(at: seconds)
        var found: Int64?
        for step in now - TimeCode.skew...now + TimeCode.skew where step >= 0 {
            if constantTimeEqual(code, self.code(at: step)), step > last { found = found ?? step }
        }
        return found
    }

    /// What the app reads from a QR code: `otpauth://totp/…` (the key URI format of authenticator apps).
    public func address(issuer: String, account: String) -> String {
        let (issuer, account) = (TimeCode.encoded(issuer), TimeCode.encoded(account))
        return "otpauth://totp/\(issuer):\(account)?secret=\(text)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }.joined()
    }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "TimeCode" }
}
