import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// Writes server-sent events as they come, and a sign of life where none do.
enum EventBody {
    private enum Item: Sendable {
        case event(ServerEvent)
        case beat
    }

    static func body(_ events: AsyncStream<ServerEvent>, heartbeat: Duration, metrics: Metrics) -> ResponseBody {
        ResponseBody { writer in
            metrics.listeners.add(1, ordering: .relaxed)
            defer { metrics.listeners.subtract(1, ordering: .relaxed) }
            let (items, sink) = AsyncStream.makeStream(of: Item.self, bufferingPolicy: .bufferingOldest(1000))
            let feeding = Task {
                await withGracefulShutdownHandler {
                    await feed(events, heartbeat: heartbeat, into: sink)
                } onGracefulShutdown: {
                    sink.finish()
                }
            }
            defer { feeding.cancel() }
            // A browser that lost the connection asks again after this.
            try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
            for await item in items {
                switch item {
                case .event(let event): try await writer.write(ByteBuffer(string: event.text))
                case .beat: try await writer.write(ByteBuffer(string: ":\n\n"))
                }
            }
            try await writer.finish(nil)
        }
    }

    private static func feed(
        _ events: AsyncStream<ServerEvent>, heartbeat: Duration, into sink: AsyncStream<Item>.Continuation
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: heartbeat)) != nil { sink.yield(.beat) }
            }
            group.addTask {
                for await event in events {
                    // A listener that does not keep up is let go; its page comes again and asks for everything.
                    if case .dropped = sink.yield(.event(event)) { break }
                }
                sink.finish()
            }
            await group.next()
            group.cancelAll()
        }
    }
}
