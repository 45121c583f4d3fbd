import Commons
import Foundation
import Secrets

/// What a backup is encrypted with.
public enum BackupProtection: Hashable, Sendable {
    case none
    /// Words, at least `shortest` characters.
    case passphrase(String)
    /// 32 random bytes.
    case key([UInt8])

    /// Characters of a passphrase, at least.
    public static let shortest = 12

    /// The first line of a file. Refuses one that is missing or too short.
    public static func passphrase(file path: String) throws -> BackupProtection {
        // As bytes: to a text `\r\n` is one character, and no end of a line.
        let line = try bytes(path).prefix { $0 != 0x0A && $0 != 0x0D }
        guard let words = String(validating: line, as: UTF8.self) else {
            throw Refusal(
                .invalid, zh: "\(path) 第一行不是 UTF-8 文本", en: "the first line of \(path) is no text in UTF-8")
        }
        guard words.count >= shortest else {
            throw Refusal(
                .invalid, zh: "\(path) 第一行的口令不足 \(shortest) 个字符，请换更长的口令",
                en: "the first line of \(path) is a passphrase of less than \(shortest) characters: take a longer one")
        }
        return .passphrase(words)
    }

    /// What `makeKey` wrote. Refuses what is missing or something else.
    public static func key(file path: String) throws -> BackupProtection {
        let text = String(decoding: try bytes(path), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Hexadecimal.bytes(text), key.count == SealedBox.keySize else {
            throw Refusal(
                .invalid, zh: "\(path) 不是备份密钥；可用 linli backup --make-key 新建",
                en: "\(path) is no backup key; linli backup --make-key makes one")
        }
        return .key(key)
    }

    /// Writes a fresh key, 64 hexadecimal digits in a line, readable by its owner alone. Refuses to replace a file.
    public static func makeKey(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw Refusal(
                    .conflict, zh: "\(path) 已存在，没有改动", en: "\(path) is there already and was not changed")
            }
            throw StartProblem.file(path)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data((Hexadecimal.text(SecureRandom.bytes(SealedBox.keySize)) + "\n").utf8))
        try file.synchronize()
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal(.missing, zh: "没有文件 \(path)，或无法读取", en: "there is no file \(path), or it cannot be read")
        }
        return Array(bytes)
    }
}
