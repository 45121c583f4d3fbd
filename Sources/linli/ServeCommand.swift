import ArgumentParser
import Bootstrap
import Foundation
import Rulebook
import Secrets
import Synchronization

/// Runs the portal.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: say(zh: "运行评价门户", en: "run the evaluation portal"),
        discussion: say(
            zh: """
                本机其他用户能用 ps 看到命令行。口令和令牌可改由环境变量给出：
                \(Secret.variables)。
                """,
            en: """
                Others on the machine read the command line with ps. What is secret can be given by the environment:
                \(Secret.variables).
                """))

    @OptionGroup var installation: InstallationOptions

    @Option(help: .say(zh: "监听地址", en: "address to listen at"))
    var host = "127.0.0.1"

    @Option(help: .say(zh: "端口，0 表示任意空闲端口", en: "port; 0 for any that is free"))
    var port = 8080

    @Option(
        help: .say(
            zh: "外部访问的网址，如 https://linli.example.cn", en: "where the outside reaches it, e.g. https://linli.example.cn")
    )
    var baseURL: String?

    @Option(
        help: .say(
            zh: "本服务器直接提供 TLS：证书（链）的 PEM 文件",
            en: "TLS in the server itself: PEM file of the certificate and its chain"),
        completion: .file())
    var certificate: String?

    @Option(help: .say(zh: "证书私钥的 PEM 文件", en: "PEM file of the private key to the certificate"), completion: .file())
    var privateKey: String?

    @Option(
        name: .customLong("redirect-http"),
        help: .say(zh: "在此端口应答 HTTP，只转到 HTTPS（308）", en: "port that answers HTTP with the way to HTTPS alone (308)"))
    var redirectHTTP: Int?

    @Option(
        help: .say(
            zh: "设备用 MQTT 接入的端口（不加密），0 表示任意空闲端口", en: "port where devices speak MQTT, not encrypted; 0 for any free one"
        ))
    var mqtt: Int?

    @Option(
        name: .customLong("mqtt-tls"),
        help: .say(
            zh: "设备用 MQTT 接入的端口（TLS，使用 --certificate），通常为 8883",
            en: "port where devices speak MQTT over TLS by --certificate, commonly 8883"))
    var mqttTLS: Int?

    @Option(
        help: .say(
            zh: "设备接入的 RabbitMQ，如 amqp://linli:口令@host/；多节点共用",
            en: "RabbitMQ that devices speak to, e.g. amqp://linli:password@host/; nodes share it"))
    var amqp: String?

    @Option(
        help: .say(zh: "签发 RabbitMQ 证书的 PEM 文件（amqps）", en: "PEM file of who signed RabbitMQ's certificate (amqps)"),
        completion: .file())
    var amqpCertificates: String?

    @Option(
        help: .say(
            zh: "RabbitMQ 询问设备身份时出示的令牌：其 auth_http 地址以 /broker/令牌/ 开头",
            en: "token by which RabbitMQ asks about devices: its auth_http addresses begin with /broker/TOKEN/"))
    var amqpToken: String?

    @Option(help: .say(zh: "可信代理的地址，可重复", en: "address of a trusted proxy; may be repeated"))
    var trustProxy: [String] = []

    @Option(help: .say(zh: "邮件服务器，如 smtps://user:password@host", en: "mail server, e.g. smtps://user:password@host"))
    var mail: String?

    @Option(help: .say(zh: "发件地址", en: "address that mail comes from"))
    var mailFrom = "linli@localhost"

    @Option(
        help: .say(
            zh: "支付设置的 JSON 文件（微信支付、支付宝的商户参数）", en: "JSON file with the merchant's settings of WeChat Pay and Alipay"),
        completion: .file())
    var payments: String?

    @Option(help: .say(zh: "另外的规则库文件夹，可重复", en: "folder of a further rulebook; may be repeated"))
    var rulebook: [String] = []

    @Option(
        help: .say(
            zh: "取证规则文件夹，以所对应规则库的标识命名，取代内置的，可重复",
            en: "folder of bindings, named like the id of their rulebook, in place of those built in; may be repeated"))
    var bindings: [String] = []

    @Option(
        help: .say(zh: "读取 /metrics 的令牌（不设则仅限本机）", en: "token to read /metrics with (this machine only if left out)"))
    var metricsToken: String?

    @Option(
        help: .say(
            zh: "日志检查点发往何处：文件、另一邻里的网址或 mailto:地址，可重复",
            en: "where checkpoints of the journal go: a file, another Linli's address or mailto:…; may be repeated"))
    var witness: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: .say(zh: "为哪些日志作见证：其公钥，可重复", en: "public key of a journal to keep checkpoints of; may be repeated"))
    var witnessFor: [String] = []

    @Flag(help: .say(zh: "装入演示城市，登录页显示演示账号", en: "plant the demo city and show its log-ins"))
    var demo = false

    @Flag(
        help: .say(
            zh: "演示小区活起来：小的先过完自己的历史，大的在后台补 200 天数据，然后按真实时间（需要 --demo）",
            en:
                "bring the demo's estates to life: the small one lives through its past first, the large one gets 200 "
                + "days in the background, then both go on in real time (needs --demo)"))
    var simulate = false

    @Option(
        help: .say(
            zh: "新的演示从多少天前开始，0 到 390；时钟由管理员向前拨（需要 --demo；与 --simulate 同用时默认 \(ServerSettings.pastDays)）",
            en:
                "how many days back a new demonstration begins, 0 to 390; its administrator sets the clock forward "
                + "(needs --demo; \(ServerSettings.pastDays) with --simulate if left out)"))
    var demoDays: Int?

    @Option(help: .say(zh: "演示时当作今天的日期", en: "what a demonstration takes for today"))
    var demoToday: String?

    @Flag(help: .say(zh: "允许推送到内网地址", en: "let webhooks reach private addresses"))
    var allowPrivateWebhooks = false

    @Flag(help: .say(zh: "不限制请求频率（仅用于测试）", en: "no limit to the pace of requests (for tests only)"))
    var noPace = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if let demoToday, Day(demoToday) == nil {
            throw ValidationError(say(zh: "--demo-today 应是日期，如 2026-03-01", en: "--demo-today must be a date"))
        }
        if let wrong = witnessFor.first(where: { VerifyingKey($0) == nil }) {
            throw ValidationError(say(zh: "不是公钥：\(wrong)", en: "no public key: \(wrong)"))
        }
        for (name, port) in [
            ("port", port), ("redirect-http", redirectHTTP ?? 0), ("mqtt", mqtt ?? 0),
            ("mqtt-tls", mqttTLS ?? 0),
        ]
        where !(0...65_535).contains(port) {
            throw ValidationError(say(zh: "--\(name) 应在 0 到 65535 之间", en: "--\(name) must be from 0 to 65535"))
        }
        guard (certificate == nil) == (privateKey == nil) else {
            throw ValidationError(
                say(zh: "--certificate 与 --private-key 要一起给出", en: "--certificate and --private-key go together"))
        }
        if let amqpToken = Secret.amqpToken.text(amqpToken),
            amqpToken.utf8.count < 24 || !amqpToken.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            throw ValidationError(
                say(
                    zh: "--amqp-token 至少 24 个字符，不含空格，应随机产生",
                    en: "--amqp-token has at least 24 visible characters, made at random"))
        }
        if mqttTLS != nil, certificate == nil {
            throw ValidationError(
                say(zh: "--mqtt-tls 需要 --certificate", en: "--mqtt-tls needs --certificate"))
        }
        if certificate != nil, let baseURL, !baseURL.hasPrefix("https://") {
            throw ValidationError(
                say(
                    zh: "使用 --certificate 时 --base-url 应以 https:// 开头",
                    en: "with --certificate the --base-url begins with https://"))
        }
        if let demoDays, !demo || !(0...390).contains(demoDays) {
            throw ValidationError(
                say(
                    zh: "--demo-days 应在 0 到 390 之间，且需要 --demo",
                    en: "--demo-days must be from 0 to 390, and needs --demo"))
        }
        if simulate, !demo || certificate != nil {
            throw ValidationError(
                say(
                    zh: "--simulate 需要 --demo，且不能与 --certificate 同用",
                    en: "--simulate needs --demo, and no --certificate"))
        }
        let isAnywhere = ["0.0.0.0", "::", "*"].contains(host)
        if redirectHTTP != nil, certificate == nil || baseURL == nil && isAnywhere {
            throw ValidationError(
                say(
                    zh: "--redirect-http 需要 --certificate；监听所有地址时还需要 --base-url",
                    en: "--redirect-http needs --certificate, and --base-url where --host is every address"))
        }
    }

    func run() async throws {
        var settings = installation.settings
        settings.host = host
        settings.port = port
        settings.baseURL = baseURL
        settings.certificate = certificate
        settings.privateKey = privateKey
        settings.redirectPort = redirectHTTP
        settings.mqttPort = mqtt
        settings.mqttTLSPort = mqttTLS
        settings.broker = Secret.amqp.text(amqp)
        settings.brokerCertificates = amqpCertificates
        settings.brokerToken = Secret.amqpToken.text(amqpToken)
        settings.trustedProxies = Set(trustProxy)
        settings.mail = Secret.mail.text(mail)
        settings.mailFrom = mailFrom
        settings.payments = payments
        settings.rulebooks = rulebook
        settings.bindings = bindings
        settings.metricsToken = Secret.metricsToken.text(metricsToken)
        settings.witnesses = witness
        settings.witnessFor = witnessFor.compactMap { VerifyingKey($0) }
        settings.isDemo = demo
        settings.isAlive = simulate
        settings.demoDays = demoDays
        settings.demoToday = demoToday.flatMap { Day($0) }
        settings.allowsPrivateWebhooks = allowPrivateWebhooks
        settings.isPaced = !noPace
        settings.language = Speech.language
        do {
            try await serve(settings)
        } catch let problem as StartProblem {
            Terminal.tell(problem.reason[Speech.language])
            throw problem.isMissing ? Failure.missing : Failure.unavailable
        }
    }

    private func serve(_ settings: ServerSettings) async throws {
        let language = Speech.language
        let server = try await Server.prepare(settings) { done, total, what in
            Terminal.tell("[\(done)/\(total)] \(what[language])")
        }
        for folder in server.unreadableRulebooks {
            Terminal.tell(
                say(
                    zh: "规则库有误，新申报不能选用：\(folder)；linli rulebook check 会说明原因",
                    en: "not offered to new cases, because it has errors: \(folder); linli rulebook check says which"))
        }
        Terminal.tell(server.bindingsProblems)
        let (host, scheme) = (host, settings.certificate == nil ? "http" : "https")
        let first = try await server.firstAdministrator()
        let life = LifeTold()
        try await server.run(
            onLife: { life.tell($0, $1) },
            onPast: { done, total, what in
                // Each day of a long past would be too many lines.
                if done % 10 == 1 || done == total || total < 60 {
                    Terminal.tell("[\(done)/\(total)] \(what[language])")
                }
            },
            onDevices: { port, tlsPort in
                for (port, scheme) in [(port, "mqtt"), (tlsPort, "mqtts")] {
                    guard let port else { continue }
                    Terminal.tell(
                        say(zh: "设备接入：", en: "devices: ") + "\(scheme)://\(host):\(port)")
                }
            }
        ) { port in
            let site = "\(scheme)://\(host):\(port)"
            Terminal.tell(say(zh: "邻里已启动：\(site)", en: "Linli is up: \(site)"))
            if let first {
                Terminal.tell(
                    say(
                        zh: "第一位管理员 admin 请在 24 小时内设置密码：\(site)\(first)",
                        en: "the first administrator, admin, sets a password within 24 hours: \(site)\(first)"))
            }
        }
    }
}

/// Says at every tenth how far the large estate of a demonstration is.
private final class LifeTold: Sendable {
    private let tenth = Mutex(-1)

    func tell(_ thousandths: Int, _ what: Phrase) {
        let isNext = tenth.withLock { tenth in
            defer { tenth = max(tenth, thousandths / 100) }
            return thousandths / 100 > tenth
        }
        if isNext { Terminal.tell(say(zh: "后台模拟 ", en: "simulating ") + "\(thousandths / 10)% \(say(what))") }
    }
}
