import Secrets

/// The key of encrypted backups: all others are derived from it, each for one end.
struct BackupKey: Sendable {
    /// How a passphrase becomes the key.
    struct Scrypt: Codable, Hashable, Sendable {
        var logN: Int
        var r: Int
        var p: Int
        /// 32 hexadecimal digits.
        var salt: String

        init() {
            let parameters = PassphraseKey.parameters
            (logN, r, p) = (parameters.logN, parameters.r, parameters.p)
            salt = Hexadecimal.text(SecureRandom.bytes(16))
        }

        func key(_ passphrase: String) -> [UInt8]? {
            let parameters = PasswordHash.Parameters(logN: logN, r: r, p: p)
            guard PassphraseKey.isBearable(parameters), let salt = Hexadecimal.bytes(salt), salt.count == 16 else {
                return nil
            }
            return PassphraseKey.bytes(passphrase, salt: salt, parameters)
        }
    }

    private let secret: [UInt8]
    /// nil: it came from a key file.
    let scrypt: Scrypt?

    /// nil where nothing is protected, where a passphrase is asked for and a key given or the other way round, or where
    /// the parameters cannot be.
    init?(_ protection: BackupProtection, _ scrypt: Scrypt?) {
        switch (protection, scrypt) {
        case (.passphrase(let words), let scrypt?):
            guard let key = scrypt.key(words) else { return nil }
            secret = key
        case (.key(let key), nil): secret = key
        default: return nil
        }
        self.scrypt = scrypt
    }

    /// Tells a wrong key from a damaged backup. Tells nothing of the key, unless somebody guesses it.
    var check: String { Hexadecimal.text(DerivedKey.bytes(from: secret, purpose: "linli backup check", count: 16)) }

    /// For what is readable without the key.
    func code(for bytes: [UInt8]) -> String {
        Hexadecimal.text(HMACSHA256.code(for: bytes, key: DerivedKey.bytes(from: secret, purpose: "linli backup head")))
    }

    /// For a file of one backup.
    func file(_ name: String, of backup: String) -> [UInt8] {
        DerivedKey.bytes(from: secret, salt: Array(backup.utf8), purpose: "linli backup file \(name)")
    }

    /// For the evidence, in all backups of this key.
    var contents: [UInt8] { DerivedKey.bytes(from: secret, purpose: "linli backup contents") }
}
