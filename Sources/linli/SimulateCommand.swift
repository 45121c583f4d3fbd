public import ArgumentParser
import Commons
import DemoCity
import Foundation
import Rulebook
public import Simulation

/// Brings an invented estate to life at a running server.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: say(zh: "让一个虚构的小区在服务器上活起来", en: "bring an invented estate to life at a running server"),
        discussion: say(
            zh: """
                一切都经由门户的正门：导入空间与设备，上传监测数据（含各种故障），上报事件，值班、维修和住户各办各的事。
                同一种子总是同一座小区；中断后再运行会接着做。不给 --tokens 时用演示城市的账号登录。
                  linli serve --demo
                  linli simulate --estate full --days 200
                """,
            en: """
                All of it goes through the portal's front doors: places and devices by the import, readings with faults
                of all kinds, events, and what people on duty, workers and residents do. The same seed is the same
                estate; run again it goes on where it stopped. Without --tokens it uses the demo city's log-ins.
                  linli serve --demo
                  linli simulate --estate full --days 200
                """))

    @Option(help: .say(zh: "服务器网址", en: "address of the server"))
    var server = "http://127.0.0.1:8080"

    @Option(
        help: .say(
            zh: "访问令牌的 JSON 文件：角色（manager、duty、worker、resident、gateway）对应令牌；没有的角色不参与",
            en: "JSON file of access tokens by role (manager, duty, worker, resident, gateway); others take no part"),
        completion: .file())
    var tokens: String?

    @Option(help: .say(zh: "接收工单的登录名", en: "log-in of whoever work is handed to"))
    var worker: String?

    @Option(
        help: .say(
            zh: "小区：small（132 户）或 full（1200 户、900 台设备）", en: "small (132 homes) or full (1,200 homes, 900 devices)"))
    var estate: EstatePlan.Size = .small

    @Option(help: .say(zh: "历史天数，1 到 390", en: "days of history, 1 to 390"))
    var days = 200

    @Option(help: .say(zh: "种子", en: "the seed"))
    var seed: UInt64 = 1

    @Option(
        help: .say(
            zh: "历史截止时间，如 2026-03-01 或 2026-03-01 09:30，默认现在",
            en: "where the history ends, e.g. 2026-03-01 or 2026-03-01 09:30; now if left out"))
    var until: String?

    @Option(help: .say(zh: "每秒最多多少条数据，或 max", en: "readings a second at most, or max"))
    var pace = "max"

    @Flag(help: .say(zh: "历史之后按真实时间继续，直到 Ctrl+C", en: "go on in real time after the history, until Ctrl+C"))
    var live = false

    @Flag(
        help: .say(
            zh: "按演示服务器的时钟逐日过完历史（linli serve --demo --demo-days 120），忽略 --days、--until",
            en:
                "live through the past by a demo server's clock (linli serve --demo --demo-days 120), whatever --days "
                + "and --until say"))
    var lived = false

    @OptionGroup var common: SpokenOptions

    func validate() throws {
        if !SimulationSettings.spans.contains(days) {
            throw ValidationError(say(zh: "--days 应在 1 到 390 之间", en: "--days must be from 1 to 390"))
        }
        if let until, SimulateCommand.moment(until) == nil {
            throw ValidationError(say(zh: "--until 应是日期或时间，如 2026-03-01", en: "--until must be a day or a moment"))
        }
        if pace != "max", !(Int(pace).map { $0 > 0 } ?? false) {
            throw ValidationError(say(zh: "--pace 应是正整数或 max", en: "--pace must be a number above 0, or max"))
        }
    }

    func run() async throws {
        let now: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        let end = until.flatMap(SimulateCommand.moment).map { min($0, now()) } ?? now()
        var settings = SimulationSettings(
            site: server, people: try people(), estate: estate, until: end, now: now)
        settings.worker = worker ?? SimulationSettings.worker(of: estate)
        settings.isLived = lived
        settings.days = days
        settings.seed = seed
        settings.pace = Int(pace)
        do {
            var driver = try EstateDriver(settings) { progress in
                guard Terminal.errorIsTerminal else { return }
                let bar = Terminal.bar(Double(progress.thousandths) / 1000, columns: 30)
                Terminal.overwrite("\(bar) \(progress.thousandths / 10)% \(say(progress.what))")
            }
            let report = try await lived ? driver.livePast() : driver.run()
            if Terminal.errorIsTerminal { Terminal.overwrite("") }
            try tell(report)
            if !report.isAsMeant {
                Terminal.tell(
                    say(zh: "结果与预期不符：拒收的应当正好是有意的故障", en: "not as it was meant: just the faults ought to be refused"))
                throw ExitCode.failure
            }
            if live { try await driver.liveOn() }
        } catch let problem as SimulationProblem {
            if Terminal.errorIsTerminal { Terminal.overwrite("") }
            Terminal.tell(say(problem.reason))
            throw problem.kind == .unavailable ? Failure.unavailable : Failure.data
        }
    }

    /// A day stands for its end.
    private static func moment(_ text: String) -> Instant? {
        Instant(text: text) ?? Day(text).map { Instant($0).adding(seconds: 86_400) }
    }

    private func people() throws -> [Role: SimulationSettings.Proof] {
        guard let tokens else { return SimulationSettings.demo(estate, password: DemoCity.password) }
        guard let bytes = FileManager.default.contents(atPath: tokens) else {
            Terminal.tell(say(zh: "无法读取 \(tokens)", en: "cannot read \(tokens)"))
            throw Failure.missing
        }
        guard let named = try? JSONDecoder().decode([String: String].self, from: bytes),
            case let roles = named.compactMap({ name, token in Role(rawValue: name).map { ($0, token) } }),
            roles.count == named.count, named["gateway"] != nil
        else {
            Terminal.tell(
                say(
                    zh: "\(tokens)：应是 {\"gateway\": \"linli_…\", \"manager\": \"linli_…\"} 这样的 JSON",
                    en: "\(tokens): it must be JSON such as {\"gateway\": \"linli_…\", \"manager\": \"linli_…\"}"))
            throw Failure.data
        }
        return Dictionary(uniqueKeysWithValues: roles.map { ($0, .token($1)) })
    }

    private func tell(_ report: SimulationReport) throws {
        if common.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            Terminal.print(String(decoding: try encoder.encode(report), as: UTF8.self))
            return
        }
        func line(_ zh: String, _ en: String, _ words: String) {
            Terminal.print(Terminal.padded(say(zh: zh, en: en), to: 30) + words)
        }
        line(
            "空间、设备、居民", "places, devices, residents",
            "\(report.spaces), \(report.devices), \(report.residents)")
        line("监测数据", "readings", "\(report.sent)（\(report.readingsPerSecond)/s）")
        line("采纳、重复", "taken, repeated", "\(report.taken), \(report.repeated)")
        for (reason, count) in report.refused.sorted(by: { $0.key < $1.key }) {
            line("未采纳 \(reason)", "kept apart, \(reason)", "\(count) / \(report.meant[reason] ?? 0)")
        }
        line("事件、告警", "events, alarms", "\(report.events), \(report.alarms)")
        line("办理", "acts of people", "\(report.acts)")
        for trouble in report.troubles { line("未被接受", "not taken", trouble) }
        line("用时", "took", "\(report.milliseconds / 1000) s")
    }
}

/// What a command without a rulebook understands.
struct SpokenOptions: ParsableArguments {
    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    @Flag(name: .long, help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false
}

extension EstatePlan.Size: ExpressibleByArgument {}
