public import ArgumentParser
import Bootstrap
import Commons
import Foundation
import Rulebook
public import Secrets

/// The keys of an installation, also while the server runs.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: say(zh: "查看和更换密钥（运行中也可以）", en: "look at the keys and turn them, also while it runs"),
        subcommands: [KeysListCommand.self, KeysRotateCommand.self, KeysReencryptCommand.self, KeysPublicCommand.self])
}

/// Which keys there are.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: say(zh: "列出密钥、状态和各密钥加密的项数", en: "which keys there are, and how many fields each encrypts"))

    @OptionGroup var installation: InstallationOptions

    @Flag(name: .long, help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func run() async throws {
        let lines = try await Refused.told { try await Custody(installation.settings).keys() }
        if json { return try KeyText.printJSON(lines.map(KeyText.Described.init)) }
        for line in lines { Terminal.print(KeyText.line(line)) }
    }
}

/// Puts a fresh key in the place of one.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: say(zh: "换用新密钥；旧密钥保留，仍能读出和验证旧内容", en: "take a fresh key; the old one still reads and checks"),
        discussion: say(
            zh: "换 fields 后用 linli keys reencrypt 把旧内容改用新密钥（服务运行时也会自动进行）。多个节点：先把密钥文件复制到各节点。",
            en:
                "After fields, linli keys reencrypt brings what there is under the new key (a server that runs does so "
                + "by itself). With several nodes copy the key file to all of them first."))

    @Argument(help: .say(zh: "fields（加密个人信息）或 signing（签名）", en: "fields (encrypts personal data) or signing"))
    var use: KeyRing.Entry.Use

    @OptionGroup var installation: InstallationOptions

    @Flag(help: .say(zh: "旧密钥可能已泄露：此后用它签的不再有效", en: "others may hold the old one: what it signs from now on is void"))
    var compromised = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func run() async throws {
        let entry = try await Refused.told {
            try Custody(installation.settings).rotate(use, isCompromised: compromised)
        }
        Terminal.print(say(zh: "新密钥：\(entry.id)", en: "the fresh key: \(entry.id)"))
        Terminal.tell(
            say(
                zh: "请立即另行备份密钥文件 \(installation.settings.keysPath)；旧的密钥备份不含新密钥",
                en:
                    "back up the key file \(installation.settings.keysPath) apart: older backups lack this key"
            ))
        if use == .fields {
            Terminal.tell(
                say(zh: "接着运行 linli keys reencrypt", en: "then run linli keys reencrypt"))
        }
    }
}

/// Brings personal fields under the key in use.
struct KeysReencryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reencrypt",
        abstract: say(zh: "把旧密钥加密的个人信息改用新密钥", en: "encrypt anew what is under older keys"),
        discussion: say(
            zh: "分批进行，随时可以中断，再运行一次即接着做。",
            en: "In batches; it may be interrupted at any time and goes on when it is run again."))

    @OptionGroup var installation: InstallationOptions

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func run() async throws {
        let (done, unreadable) = try await Refused.told {
            try await Custody(installation.settings).reencrypt { done, total in
                guard Terminal.errorIsTerminal else {
                    return Terminal.tell(say(zh: "已完成 \(done)/\(total)", en: "\(done) of \(total)"))
                }
                let share = Double(done) / Double(max(total, 1))
                Terminal.overwrite(say(zh: "重新加密", en: "encrypting") + " \(Terminal.bar(share)) \(done)/\(total)")
            }
        }
        if Terminal.errorIsTerminal { Terminal.overwrite("") }
        Terminal.print(say(zh: "已改用新密钥：\(done) 项", en: "under the key in use now: \(done) fields"))
        guard !unreadable.isEmpty else { return }
        for place in unreadable { Terminal.tell(say(zh: "无法解密：\(place)", en: "cannot be decrypted: \(place)")) }
        throw Failure.data
    }
}

/// What others check signatures with.
struct KeysPublicCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-public",
        abstract: say(zh: "输出公钥，供他人离线验证", en: "print the public keys, for others to check signatures with"))

    @OptionGroup var installation: InstallationOptions

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func run() async throws {
        let lines = try await Refused.told { try await Custody(installation.settings).keys() }
        try KeyText.printJSON(lines.filter { $0.entry.use == .signing }.map(KeyText.Described.init))
    }
}

extension KeyRing.Entry.Use: ExpressibleByArgument {}

/// Keys in words and as JSON; never what is secret of them.
private enum KeyText {
    struct Described: Encodable {
        var id: String
        var use: KeyRing.Entry.Use
        var madeAt: String
        var retiredAt: String?
        var compromisedAt: String?
        var publicKey: String?
        var fields: Int?

        init(_ line: Custody.Line) {
            let entry = line.entry
            (id, use, fields) = (entry.id, entry.use, line.fields)
            madeAt = Instant(milliseconds: entry.madeAt).iso
            retiredAt = entry.retiredAt.map { Instant(milliseconds: $0).iso }
            compromisedAt = entry.compromisedAt.map { Instant(milliseconds: $0).iso }
            publicKey = entry.publicKey.isEmpty ? nil : entry.publicKey
        }
    }

    static func printJSON(_ keys: [Described]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Terminal.print(String(decoding: try encoder.encode(keys), as: UTF8.self))
    }

    static func line(_ line: Custody.Line) -> String {
        let entry = line.entry
        let use = entry.use == .signing ? say(zh: "签名", en: "signing") : say(zh: "加密", en: "fields")
        let made = say(zh: "建立于", en: "made") + " " + Instant(milliseconds: entry.madeAt).shown
        return [
            Terminal.padded(entry.id, to: 16), Terminal.padded(use, to: 8), made, state(entry),
            line.fields.map { say(zh: "\($0) 项", en: "\($0) fields") } ?? entry.publicKey,
        ].joined(separator: "  ")
    }

    private static func state(_ entry: KeyRing.Entry) -> String {
        if let at = entry.compromisedAt {
            return say(zh: "已泄露 ", en: "compromised ") + Instant(milliseconds: at).shown
        }
        guard let at = entry.retiredAt else { return say(zh: "使用中", en: "in use") }
        return say(zh: "已停用 ", en: "retired ") + Instant(milliseconds: at).shown
    }
}
