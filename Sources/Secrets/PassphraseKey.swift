/// A key out of words that people remember (scrypt, RFC 7914).
public enum PassphraseKey {
    /// 128 MiB and roughly half a second: a guess costs an attacker as much, and owners pay it once a backup.
    public static let parameters = PasswordHash.Parameters(logN: 17)
    /// What parameters that somebody else wrote may ask of this machine: 1 GiB, for eight seconds at most.
    public static func isBearable(_ parameters: PasswordHash.Parameters) -> Bool {
        parameters.areSound && parameters.logN + parameters.r.bitWidth - parameters.r.leadingZeroBitCount <= 24
            && parameters.p <= 4
    }

    /// 32 bytes. How a keyboard composes a letter makes no difference.
    /// - `salt`: random, so that equal words give another key elsewhere.
    public static func bytes(
        _ passphrase: String, salt: [UInt8], _ parameters: PasswordHash.Parameters = parameters
    ) -> [UInt8] {
        PasswordHash.derive(PasswordHash.bytes(passphrase), salt, parameters, count: SealedBox.keySize)
    }
}
