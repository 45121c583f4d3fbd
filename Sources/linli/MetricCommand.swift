import ArgumentParser
import Bootstrap
import Commons
import Community
import Foundation
import Rulebook

/// The metrics of an installation, from outside.
struct MetricCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metric",
        abstract: say(zh: "核对指标", en: "check metrics"), subcommands: [MetricExplainCommand.self])
}

/// One metric, computed again from what it rests on.
struct MetricExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: say(
            zh: "按原始记录重算一项指标，与保存的值对照", en: "compute a metric again from what it rests on, beside the kept value"),
        discussion: say(
            zh: "统计业务记录的指标，按每一条的办理经过重算当时的状态，不用索引。与保存的值不一致时退出码为 65。",
            en:
                "What counts items is counted from the acts on each, as things were at that moment, without the "
                + "indexes. Exit code 65 if the kept value is another."))

    @Argument(help: .say(zh: "指标的编号，如 order.in-term", en: "id of the metric, such as order.in-term"))
    var metric: String

    @OptionGroup var installation: InstallationOptions

    @Option(
        help: .say(
            zh: "管理单位的编号或名称（只有一个时可不填）", en: "organisation that keeps the community, by id or name (the only one)"))
    var of: String?

    @Option(help: .say(zh: "哪一天的值（默认最近一次）", en: "the value of which day (the latest)"))
    var day: String?

    @Option(help: .say(zh: "最多列出几条记录", en: "list so many records at most"))
    var limit = 20

    @Flag(help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func run() async throws {
        let wanted = try day.map { text in
            guard let day = Day(text) else { throw ValidationError(say(zh: "不是日期：\(text)", en: "no day: \(text)")) }
            return day
        }
        let (account, catalog) = try await Refused.told {
            try await MetricAudit.account(installation.settings, of: metric, for: of, on: wanted)
        }
        if json { try Terminal.print(tree(account)) } else { tell(account, catalog) }
        if !account.agrees { throw Failure.data }
    }

    private func tell(_ account: MetricAccount, _ catalog: Catalog) {
        let (figures, words) = (MetricFigures(account.metric, in: catalog), MetricWords(account.metric, in: catalog))
        func exact(_ value: MetricValue) -> String { "\(value.numerator)/\(value.denominator)" }
        let source = say(
            account.isFromActs
                ? Phrase(zh: "按办理经过重算", en: "from acts") : Phrase(zh: "按原始数据重算", en: "from the data"))
        Terminal.print("\(say(account.metric.title)) \(account.metric.id) · \(account.keeper.name)")
        Terminal.print(say(zh: "算法：\(words.computation.zh)", en: "computation: \(words.computation.en)"))
        Terminal.print(say(zh: "区间：\(words.span.zh)", en: "span: \(words.span.en)"))
        if let kept = account.kept {
            Terminal.print(
                say(zh: "保存的值", en: "kept")
                    + " \(kept.at.shown)  \(say(figures.whole(kept)))  (\(exact(kept)))  \(kept.state.rawValue)")
        }
        Terminal.print("\(source)  \(say(figures.whole(account.again)))  (\(exact(account.again)))")
        for mark in account.again.marks { Terminal.print("! " + say(mark.words)) }
        for detail in account.again.details { Terminal.print("  \(say(detail.label)): \(say(detail.text))") }
        for line in account.lines.prefix(limit) {
            Terminal.print("  \(line.counts ? "+" : "-") \(line.number)  \(line.title)  \(line.state)")
        }
        if account.lines.count > limit {
            let rest = account.lines.count - limit
            Terminal.print(say(zh: "  另有 \(rest) 条，用 --limit 列出", en: "  \(rest) more, see --limit"))
        }
        Terminal.print(
            account.agrees
                ? say(zh: "一致", en: "they agree") : say(zh: "不一致：记录在计算之后有变动，或被改动", en: "they differ"))
    }

    private func tree(_ account: MetricAccount) throws -> String {
        struct Tree: Encodable {
            struct Value: Encodable {
                var at: String
                var numerator: Int
                var denominator: Int
                var sample: Int
                var state: String

                init(_ value: MetricValue) {
                    at = value.at.iso
                    (numerator, denominator, sample) = (value.numerator, value.denominator, value.sample)
                    state = value.state.rawValue
                }
            }
            struct Line: Encodable {
                var number: String
                var title: String
                var state: String
                var counts: Bool
            }
            var metric: String
            var organisation: String
            var kept: Value?
            var again: Value
            var agrees: Bool
            var fromActs: Bool
            var lines: [Line]
        }
        let tree = Tree(
            metric: account.metric.id, organisation: account.keeper.id, kept: account.kept.map(Tree.Value.init),
            again: Tree.Value(account.again), agrees: account.agrees, fromActs: account.isFromActs,
            lines: account.lines.map { .init(number: $0.number, title: $0.title, state: $0.state, counts: $0.counts) })
        return String(decoding: try CanonicalJSON.encode(tree), as: UTF8.self)
    }
}
