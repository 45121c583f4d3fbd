import Commons
public import Community
public import Logging
import MQTT
import NIOCore
import NIOPosix
import NIOSSL
public import TLS

/// The door for devices that speak MQTT 3.1.1 or 5: what a device said with QoS 1 or 2 is acknowledged once it is
/// durable.
public struct DeviceServer: Sendable {
    public struct Settings: Sendable {
        public var host: String
        /// Without encryption; nil: nowhere, 0: any that is free.
        public var port: Int?
        /// With encryption, by `identity`.
        public var tlsPort: Int?
        public var identity: TLSIdentity?
        /// Tells this process from others on the same database.
        public var node: String
        /// Then nobody else is let in.
        public var mostConnections = 20_000

        public init(
            host: String, port: Int? = nil, tlsPort: Int? = nil, identity: TLSIdentity? = nil, node: String
        ) {
            self.host = host
            self.port = port
            self.tlsPort = tlsPort
            self.identity = identity
            self.node = node
        }
    }

    /// Where it cannot listen.
    public struct Problem: Error {
        public var port: Int
        public var cause: any Error
    }

    private static let beat = Duration.seconds(20)
    /// How long devices are waited for at the end, whose messages are being taken in.
    private static let patience = Duration.seconds(5)

    private let settings: Settings
    private let hub: DeviceHub

    public init(_ desk: CommunityDesk, _ settings: Settings, log: Logger) {
        self.settings = settings
        hub = DeviceHub(desk, node: settings.node, log: log)
    }

    /// Devices that are connected and known.
    public var connections: Int { hub.count }
    /// Bytes, as an estimate, of what they said that is not taken in yet.
    public var waitingBytes: Int { hub.load.bytes }

    /// Until the task is cancelled. `onListening`: the ports, without encryption and with it.
    public func run(onListening: @escaping @Sendable (_ port: Int?, _ tlsPort: Int?) async -> Void) async throws {
        OpenFiles.allowAll()
        var listeners: [any Channel] = []
        let plain = try await listen(settings.port, encrypted: false)
        if let plain { listeners.append(plain) }
        let secure = try await listen(settings.tlsPort, encrypted: true)
        if let secure { listeners.append(secure) }
        await onListening(plain?.localAddress?.port, secure?.localAddress?.port)
        await withTaskGroup { group in
            group.addTask { await hub.listen() }
            // One after the other, so that what is older never comes after what is newer.
            group.addTask {
                var (since, last) = (hub.desk.surroundings.now(), ContinuousClock.now)
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(250))
                    if Task.isCancelled { return }
                    await hub.keep()
                    guard ContinuousClock.now - last >= Self.beat else { continue }
                    let now = hub.desk.surroundings.now()
                    await hub.beat(since: since)
                    (since, last) = (now, ContinuousClock.now)
                }
            }
        }
        // In a task of its own: nothing waits in one that is cancelled.
        await Task { [listeners] in
            for listener in listeners { try? await listener.close() }
            await end()
        }.value
    }

    private func listen(_ port: Int?, encrypted: Bool) async throws -> (any Channel)? {
        guard let port else { return nil }
        let (hub, most) = (hub, settings.mostConnections)
        let identity = encrypted ? settings.identity : nil
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 4096)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                // Half-open connections of devices that are not watched end by it.
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 4)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 16 << 10, high: 64 << 10))
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let number = hub.admit(most: most) else { throw ChannelError.ioOnClosedChannel }
                        channel.closeFuture.whenComplete { _ in hub.dismiss() }
                        if let identity {
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLServerHandler(context: identity.context))
                        }
                        let connection = DeviceConnection(number: number, hub: hub, on: channel.eventLoop)
                        try channel.pipeline.syncOperations.addHandler(connection)
                    }
                }
                .bind(host: settings.host, port: port).get()
        } catch {
            throw Problem(port: port, cause: error)
        }
    }

    /// What has been said is taken in and acknowledged before the connections end.
    private func end() async {
        hub.load.close()
        let start = ContinuousClock.now
        while hub.load.bytes > 0, ContinuousClock.now - start < Self.patience {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for connection in hub.all { connection.end(.serverShuttingDown) }
        while hub.count > 0, ContinuousClock.now - start < Self.patience {
            try? await Task.sleep(for: .milliseconds(20))
        }
        await hub.keep()
    }
}
