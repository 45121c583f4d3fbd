import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// Pages that listen.
@Suite struct EventTests {
    private static func portal(_ events: AsyncStream<ServerEvent>) -> Portal {
        let endpoint = Endpoint.page(Route("/events"), .open, Phrase(zh: "事件", en: "events")) { _ in .events(events) }
        return SamplePortal({ $0.heartbeatSeconds = 1 }, more: [endpoint]).portal
    }

    private static let request = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func eventsAndSignsOfLife() async throws {
        let (events, sink) = AsyncStream.makeStream(of: ServerEvent.self)
        try await withLiveServer(Self.portal(events)) { port in
            sink.yield(ServerEvent("a\nb", name: "change\ndata: x", id: "7"))
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send(Self.request)
                return client.receive(until: "\n\n\r\n3\r\n:\n\n")
            }
            #expect(text.contains("text/event-stream") && text.lowercased().contains("x-accel-buffering: no"))
            #expect(text.contains("event: change data: x\nid: 7\ndata: a\ndata: b\n\n"))
            #expect(text.contains(":\n\n"))
        }
    }

    @Test func anEndedStreamEndsTheAnswer() async throws {
        let (events, sink) = AsyncStream.makeStream(of: ServerEvent.self)
        sink.yield(ServerEvent("only"))
        sink.finish()
        try await withLiveServer(Self.portal(events)) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send("GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return client.receive()
            }
            #expect(text.contains("data: only\n\n") && text.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func listenersDoNotHoldUpTheEnd() async throws {
        let (events, sink) = AsyncStream.makeStream(of: ServerEvent.self)
        let (ends, ended) = AsyncStream.makeStream(of: String.self)
        try await withLiveServer(Self.portal(events)) { port in
            let listening = AsyncStream.makeStream(of: Void.self)
            Task {
                let rest = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(Self.request)
                    _ = client.receive(until: "retry")
                    listening.continuation.finish()
                    return client.receive()
                }
                ended.yield(rest)
                ended.finish()
            }
            for await _ in listening.stream {}
        }
        // The server has stopped, though nobody ended the stream.
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next()?.hasSuffix("0\r\n\r\n") == true)
        sink.finish()
    }

    @Test func textsOfEvents() async throws {
        let (events, sink) = AsyncStream.makeStream(of: ServerEvent.self)
        for event in [ServerEvent(""), ServerEvent("x\r\ny\rz"), ServerEvent("中", id: "a\0b")] { sink.yield(event) }
        sink.finish()
        let answer = try await Self.portal(events).ask("GET", "/events")
        #expect(
            answer.text
                == "retry: 3000\n\ndata: \n\ndata: x\ndata: y\ndata: z\n\nid: a b\ndata: 中\n\n")
    }
}
