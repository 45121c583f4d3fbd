import Delivery
import Testing

@Suite struct ProviderClientTests {
    private func send(
        _ method: ProviderRequest.Method, _ url: String, headers: [(name: String, value: String)] = [],
        body: String? = nil
    ) async throws -> SiteAnswer {
        let body = body.map { Array($0.utf8) }
        return try await ProviderClient().send(ProviderRequest(method, url, headers: headers, body: body))
    }

    @Test func requestsArriveAndAnswersComeBack() async throws {
        let answer = "HTTP/1.1 201 Created\r\nWechatpay-Serial: A1\r\nContent-Length: 2\r\n\r\nok"
        let server = try WebhookSenderTests.server(answer)
        defer { server.stop() }
        let url = "http://127.0.0.1:\(server.port)/v3/pay?a=1"
        let posted = try await send(.post, url, headers: [("Accept", "application/json")], body: "{\"n\":\"邻里\"}")
        #expect(posted.status == 201)
        #expect(posted.headers["wechatpay-serial"] == "A1")
        #expect(posted.body == Array("ok".utf8))
        for line in ["POST /v3/pay?a=1 HTTP/1.1", "Accept: application/json", "Content-Length: 14"] {
            #expect(server.lines.contains(line))
        }
        #expect(try await send(.get, url).status == 201)
        #expect(server.lines.contains("GET /v3/pay?a=1 HTTP/1.1"))
        #expect(!server.lines.contains { $0.hasPrefix("Expect") })
    }

    /// What has no body says so, and what asks with `get` has none.
    @Test func bodiesGoWithPostsOnly() async throws {
        let server = try WebhookSenderTests.server("HTTP/1.1 204 No Content\r\n\r\n")
        defer { server.stop() }
        #expect(try await send(.post, "http://127.0.0.1:\(server.port)/").status == 204)
        #expect(server.lines.contains("Content-Length: 0"))
        #expect(try await send(.get, "http://127.0.0.1:\(server.port)/", body: "abc").status == 204)
        #expect(server.lines.filter { $0.hasPrefix("Content-Length") } == ["Content-Length: 0"])
    }

    @Test func redirectsAreNotFollowed() async throws {
        let other = try WebhookSenderTests.server()
        defer { other.stop() }
        let target = "http://127.0.0.1:\(other.port)/"
        let server = try WebhookSenderTests.server("HTTP/1.1 302 X\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let answer = try await send(.get, "http://127.0.0.1:\(server.port)/")
        #expect(answer.status == 302 && answer.headers["location"] == target)
        #expect(other.lines.isEmpty)
    }

    /// A MiB and no more, with the headers.
    @Test func longAnswersFail() async throws {
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        for extra in [0, 1] {
            let count = ProviderClient.longestAnswer - head.utf8.count + extra
            let server = try WebhookSenderTests.server(head + String(repeating: "x", count: count))
            defer { server.stop() }
            let url = "http://127.0.0.1:\(server.port)/"
            if extra == 0 {
                #expect(try await send(.get, url).body.count == count)
            } else {
                await #expect(throws: DeliveryError.self) { try await send(.get, url) }
            }
        }
    }

    @Test func whatCannotBeSentIsNot() async throws {
        for url in ["", "ftp://example.cn/", "https://user@example.cn/", "http://127.0.0.1:9/ x"] {
            let error = await #expect(throws: DeliveryError.self) { try await send(.get, url) }
            #expect(error?.kind == .invalid)
        }
        let error = await #expect(throws: DeliveryError.self) {
            try await send(.get, "http://127.0.0.1:9/", headers: [("Accept", "a\r\nB: c")])
        }
        #expect(error?.kind == .invalid)
        let nobody = await #expect(throws: DeliveryError.self) { try await send(.get, "http://127.0.0.1:9/") }
        #expect(nobody?.kind == .unreachable)
    }
}
