import Foundation
import Secrets

/// What an encrypted backup says to everybody: its `backup.json`. The key that it asks for tells of changes.
struct BackupHead: Codable, Hashable {
    static let format = 2

    var format = BackupHead.format
    /// 32 hexadecimal digits, of this backup alone.
    var id = Hexadecimal.text(SecureRandom.bytes(16))
    var madeAt: String
    /// nil: the key is in a file.
    var scrypt: BackupKey.Scrypt?
    var keyCheck: String
    /// HMAC of all else.
    private var code = ""

    init(madeAt: String, _ key: BackupKey) {
        self.madeAt = madeAt
        scrypt = key.scrypt
        keyCheck = key.check
        code = key.code(for: bytes)
    }

    /// As it stands in the file.
    var bytes: [UInt8] { BackupHead.encoded(self) }

    /// nil unless it is what `bytes` gives, to the byte.
    init?(_ bytes: [UInt8]) {
        guard let head = try? JSONDecoder().decode(BackupHead.self, from: Data(bytes)), head.bytes == bytes,
            head.format == BackupHead.format
        else { return nil }
        self = head
    }

    func isGenuine(_ key: BackupKey) -> Bool {
        var bare = self
        bare.code = ""
        return constantTimeEqual(code, key.code(for: bare.bytes))
    }

    /// Of numbers and texts alone, always the same for the same.
    static func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map(Array.init) ?? []
    }
}
