import ArgumentParser
import Bootstrap
import Commons
import Evaluation
import Foundation
import Rulebook
import Secrets

/// Packages of cases.
struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: say(zh: "案卷包：导出、核验、导入", en: "packages of cases: export, verify, import"),
        subcommands: [Export.self, Verify.self, Import.self])

    /// Writes everything of a case into one file.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "将一件案卷的全部内容写入一个文件", en: "write everything of a case into one file"),
            discussion: say(
                zh: "文件是普通的 tar：操作、证明材料、评价依据和日志证明。其中有个人信息，请妥善保管。",
                en:
                    "A plain tar: acts, evidence, the standard, proofs. Keep it safe: it holds personal data."
            ))

        @Argument(help: .say(zh: "案卷的编号或标识", en: "number or id of the case"))
        var name: String

        @Option(name: .shortAndLong, help: .say(zh: "案卷包文件", en: "the package"), completion: .file())
        var output: String

        @OptionGroup var installation: InstallationOptions

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let size = try await Refused.told {
                try await CasePackages.export(name, to: output, installation.settings) { done, total in
                    guard Terminal.errorIsTerminal else { return }
                    Terminal.overwrite(Terminal.bar(Double(done) / Double(max(total, 1))))
                }
            }
            if Terminal.errorIsTerminal { Terminal.overwrite("") }
            Terminal.print(say(zh: "\(output)：\(size) 字节", en: "\(output): \(size) bytes"))
        }
    }

    /// Checks a package on any machine.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "在任何机器上核验案卷包，不需要服务器", en: "check a package on any machine, without a server"),
            discussion: say(
                zh: "重新计算每个摘要、日志证明与签名、每项认定、得分和等级，并与报告和证书所述比较。",
                en: "Computes every hash, proof, signature, finding, score and grade anew, and compares them with what "
                    + "reports and certificates say."))

        @Argument(help: .say(zh: "案卷包文件", en: "the package"), completion: .file())
        var file: String

        @OptionGroup var trust: TrustOptions

        @Flag(help: .say(zh: "输出 JSON", en: "print JSON"))
        var json = false

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let trusted = try trust.keys
            let report = try await Refused.told { try await CasePackages.verify(file, trusting: trusted) }
            if json { try Terminal.print(report.json) } else { report.tell() }
            if !report.isSound { throw Failure.data }
        }
    }

    /// Brings a package into an installation.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "核验案卷包并导入到另一个系统", en: "check a package and bring it into an installation"),
            discussion: say(
                zh: "案卷保留编号；不认识的人员和单位以停用状态加入。全部导入或什么都不导入。",
                en:
                    "The case keeps its number; people and organisations not known come inactive. All of it or nothing."
            ))

        @Argument(help: .say(zh: "案卷包文件", en: "the package"), completion: .file())
        var file: String

        @OptionGroup var installation: InstallationOptions
        @OptionGroup var trust: TrustOptions

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let trusted = try trust.keys
            let imported = try await Refused.told {
                try await CasePackages.bringIn(file, installation.settings, trusting: trusted)
            }
            let report = imported.report
            Terminal.print(
                imported.isNew
                    ? say(
                        zh: "已导入 \(report.number) \(report.community)，新增 \(imported.parties) 个人员和单位",
                        en:
                            "imported \(report.number) \(report.community), \(imported.parties) new parties"
                    )
                    : say(
                        zh: "\(report.number) 已在系统中，没有变化", en: "\(report.number) is here already; nothing was changed"))
            report.tellKeys()
        }
    }
}

/// Which keys are trusted.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("key"), parsing: .unconditionalSingleValue,
        help: .say(
            zh: "已知的公钥，可重复；KEY@2026-03-01 表示该日起已泄露，之后的签名不算数",
            en:
                "public key known from elsewhere; may be repeated; KEY@2026-03-01: compromised, what it signed "
                + "since counts for nothing"))
    var key: [String] = []

    /// nil: none was named.
    var keys: [TrustedKey]? {
        get throws {
            if key.isEmpty { return nil }
            return try key.map { text in
                guard let key = TrustedKey(text) else {
                    throw ValidationError(say(zh: "不是公钥：\(text)", en: "no public key: \(text)"))
                }
                return key
            }
        }
    }
}

extension PackageReport {
    fileprivate func tell() {
        Terminal.print(Terminal.styled("\(number) \(community)", .bold))
        for check in checks { Terminal.print("\(Terminal.styled("✓", .green)) \(check.count) \(say(check.text))") }
        if let fault {
            Terminal.print("\(Terminal.styled("✗", .red)) \(fault.place.map { "\($0): " } ?? "")\(say(fault.reason))")
            Terminal.print(say(zh: "案卷包不可信", en: "the package is not sound"))
            return
        }
        for layer in layers {
            let grade = layer.grade.map { say($0) } ?? say(zh: "无等级", en: "no grade")
            Terminal.print("  \(say(layer.title)): Q = \(layer.q.rounded())  \(grade)")
        }
        tellKeys()
        Terminal.print(
            say(
                zh: "核验到第 \(journals.last?.last ?? 0) 项操作为止；之后的操作要问该系统。全部相符",
                en:
                    "checked up to act \(journals.last?.last ?? 0); of later ones only the server knows. All fits"
            ))
    }

    fileprivate func tellKeys() {
        for journal in journals { Terminal.print(journal.said) }
        guard !isTrusted else { return }
        Terminal.print(
            say(
                zh: "未用 --key 指明公钥：请向该系统的运营方核对上面的密钥编号",
                en: "no key was named with --key: compare the ids of the keys above with what their owner says"))
    }

    fileprivate var json: String {
        get throws {
            struct Check: Encodable {
                var count: Int
                var zh: String
                var en: String
            }
            struct Layer: Encodable {
                var id: String
                var findings: Int
                var q: String
                var grade: String?
            }
            struct Journal: Encodable {
                var first: Int
                var last: Int
                var origin: String
                var size: Int
                var at: String
                var keys: [String]
                var trusted: Bool
            }
            struct Fault: Encodable {
                var place: String?
                var zh: String
                var en: String
            }
            struct Shape: Encodable {
                var id: String
                var number: String
                var community: String
                var state: String
                var sound: Bool
                var trusted: Bool
                var checks: [Check]
                var layers: [Layer]
                var journals: [Journal]
                var fault: Fault?
            }
            let shape = Shape(
                id: caseID, number: number, community: community, state: state, sound: isSound, trusted: isTrusted,
                checks: checks.map { Check(count: $0.count, zh: $0.text.zh, en: $0.text.en) },
                layers: layers.map { Layer(id: $0.id, findings: $0.findings, q: $0.q.rounded(), grade: $0.gradeID) },
                journals: journals.map {
                    Journal(
                        first: $0.first, last: $0.last, origin: $0.checkpoint.origin, size: $0.checkpoint.size,
                        at: $0.checkpoint.at.iso, keys: $0.keys.map(\.text), trusted: $0.isTrusted)
                }, fault: fault.map { Fault(place: $0.place, zh: $0.reason.zh, en: $0.reason.en) })
            return String(decoding: try CanonicalJSON.encode(shape), as: UTF8.self)
        }
    }
}

extension PackageReport.Journal {
    fileprivate var said: String {
        let ids = keys.map { "\($0.id) (\($0.text))" }.joined(separator: ", ")
        return say(
            zh: "  第 \(first)—\(last) 项操作：日志 \(checkpoint.origin)，\(checkpoint.at.shown) 签名，密钥 \(ids)",
            en: "  acts \(first) to \(last): journal \(checkpoint.origin), signed \(checkpoint.at.shown) by \(ids)")
    }
}
