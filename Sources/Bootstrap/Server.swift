public import Commons
import Community
import CommunityPortal
import Database
import DemoCity
import Documents
import Evaluation
import EvaluationPortal
import Foundation
import Gateway
import HallPortal
import LiveEvaluation
import Logging
import Markup
import Persistence
public import PortalKit
public import Rulebook
public import RulebookFiles
import Secrets
import ServiceLifecycle
import Synchronization
import TLS
import UnixSignals

/// A server: an installation with its portal and its jobs.
public struct Server: Sendable {
    public let installation: Installation
    public let portal: Portal
    let community: CommunityDesk
    private let jobs: JobRunner
    private let site: Site
    let settings: ServerSettings
    private let identity: TLSIdentity?
    private let growth = Growth()
    /// nil: no device speaks MQTT to it.
    private let devices: DeviceServer?
    /// nil: there is no broker.
    private let feed: BrokerFeed?
    /// nil: it is no demonstration, and nothing sets its clock.
    let clock: DemoClock?
    /// By which people can pay.
    let payments: [any PaymentChannel]

    /// `progress`: Told how far the planting of the demo city is: done, of all, what.
    public static func prepare(
        _ settings: ServerSettings, surroundings: Surroundings = .system,
        progress: @escaping @Sendable (Int, Int, Phrase) -> Void = { _, _, _ in }
    ) async throws -> Server {
        // First, since planting a city takes a while.
        let identity = try identity(settings)
        // Another day than today would let anybody backdate: only where nothing is real.
        let today = settings.isDemo ? settings.demoToday : nil
        let real = today.map(surroundings.shifted(to:)) ?? surroundings
        let clock = settings.isDemo ? try demoClock(settings, real) : nil
        let installation = try await Installation.open(settings, surroundings: clock.map(real.at) ?? real)
        let payments = try settings.paymentChannels(installation.surroundings.now)
        if let clock { try await Demo.plant(installation, clock, progress: progress) }
        let desk = installation.communityDesk()
        let feed = try BrokerFeed(settings, desk, log(installation.surroundings))
        return Server(installation, settings, identity, payments, desk, feed, clock)
    }

    /// A clock that is set exists here alone: a server without `--demo` never asks what a demonstration left behind.
    private static func demoClock(_ settings: ServerSettings, _ real: Commons.Surroundings) throws -> DemoClock {
        try StartProblem.makeFolder(settings.data)
        // What has a past of its own goes on in real time.
        let days = settings.demoDays ?? (settings.isAlive ? ServerSettings.pastDays : 0)
        let isNew = !FileManager.default.fileExists(atPath: settings.keysPath)
        return try DemoClock(real.now, in: settings.data, days: isNew ? days : 0)
    }

    private static func identity(_ settings: ServerSettings) throws -> TLSIdentity? {
        guard let certificate = settings.certificate, let key = settings.privateKey else { return nil }
        do throws(TLSProblem) {
            return try TLSIdentity(certificate: certificate, key: key)
        } catch {
            throw StartProblem(reason: error.reason, isMissing: error.isMissing)
        }
    }

    init(
        _ installation: Installation, _ settings: ServerSettings, _ identity: TLSIdentity? = nil,
        _ payments: [any PaymentChannel] = [], _ community: CommunityDesk? = nil, _ feed: BrokerFeed? = nil,
        _ clock: DemoClock? = nil
    ) {
        self.installation = installation
        let community = community ?? installation.communityDesk()
        self.community = community
        self.payments = payments
        self.identity = identity
        self.settings = settings
        self.clock = clock
        let assets = Assets([
            Asset(name: "linli.css", type: "text/css; charset=utf-8", bytes: Stylesheet.bytes),
            Asset(name: "linli.js", type: "text/javascript; charset=utf-8", bytes: Script.bytes),
            Asset(name: "linli.svg", type: "image/svg+xml", bytes: Icon.bytes),
            Asset(name: "linli-192.png", type: "image/png", bytes: Icon.png192),
            Asset(name: "linli-512.png", type: "image/png", bytes: Icon.png512),
        ])
        let site = Site(settings)
        self.site = site
        let desk = installation.desk()
        let node = Server.node(installation.surroundings)
        let devices = Server.door(settings, identity, community, node, installation.surroundings)
        self.devices = devices
        self.feed = feed
        let frame = EvaluationPortal.frame(
            EvaluationPortal.entries + HallPortal.entries + CommunityPortal.entries(community.catalog),
            flash: { EvaluationPortal.flash($0) ?? CommunityPortal.flash($0, community.catalog) },
            assetPath: { assets.path($0) }, policy: desk.policy)
        var estate = CommunityPortal(
            desk: community, files: installation.files, uploads: installation.uploads, frame: frame,
            payments: payments, site: { site.url }, growth: growth.now)
        estate.brokerToken = settings.brokerToken
        var pages = EvaluationPortal(
            desk: desk, store: installation.store, accounts: installation.accounts,
            files: installation.files, uploads: installation.uploads, site: { site.url },
            demoLogIns: settings.isDemo ? Demo.logIns : [], demoPassword: settings.isDemo ? DemoCity.password : "",
            frame: frame, printPDF: Server.printPDF, rights: .installed,
            witness: WitnessDesk(
                installation.store, keys: settings.witnessFor, signer: { installation.keys.ring.signer }),
            checkpoint: { try await JournalKeeper(installation).checkpoint() })
        let hall = HallPortal(
            desk: installation.liveDesk(community), files: installation.files, frame: frame,
            metricPath: { CommunityPortal.metricPath($0, of: $1) }, casePath: EvaluationPortal.casePath,
            checkpoint: { try await JournalKeeper(installation).checkpoint() })
        pages.calls = community.catalog.calls
        pages.wings = [EvaluationPortal.wing, CommunityPortal.wing(community.catalog)]
        pages.launches = estate.launches + HallPortal.launches
        let portalPages = pages
        var configuration = PortalConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
        configuration.identity = identity
        configuration.isSecure = site.url.hasPrefix("https://")
        configuration.origins = settings.baseURL.map { [$0] } ?? []
        configuration.trustedProxies = settings.trustedProxies
        configuration.metricsToken = settings.metricsToken
        configuration.duties = EvaluationPortal.duties
        if !settings.isPaced { configuration.pace = nil }
        // A past that is lived has tens of thousands of requests that nobody made.
        if let clock { configuration.isQuiet = { clock.isBehind } }
        let database = installation.database
        let clockEndpoints =
            clock.map { clock in
                DemoClockEndpoints(clock: clock) { try await Server.settle(community, clock) }.endpoints
            } ?? []
        portal = Portal(
            frame.appEndpoints + portalPages.endpoints + hall.endpoints + estate.endpoints + clockEndpoints,
            doorkeeper: AccountDoorkeeper(
                accounts: installation.accounts, store: installation.store, box: installation.box),
            assets: assets, configuration: configuration, policy: RightsBook.installed.standard,
            surroundings: Portal.Surroundings(
                now: installation.surroundings.now, errorPage: { frame.errorPage($0) },
                proofPage: { portalPages.proofPage($0, $1) }, translate: Server.translate,
                isReady: { (try? await database.read { try $0.query("SELECT 1") }) != nil },
                gauges: (identity.map { [Server.gauge($0)] } ?? []) + (devices?.gauges ?? [])))
        jobs = Server.jobs(installation, settings, payments, node: node, site: { site.url })
    }

    /// Folders given as rulebooks that have errors: new cases cannot choose them.
    public var unreadableRulebooks: [String] { installation.shelf.unreadable }

    /// What is wrong with bindings; those of a folder with errors are left out.
    public var bindingsProblems: [Diagnostic] { installation.bindings.problems }

    /// Where the first administrator chooses a password, as a path; nil: there is somebody already.
    /// Those who came in with a package of a case cannot log in, and do not count.
    ///
    /// A fresh installation has an operator and one administrator, `admin`.
    public func firstAdministrator() async throws -> String? {
        let accounts = installation.accounts
        let token = try await installation.store.write { records -> Token? in
            guard try records.people(PartyQuery(onlyActive: true, limit: 1)).isEmpty else { return nil }
            let draft = OrganisationDraft(kind: .operator, name: "平台运营方", region: "")
            let house = try accounts.createOrganisation(draft, records)
            let (person, link) = try accounts.createPerson(PersonDraft(name: "管理员", login: "admin"), records)
            try records.save(Membership(person: person.id, organisation: house, role: .administrator))
            return link
        }
        return token.map { "/password/\($0.text)" }
    }

    /// Runs until the process is told to stop. `onListening` gets the port.
    /// `onLife`: told how far the life of a demo's large estate is: thousandths, what.
    /// `onPast`: told how far the past of a demo's small estate is, before it listens: days done, of all, what.
    /// `onDevices` gets the ports where devices speak MQTT, without encryption and with it.
    public func run(
        onLife: @escaping @Sendable (Int, Phrase) -> Void = { _, _ in },
        onPast: @escaping @Sendable (Int, Int, Phrase) -> Void = { _, _, _ in },
        onDevices: @escaping @Sendable (Int?, Int?) async -> Void = { _, _ in },
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let (box, store, keys) = (installation.box, installation.store, installation.keys)
        let (jobs, site) = (jobs, site)
        let keeper = JournalKeeper(
            installation, witnesses: try Witnesses.all(settings), log: Server.log(installation.surroundings))
        let clock = ClockWatch(
            store: store, surroundings: installation.surroundings, log: Server.log(installation.surroundings),
            onBack: { try await schedule() })
        try await schedule()
        let (ports, listened) = AsyncStream.makeStream(of: Int.self)
        let (past, isOver) = AsyncStream.makeStream(of: Void.self)
        let isAlive = settings.isDemo && settings.isAlive
        let listening: @Sendable (Int) async -> Void = { port in
            site.listens(at: port)
            if !isAlive { await onListening(port) }
            listened.yield(port)
        }
        if !isAlive { isOver.finish() }
        var services: [any Service] = [
            portal.server(onListening: listening), Background { await box.follow(store, keys) },
            Background { [community] in await community.watchModels() },
            Background(stop: { jobs.stop() }) { [demo = self.clock] in
                // A past is lived hour by hour: what is due by then is done by whoever sets the clock.
                for await _ in past {}
                while demo?.isBehind ?? false, !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
                await jobs.run()
            }, Background { await keeper.run() },
            Background { [clock] in
                var clock = clock
                await clock.run()
            },
        ]
        if let devices {
            services.append(DeviceDoor(server: devices, settings: settings, onListening: onDevices))
        }
        if let feed {
            services.append(
                Background { [log = Server.log(installation.surroundings)] in
                    do { try await feed.run() } catch {
                        log.error("the broker is heard no more", metadata: ["reason": "\(error)"])
                    }
                })
        }
        if isAlive {
            services.append(
                Background { [growth] in
                    guard let port = await ports.first(where: { _ in true }) else { return }
                    let life = life(at: port) { thousandths, what in
                        growth.tell(thousandths, what)
                        onLife(thousandths, what)
                    }
                    await livePast(life, onPast)
                    isOver.finish()
                    guard !Task.isCancelled else { return }
                    await onListening(port)
                    await life.run()
                })
        }
        if let identity {
            let watch = CertificateWatch(
                identity: identity, now: installation.surroundings.now, log: Server.log(installation.surroundings))
            services.append(Background { await watch.run() })
        }
        if let port = settings.redirectPort {
            let server = portal.redirecting(at: port) { site.url }
            services.append(Beside(server: server) { [settings] in StartProblem.listening(settings, at: port, $0) })
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Server.log(installation.surroundings))
        // Whoever is sending or fetching a large file then has had their time; service managers kill soon after.
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            throw site.isListening || error is StartProblem ? error : StartProblem.listening(settings, error)
        }
        // What the last requests did is signed as well.
        try await keeper.checkpoint()
        try await installation.close()
    }

    private static func gauge(_ identity: TLSIdentity) -> Gauge {
        Gauge("linli_certificate_ends_seconds", help: "When the certificate ends, in seconds since 1970.") {
            Double(identity.validUntil.milliseconds / 1000)
        }
    }

    /// What is said beside requests, line by line as they are.
    static func log(_ surroundings: Commons.Surroundings) -> Logger {
        Logger(label: "linli") { _ in JSONLogHandler(now: surroundings.now) }
    }

    /// What the database's troubles mean to visitors.
    private static func translate(_ error: any Error) -> Refusal? {
        guard let error = error as? DatabaseError else { return nil }
        switch error.kind {
        case .unavailable, .busy:
            return Refusal(
                .unavailable, zh: "数据库暂时连接不上，请稍后再试；没有保存任何内容", en: "the database cannot be reached; nothing was saved")
        case .full:
            return Refusal(.unavailable, zh: "磁盘已满，没有保存任何内容，请联系管理员", en: "the disk is full; nothing was saved")
        case .duplicate, .constraint, .other: return nil
        }
    }

    /// Chromium is a blocking child process: it has a thread of its own.
    private static func printPDF(_ html: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                let path = NSTemporaryDirectory() + "linli-\(UUID().uuidString).pdf"
                defer { try? FileManager.default.removeItem(atPath: path) }
                do {
                    try PDFPrinter.print(html: html, to: path)
                    continuation.resume(returning: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
                } catch {
                    let refusal = Refusal(
                        .unavailable, zh: "打印 PDF 失败，请改用 HTML 或 DOCX",
                        en: "the PDF could not be printed; take HTML or DOCX")
                    continuation.resume(throwing: refusal)
                }
            }
        }
    }
}

/// How far the life of a demo's large estate is, for its pages.
private final class Growth: Sendable {
    private let last = Mutex<(thousandths: Int, what: Phrase)?>(nil)

    func tell(_ thousandths: Int, _ what: Phrase) {
        last.withLock { $0 = thousandths < 1000 ? (thousandths, what) : nil }
    }

    @Sendable func now() -> (thousandths: Int, what: Phrase)? { last.withLock { $0 } }
}

/// A second server; why it does not start is said in its own words.
private struct Beside: Service {
    var server: any Service
    var problem: @Sendable (any Error) -> StartProblem

    func run() async throws {
        do {
            try await server.run()
        } catch {
            throw problem(error)
        }
    }
}

/// Something that runs beside the server until both end.
private struct Background: Service {
    var stop: @Sendable () -> Void = {}
    var body: @Sendable () async -> Void

    init(stop: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable () async -> Void) {
        self.stop = stop
        self.body = body
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler(operation: body, onCancel: stop)
        }
    }
}
