import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// What only a network shows: connections, bodies that come slowly or not at all, streams.
@Suite struct LiveTests {
    static let upload = "PUT /api/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer review\r\n"

    @Test func connectionsAreKept() async throws {
        try await withLiveServer(SamplePortal().portal) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send("GET /api/open HTTP/1.1\r\nHost: x\r\n\r\nHEAD /api/open HTTP/1.1\r\nHost: x\r\n\r\n")
                client.send("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return client.receive()
            }
            #expect(text.ranges(of: "HTTP/1.1 200 OK").count == 2)
            #expect(text.ranges(of: #"{"ok":true}"#).count == 1)
            #expect(text.lowercased().ranges(of: "content-length: 11\r\n").count == 2)
            #expect(text.ranges(of: "HTTP/1.1 404 ").count == 1)
        }
    }

    @Test func bodiesThatAreTooLarge() async throws {
        try await withLiveServer(SamplePortal().portal) { port in
            let announced = try await onThread {
                let client = try RawClient(port: port)
                client.send(Self.upload + "Content-Type: application/pdf\r\nContent-Length: 999999999\r\n\r\n")
                return client.receive()
            }
            #expect(announced.hasPrefix("HTTP/1.1 413 "))
            #expect(announced.contains("application/problem+json") && announced.contains("default-src 'self'"))
            let chunked = try await onThread {
                let client = try RawClient(port: port)
                client.send(Self.upload + "Content-Type: application/pdf\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
                for _ in 0..<10_000 where !client.send(chunk) { break }
                return client.receive()
            }
            #expect(chunked.isEmpty || chunked.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func bodiesThatDoNotCome() async throws {
        let sample = SamplePortal {
            $0.bodySeconds = 1
            $0.uploadSeconds = 1
        }
        try await withLiveServer(sample.portal) { port in
            let json = "Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 100\r\n\r\n{"
            for start in [
                Self.upload + "Content-Type: application/pdf\r\nContent-Length: 100\r\n\r\na",
                "POST /api/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer review\r\n" + json,
            ] {
                let text = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(start)
                    return client.receive()
                }
                #expect(text.hasPrefix("HTTP/1.1 408 ") && text.contains("default-src 'self'"))
                #expect(text.ranges(of: "HTTP/1.1 ").count == 1)
            }
        }
    }

    @Test func theIdleAreLetGo() async throws {
        try await withLiveServer(SamplePortal { $0.idleSeconds = 1 }.portal) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send("GET / HT")
                return client.receive()
            }
            #expect(text == "")
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: x\r\nA: \u{1}\r\n\r\n", "FROB / HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}garbage\r\n\r\n",
    ])
    func badHTTP(request: String) async throws {
        let sample = SamplePortal()
        try await withLiveServer(sample.portal) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send(request)
                return client.receive()
            }
            #expect(text.hasPrefix("HTTP/1.1 400 ") && !text.contains("HTTP/1.1 200"))
        }
    }

    @Test func headersThatAreTooLarge() async throws {
        try await withLiveServer(SamplePortal().portal) { port in
            for (size, status) in [(20_000, "431"), (200_000, "400")] {
                let text = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-A: \(String(repeating: "a", count: size))\r\n\r\n")
                    return client.receive()
                }
                #expect(text.hasPrefix("HTTP/1.1 \(status) ") || (size > 100_000 && text == ""))
            }
        }
    }

    @Test func refusedUploadsLeaveTheConnectionUsable() async throws {
        try await withLiveServer(SamplePortal().portal) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                client.send("PUT /api/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                client.send("GET /api/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return client.receive()
            }
            #expect(text.hasPrefix("HTTP/1.1 401 ") && text.contains("HTTP/1.1 200 OK"))
        }
    }

    @Test func bodiesAreAskedFor() async throws {
        try await withLiveServer(SamplePortal().portal) { port in
            let text = try await onThread {
                let client = try RawClient(port: port)
                let rest = "Content-Type: application/pdf\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"
                client.send(Self.upload + rest + "Connection: close\r\n\r\n")
                let asked = client.receive(until: "\r\n\r\n")
                client.send("hello")
                return asked + client.receive()
            }
            #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK") && text.hasSuffix(#"{"count":5}"#))
            let refused = try await onThread {
                let client = try RawClient(port: port)
                let rest = "Content-Type: application/pdf\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
                client.send(Self.upload + rest)
                return client.receive()
            }
            #expect(refused.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func files() async throws {
        let size = 1_000_000
        let bytes = (0..<size).map { UInt8(48 + $0 % 10) }
        let file = Endpoint.page(Route("/large"), .open, Phrase(zh: "大", en: "large")) { _ in
            .file(FileContent(bytes), name: "a", type: "text/plain", etag: EntityTag(version: 1))
        }
        let short = Endpoint.page(Route("/short"), .open, Phrase(zh: "短", en: "short")) { _ in
            .file(FileContent(size: 1000) { _ in [1, 2, 3] }, name: "a", type: "text/plain")
        }
        try await withLiveServer(SamplePortal(more: [file, short]).portal) { port in
            let get = { @Sendable (path: String, more: String) in
                try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\(more)Connection: close\r\n\r\n")
                    return client.receive()
                }
            }
            let whole = try await get("/large", "")
            #expect(whole.split(separator: "\r\n\r\n", maxSplits: 1).last?.utf8.count == size)
            let part = try await get("/large", "Range: bytes=300001-300020\r\n")
            #expect(part.hasPrefix("HTTP/1.1 206 ") && part.hasSuffix("\r\n\r\n12345678901234567890"))
            // A length that was promised and is not kept breaks the connection.
            let broken = try await get("/short", "")
            #expect(!broken.contains("\u{1}\u{2}\u{3}"))
        }
    }
}
