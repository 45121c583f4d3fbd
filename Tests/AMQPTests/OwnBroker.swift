import AMQP
import Foundation

/// A broker of one test, to be stopped and started.
struct OwnBroker {
    /// Runs the body with a broker that is gone afterwards.
    static func with<T: Sendable>(_ body: (OwnBroker) async throws -> T) async throws -> T {
        let broker = OwnBroker()
        let result: Result<T, any Error>
        do { result = .success(try await body(broker)) } catch { result = .failure(error) }
        await broker.remove()
        return try result.get()
    }

    private let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString.prefix(8))")
        .path
    private let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/rabbitmq").path

    /// How to connect: the same after each start.
    func start() async throws -> (address: AMQPAddress, process: pid_t) {
        var values: [String: String] = [:]
        for line in try await run([script, "start", folder]).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        guard let text = values["LINLI_RABBITMQ"], let process = values["LINLI_RABBITMQ_PID"].flatMap({ pid_t($0) })
        else { throw CommandFailed(message: "scripts/rabbitmq start printed something else") }
        return (try AMQPAddress(text), process)
    }

    /// As by a crash.
    func stop() async throws { _ = try await run([script, "stop", folder]) }

    func control(_ arguments: String...) async throws {
        _ = try await run([script, "ctl", folder, "--quiet"] + arguments)
    }

    private func remove() async {
        // What failed before matters more than a folder that stays.
        try? await stop()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
