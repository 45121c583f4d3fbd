import CCrypto
import Foundation

/// A password as it is kept: scrypt (RFC 7914) with its parameters and salt, as one line of text:
/// `$scrypt$ln=15,r=8,p=3$SALT$HASH`.
public struct PasswordHash: Hashable, Sendable {
    /// What one guess costs.
    public struct Parameters: Hashable, Sendable {
        /// N is 2 to this; 1...20.
        public var logN: Int
        /// The size of a block, 1...32. A guess takes 128·N·r bytes of memory.
        public var r: Int
        /// Rounds, 1...16.
        public var p: Int

        public init(logN: Int = 15, r: Int = 8, p: Int = 3) {
            self.logN = logN
            self.r = r
            self.p = p
        }

        /// 32 MiB and roughly a quarter of a second: OWASP ASVS 5, appendix C.
        public static let standard = Parameters()

        var areSound: Bool { (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) }
    }

    public let parameters: Parameters
    let salt: [UInt8]
    let hash: [UInt8]

    /// Slow on purpose: never within a transaction, and see `PasswordWorker`.
    public init(_ password: String, _ parameters: Parameters = .standard) {
        self.init(password, parameters, salt: SecureRandom.bytes(16))
    }

    init(_ password: String, _ parameters: Parameters, salt: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        hash = Self.derive(Self.bytes(password), salt, parameters, count: 32)
    }

    /// nil unless it is what `text` gives.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = parts[2].split(separator: ",", omittingEmptySubsequences: false).map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        guard numbers.map(\.first) == ["ln", "r", "p"], numbers.allSatisfy({ $0.count == 2 }),
            let logN = Int(numbers[0][1]), let r = Int(numbers[1][1]), let p = Int(numbers[2][1]),
            let salt = Base64.bytes(parts[3], .standard), let hash = Base64.bytes(parts[4], .standard)
        else { return nil }
        parameters = Parameters(logN: logN, r: r, p: p)
        guard parameters.areSound, salt.count == 16, hash.count == 32 else { return nil }
        self.salt = salt
        self.hash = hash
    }

    /// What is kept.
    public var text: String {
        let numbers = "ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)"
        return "$scrypt$\(numbers)$\(Base64.text(salt, .standard))$\(Base64.text(hash, .standard))"
    }

    /// As slow as making one; in constant time.
    public func verify(_ password: String) -> Bool {
        constantTimeEqual(hash, Self.derive(Self.bytes(password), salt, parameters, count: hash.count))
    }

    /// Whether it was made with other parameters than are used now.
    public func needsRehash(_ now: Parameters = .standard) -> Bool { parameters != now }

    /// Keyboards differ in how they compose a letter, and Chinese ones give full-width ones: those count as the same.
    static func bytes(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCompatibilityMapping.utf8)
    }

    static func derive(_ password: [UInt8], _ salt: [UInt8], _ parameters: Parameters, count: Int) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: count)
        let (n, r, p) = (UInt64(1) << UInt64(parameters.logN), UInt64(parameters.r), UInt64(parameters.p))
        let memory = 128 * r * (n + p + 2) + 1 << 20
        let text = password.map { CChar(bitPattern: $0) }
        // It fails only for parameters out of range, which are a mistake of ours, or where no memory is left.
        let made = EVP_PBE_scrypt(text, text.count, salt, salt.count, n, r, p, memory, &key, count)
        precondition(made == 1, "scrypt failed")
        return key
    }
}
