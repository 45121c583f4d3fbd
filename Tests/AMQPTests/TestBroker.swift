import AMQP
import Foundation
import Testing

/// The broker that the tests share, as `scripts/with-rabbitmq` starts it.
enum TestBroker {
    static let environment = ProcessInfo.processInfo.environment
    static let isThere = environment["LINLI_RABBITMQ"]?.isEmpty == false
    static let hasMosquitto = FileManager.default.isExecutableFile(atPath: "/usr/bin/mosquitto_pub")

    static func variable(_ name: String) throws -> String { try #require(environment[name]) }

    static func text() throws -> String { try variable("LINLI_RABBITMQ") }

    static func address() throws -> AMQPAddress { try AMQPAddress(text()) }

    /// `rabbitmqctl` for it; gives what it prints.
    @discardableResult
    static func control(_ arguments: String...) async throws -> String {
        let call = try variable("LINLI_RABBITMQ_MANAGE").split(separator: " ").map(String.init)
        return try await run(call + ["--quiet"] + arguments)
    }

    /// How many messages wait in a queue, and how many of them are with a consumer.
    static func messages(in queue: String) async throws -> (all: Int, unacknowledged: Int)? {
        let lines = try await control(
            "list_queues", "name", "messages", "messages_unacknowledged", "--no-table-headers")
        for line in lines.split(separator: "\n") {
            let columns = line.split(separator: "\t")
            if columns.count == 3, columns[0] == queue, let all = Int(columns[1]), let open = Int(columns[2]) {
                return (all, open)
            }
        }
        return nil
    }

    /// A virtual host of its own: what is done to its connections is done to no other test's.
    static func withVirtualHost<T: Sendable>(
        _ body: (_ name: String, AMQPAddress) async throws -> T
    ) async throws -> T {
        let name = uniqueName("host/")
        try await control("add_vhost", name)
        try await control("set_permissions", "--vhost", name, "linli", ".*", ".*", ".*")
        let result: Result<T, any Error>
        do {
            let address = try AMQPAddress(text() + name.replacing("/", with: "%2f"))
            result = .success(try await body(name, address))
        } catch {
            result = .failure(error)
        }
        try await control("delete_vhost", name)
        return try result.get()
    }

    static func uniqueName(_ prefix: String = "test.") -> String { prefix + UUID().uuidString.lowercased() }
}

struct CommandFailed: Error { var message: String }

/// Runs a command and gives what it prints. The threads that tasks run on are few: none of them waits for it.
func run(_ command: [String]) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try runAndWait(command) }) }
    }
}

private func runAndWait(_ command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw CommandFailed(message: "\(command.joined(separator: " ")) failed")
    }
    return String(decoding: text, as: UTF8.self)
}

extension Trait where Self == ConditionTrait {
    static var needsBroker: Self {
        .enabled(
            if: TestBroker.isThere,
            "LINLI_RABBITMQ is not set: these tests need RabbitMQ; run them by scripts/with-rabbitmq")
    }

    static var needsMosquitto: Self {
        .enabled(if: TestBroker.hasMosquitto, "mosquitto_pub is not installed; scripts/install --tests installs it")
    }
}
