public import Commons
public import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Rulebook
import Secrets
public import ServiceLifecycle

/// A web portal: its endpoints, and the one door in front of them.
public struct Portal: Sendable {
    /// What an error page has to show.
    public struct Failure: Sendable {
        public var status: HTTPResponse.Status
        public var refusal: Refusal
        /// What visitors tell whoever helps them: it stands in the log.
        public var requestID: String
        public var visitor: Visitor
        /// For forms on the page, such as logging out; empty where nobody is logged in.
        public var csrf: String
        public var path: String
    }

    /// A form that is grave to send: it is shown again with the question who it is.
    public struct ProofRequest: Sendable {
        /// Where the form goes, with its query.
        public var action: String
        /// What was typed into it.
        public var fields: Fields
        /// A code is asked for as well.
        public var hasSecondFactor: Bool
        /// What was wrong with the last proof; nil: there was none.
        public var refusal: Refusal?

        public init(action: String, fields: Fields, hasSecondFactor: Bool, refusal: Refusal? = nil) {
            self.action = action
            self.fields = fields
            self.hasSecondFactor = hasSecondFactor
            self.refusal = refusal
        }
    }

    /// What the portal needs from others.
    public struct Surroundings: Sendable {
        public var now: @Sendable () -> Instant
        /// The page that shows an error, in the visitor's language.
        public var errorPage: @Sendable (Failure) -> [UInt8]
        /// The page that asks who it is, before something grave is done.
        public var proofPage: @Sendable (Failure, ProofRequest) -> [UInt8]
        /// What an error of another room means to visitors; nil: nothing that they should know of.
        public var translate: @Sendable (any Error) -> Refusal?
        /// The store can be reached and has its tables.
        public var isReady: @Sendable () async -> Bool
        public var gauges: [Gauge]
        public var log: LogSink

        public init(
            now: @escaping @Sendable () -> Instant, errorPage: @escaping @Sendable (Failure) -> [UInt8],
            proofPage: @escaping @Sendable (Failure, ProofRequest) -> [UInt8] = { _, _ in [] },
            translate: @escaping @Sendable (any Error) -> Refusal? = { _ in nil },
            isReady: @escaping @Sendable () async -> Bool = { true }, gauges: [Gauge] = [],
            log: LogSink = .standardError
        ) {
            self.now = now
            self.errorPage = errorPage
            self.proofPage = proofPage
            self.translate = translate
            self.isReady = isReady
            self.gauges = gauges
            self.log = log
        }
    }

    /// All of them, those included that the portal adds itself.
    public let endpoints: [Endpoint]
    public let configuration: PortalConfiguration
    let responder: PortalResponder

    /// Two endpoints with one method at one route are a mistake in the program and stop it.
    /// By the policy the description of the API says where nobody has to log in.
    public init(
        _ endpoints: [Endpoint], doorkeeper: any Doorkeeper, assets: Assets = Assets(),
        configuration: PortalConfiguration = PortalConfiguration(), policy: Policy = Policy([]),
        surroundings: Surroundings
    ) {
        let endpoints = endpoints + [OpenAPI.endpoint(describing: endpoints, policy)]
        self.endpoints = endpoints
        self.configuration = configuration
        let names = endpoints.map { ($0.method.rawValue, $0.route.template) } + [("", "")]
        let operations = Operations(
            metrics: Metrics(endpoints: endpoints.count), names: names, isReady: surroundings.isReady,
            gauges: surroundings.gauges, startedAt: surroundings.now(), now: surroundings.now)
        let door = Door(
            endpoints: endpoints, table: RouteTable(endpoints.map { ($0.method, $0.route) }), doorkeeper: doorkeeper,
            assets: assets, configuration: configuration, operations: operations, limiter: RateLimiter(),
            programRoots: Portal.programRoots(endpoints), now: surroundings.now, report: surroundings.report)
        responder = PortalResponder(door: door, surroundings: surroundings)
    }

    private static func programRoots(_ endpoints: [Endpoint]) -> Set<String> {
        func roots(_ interface: Visitor.Interface) -> Set<String> {
            Set(
                endpoints.filter { $0.interface == interface }.compactMap { endpoint in
                    endpoint.route.template.split(separator: "/").first.map(String.init)
                })
        }
        return roots(.api).subtracting(roots(.page))
    }

    /// The server, ready to run: it ends gracefully when its service group is told to.
    /// - Parameter onListening: gets the port that it is bound to.
    public func server(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) -> any Service {
        let (sink, now) = (responder.surroundings.log, responder.surroundings.now)
        return Application(
            responder: responder,
            server: .continuing(
                HTTP1Channel.Configuration(
                    idleTimeout: .seconds(configuration.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 64 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200)),
                bodyLimit: endpoints.map(\.bodyLimit).max() ?? 0, identity: configuration.identity),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1024),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "portal") { _ in JSONLogHandler(sink: sink, now: now) })
    }
}
