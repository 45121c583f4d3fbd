import Synchronization
import Testing

@testable import Delivery

@Suite struct SiteConnectionTests {
    /// Answers each request of a connection, which stays open, with the next of these.
    static func server(_ answers: [String]) throws -> TinyServer {
        let rest = Mutex(answers)
        return try TinyServer { client in
            while let first = client.line() {
                var (line, length): (String?, Int) = (first, 0)
                while let next = line, !next.isEmpty {
                    if next.lowercased().hasPrefix("content-length: ") { length = Int(next.dropFirst(16)) ?? 0 }
                    line = client.line()
                }
                _ = client.bytes(length)
                guard let answer = rest.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
                client.say(answer)
            }
        }
    }

    @Test func theConnectionAndCookiesAreKept() async throws {
        let server = try Self.server([
            "HTTP/1.1 303 See Other\r\nLocation: /work\r\nSet-Cookie: session=a1; Path=/; HttpOnly\r\n"
                + "Content-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 204 No Content\r\nX-Empty:\r\n\r\n",
        ])
        defer { server.stop() }
        let connection = try SiteConnection("http://127.0.0.1:\(server.port)/")
        let first = try await connection.send(
            "POST", "/login", headers: [("Content-Type", "text/plain")], body: Array("me".utf8))
        #expect(first.status == 303 && first.headers["location"] == "/work" && first.body.isEmpty)
        let second = try await connection.send("GET", "/work")
        #expect(second.status == 200 && second.body == Array("ab".utf8))
        let third = try await connection.send("PATCH", "/work?a=1", body: [])
        #expect(third.status == 204 && third.headers["x-empty"] == "")
        let lines = server.lines
        #expect(
            lines.filter { $0.hasSuffix("HTTP/1.1") } == [
                "POST /login HTTP/1.1", "GET /work HTTP/1.1", "PATCH /work?a=1 HTTP/1.1",
            ])
        #expect(lines.filter { $0 == "Cookie: session=a1" }.count == 2)
        #expect(lines.filter { $0.hasPrefix("Content-Length") } == ["Content-Length: 2", "Content-Length: 0"])
        #expect(!lines.contains { $0.hasPrefix("Expect") })
    }

    @Test func whatIsNoSiteAndNoHeaderIsRefused() async throws {
        for wrong in ["ftp://127.0.0.1", "127.0.0.1:80", "http://me@127.0.0.1", "http:///x"] {
            #expect(throws: DeliveryError.self) { try SiteConnection(wrong) }
        }
        let connection = try SiteConnection("http://127.0.0.1:1")
        let header = await #expect(throws: DeliveryError.self) {
            try await connection.send("GET", "/", headers: [("A", "b\r\nC: d")])
        }
        #expect(header?.kind == .invalid)
        let nobody = await #expect(throws: DeliveryError.self) { try await connection.send("GET", "/") }
        #expect(nobody?.kind == .unreachable)
    }
}
