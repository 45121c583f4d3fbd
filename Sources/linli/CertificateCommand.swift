import ArgumentParser
import Bootstrap
import Commons
import Evaluation
import Rulebook
import Secrets

/// Statements of certificates.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: say(zh: "核验证书声明", en: "check statements of certificates"),
        subcommands: [Verify.self])

    /// Checks a statement on any machine.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "在任何机器上核验证书声明，不需要服务器", en: "check a certificate's statement on any machine"),
            discussion: say(
                zh: "声明可从证书的公开页下载。离线核验不知道证书后来是否被暂停或撤销，请到发证平台的公开名录查询。",
                en: "The certificate's public page offers the statement. Without a network nobody can know whether a "
                    + "certificate was suspended or revoked since: ask the registry of the platform that issued it."))

        @Argument(help: .say(zh: "证书声明文件", en: "the statement"), completion: .file())
        var file: String

        @OptionGroup var trust: TrustOptions

        @Flag(help: .say(zh: "输出 JSON", en: "print JSON"))
        var json = false

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let trusted = try trust.keys
            let sound = try await Refused.told { try await CasePackages.check(certificate: file, trusting: trusted) }
            if json { return try Terminal.print(Shape(sound, isTrusted: trusted != nil).json) }
            tell(sound, isTrusted: trusted != nil)
        }

        private func tell(_ sound: CertificateStatement.Sound, isTrusted: Bool) {
            let (claims, point) = (sound.claims, sound.checkpoint)
            let grade = say(zh: claims.gradeTitleZh, en: claims.gradeTitleEn)
            Terminal.print(Terminal.styled("\(claims.number) \(claims.community)", .bold))
            Terminal.print(
                say(
                    zh: "\(grade)，Q = \(claims.q)，\(claims.body)发证，\(claims.issuedOn) 至 \(claims.validUntil)",
                    en:
                        "\(grade), Q = \(claims.q), by \(claims.body), \(claims.issuedOn) to \(claims.validUntil)"
                ))
            let ids = sound.keys.map { "\($0.id) (\($0.text))" }.joined(separator: ", ")
            Terminal.print(
                say(
                    zh: "✓ 签名有效：日志 \(point.origin)，\(point.at.shown) 签名，密钥 \(ids)",
                    en: "✓ the signature is valid: journal \(point.origin), signed \(point.at.shown) by \(ids)"))
            Terminal.print(
                say(
                    zh: "✓ 以上内容是日志第 \(sound.entry) 条所记，它在已签名的 \(point.size) 条之中",
                    en: "✓ all of this is what entry \(sound.entry) says, one of the \(point.size) that were signed"))
            if sound.provesAct {
                Terminal.print(say(zh: "✓ 发证操作本身也得到证明", en: "✓ the act that issued it is proved as well"))
            }
            if !isTrusted {
                Terminal.print(
                    say(
                        zh: "未用 --key 指明公钥：请向发证平台核对密钥编号",
                        en: "no key was named with --key: compare the key's id with what its owner says"))
            }
            Terminal.print(
                say(
                    zh: "离线核验只说明到 \(point.at.shown) 为止；证书后来是否被暂停或撤销，请到发证平台的公开名录按编号查询。",
                    en:
                        "This tells nothing of after \(point.at.shown): whether it was suspended or revoked since, "
                        + "ask the registry of the platform that issued it, by its number."))
        }
    }

    private struct Shape: Encodable {
        var sound = true
        var trusted: Bool
        var claims: CertificateStatement.Claims
        var entry: Int
        var origin: String
        var size: Int
        var at: String
        var keys: [String]
        var provesAct: Bool

        init(_ sound: CertificateStatement.Sound, isTrusted: Bool) {
            trusted = isTrusted
            claims = sound.claims
            entry = sound.entry
            (origin, size, at) = (sound.checkpoint.origin, sound.checkpoint.size, sound.checkpoint.at.iso)
            keys = sound.keys.map(\.text)
            provesAct = sound.provesAct
        }

        var json: String {
            get throws { String(decoding: try CanonicalJSON.encode(self), as: UTF8.self) }
        }
    }
}
