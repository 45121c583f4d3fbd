import ArgumentParser
import Bootstrap
import Commons
import Evaluation
import LiveEvaluation
import Rulebook
import Secrets

/// Statements of live scores.
struct LiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live", abstract: say(zh: "核验实时评价证明", en: "check statements of live scores"),
        subcommands: [Verify.self])

    /// Checks a statement on any machine.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "在任何机器上核验实时评价证明，不需要服务器", en: "check the statement of a live score on any machine"),
            discussion: say(
                zh: "证明可从“今天几颗星”页下载，填入自评时也附在案卷里。核对签名和日志，并按内置的评价依据重算总分。",
                en: "The page 'Stars today' offers it, and it is with a case that took it over. The signature and the "
                    + "journal are checked, and the total is computed again by the built-in rulebook."))

        @Argument(help: .say(zh: "实时评价证明文件", en: "the statement"), completion: .file())
        var file: String

        @OptionGroup var trust: TrustOptions

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let trusted = try trust.keys
            let checked = try await Refused.told { try LiveStatements.check(file, trusting: trusted) }
            let (statement, point) = (checked.statement, checked.sound.checkpoint)
            let met = statement.lines.count { $0.standing == .met }
            Terminal.print(Terminal.styled("\(statement.day)  Q = \(statement.q)", .bold))
            Terminal.print(
                say(
                    zh: "\(statement.rulebook)：\(statement.lines.count) 条中数据证明 \(met) 条",
                    en: "\(statement.rulebook): data shows \(met) of \(statement.lines.count) clauses"))
            let ids = checked.sound.keys.map { "\($0.id) (\($0.text))" }.joined(separator: ", ")
            Terminal.print(
                say(
                    zh: "✓ 签名有效：日志 \(point.origin)，\(point.at.shown) 签名，密钥 \(ids)",
                    en: "✓ the signature is valid: journal \(point.origin), signed \(point.at.shown) by \(ids)"))
            Terminal.print(
                say(
                    zh: "✓ 全部数值是日志第 \(checked.sound.entry) 条所记，它在已签名的 \(point.size) 条之中",
                    en:
                        "✓ every value is what entry \(checked.sound.entry) says, of the \(point.size) that were signed"
                ))
            Terminal.print(
                checked.isRecomputed
                    ? say(
                        zh: "✓ 按内置的评价依据重算，总分一致", en: "✓ computed again by the built-in rulebook, the total is the same")
                    : say(zh: "没有内置这一评价依据，总分未重算", en: "this rulebook is not built in: the total was not computed again")
            )
            if trusted == nil {
                Terminal.print(
                    say(
                        zh: "未用 --key 指明公钥：请向出具证明的平台核对密钥编号",
                        en: "no key was named with --key: compare the key's id with what its owner says"))
            }
        }
    }
}
