import AMQP
import Commons
import Community
import Gateway
import Logging
import PortalKit
import Rulebook
import ServiceLifecycle
import TLS

extension Server {
    /// The door for devices; nil: none was asked for.
    static func door(
        _ settings: ServerSettings, _ identity: TLSIdentity?, _ desk: CommunityDesk, _ node: String,
        _ surroundings: Commons.Surroundings
    ) -> DeviceServer? {
        guard settings.mqttPort != nil || settings.mqttTLSPort != nil else { return nil }
        return DeviceServer(
            desk,
            DeviceServer.Settings(
                host: settings.host, port: settings.mqttPort, tlsPort: settings.mqttTLSPort, identity: identity,
                node: node),
            log: log(surroundings))
    }
}

extension BrokerFeed {
    /// nil: no broker was named.
    init?(_ settings: ServerSettings, _ desk: CommunityDesk, _ log: Logger) throws {
        guard let text = settings.broker else { return nil }
        let address: AMQPAddress
        do throws(AMQPError) {
            address = try AMQPAddress(text)
        } catch {
            throw StartProblem(
                reason: Phrase(
                    zh: "--amqp 应写作 amqp://用户:口令@主机:端口/虚拟主机：\(error.reason)",
                    en: "--amqp is written amqp://user:password@host:port/vhost: \(error.reason)"), isMissing: false)
        }
        let options = AMQPConnectionOptions(certificateAuthorityFile: settings.brokerCertificates)
        self.init(desk, address, options: options, log: log)
    }
}

extension DeviceServer {
    var gauges: [Gauge] {
        [
            Gauge("linli_devices_connected", help: "Devices that are connected by MQTT.") { Double(connections) },
            Gauge("linli_devices_waiting_bytes", help: "What devices said that is not taken in yet, as an estimate.") {
                Double(waitingBytes)
            },
        ]
    }
}

/// The door for devices beside the portal's.
struct DeviceDoor: Service {
    var server: DeviceServer
    var settings: ServerSettings
    var onListening: @Sendable (Int?, Int?) async -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await server.run(onListening: onListening)
            } catch let problem as DeviceServer.Problem {
                throw StartProblem.listening(settings, at: problem.port, problem.cause)
            }
        }
    }
}
