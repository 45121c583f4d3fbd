import Logging
import PortalKit
import ServiceLifecycle
import Synchronization
import Testing

/// Runs a portal on a free port while the body runs, and stops it gracefully.
func withLiveServer(_ portal: Portal, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
    let (ports, sink) = AsyncStream.makeStream(of: Int.self)
    let server = portal.server { port in
        sink.yield(port)
        sink.finish()
    }
    let group = ServiceGroup(
        configuration: .init(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do {
            try await body(port)
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

/// Runs what waits for a socket on a thread of its own: the few threads that tasks share are for those who do not wait.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        BlockingThread.start { continuation.resume(with: Result { try body() }) }
    }
}
