import Testing

@testable import Delivery

@Suite struct WebhookSenderTests {
    /// Answers each request with this, and gives every line and body to `lines`.
    static func server(_ answer: String = "HTTP/1.1 204 No Content\r\n\r\n") throws -> TinyServer {
        try TinyServer { client in
            var length = 0
            while let line = client.line(), !line.isEmpty {
                if line.lowercased().hasPrefix("content-length: ") { length = Int(line.dropFirst(16)) ?? 0 }
            }
            _ = client.bytes(length)
            client.say(answer)
        }
    }

    static func post(_ url: String, allowsPrivate: Bool, body: String = "{}") async throws -> Int {
        try await WebhookSender(allowsPrivate: allowsPrivate).post(
            url: url, headers: [("Content-Type", "application/json"), ("Linli-Signature", "t=1,v1=ab")],
            body: Array(body.utf8))
    }

    @Test func requestsArrive() async throws {
        let server = try Self.server()
        defer { server.stop() }
        let status = try await Self.post(
            "http://127.0.0.1:\(server.port)/hook?a=1", allowsPrivate: true, body: "{\"n\":\"邻里\"}")
        #expect(status == 204)
        let lines = server.lines
        #expect(lines.first == "POST /hook?a=1 HTTP/1.1")
        for line in ["Content-Type: application/json", "Linli-Signature: t=1,v1=ab", "Content-Length: 14"] {
            #expect(lines.contains(line))
        }
        #expect(!lines.contains { $0.hasPrefix("Expect") })
    }

    @Test(arguments: [200, 301, 302, 307, 404, 500])
    func answersAreToldAndNotFollowed(_ status: Int) async throws {
        let other = try Self.server()
        defer { other.stop() }
        let target = "http://127.0.0.1:\(other.port)/"
        let server = try Self.server("HTTP/1.1 \(status) X\r\nLocation: \(target)\r\nContent-Length: 2\r\n\r\nab")
        defer { server.stop() }
        #expect(try await Self.post("http://localhost:\(server.port)", allowsPrivate: true) == status)
        #expect(other.lines.isEmpty)
    }

    /// Whatever it is written as: the address that would be connected to counts.
    @Test(arguments: [
        "127.0.0.1", "localhost", "[::1]", "10.0.0.1", "10.255.255.255", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "0", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::]", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]", "224.0.0.1", "255.255.255.255", "127.0.0.1.",
        "１２７.0.0.1",
        "%31%32%37.0.0.1",
    ])
    func nothingWithinIsReached(_ host: String) async throws {
        let server = try Self.server()
        defer { server.stop() }
        let error = await #expect(throws: DeliveryError.self) {
            try await Self.post("http://\(host):\(server.port)/", allowsPrivate: false)
        }
        #expect(
            error.map { [.forbidden, .invalid, .unknownHost].contains($0.kind) } == true, "\(host): \(error as Any)")
        #expect(server.lines.isEmpty)
    }

    @Test func forbiddenAddressesAreCalledThat() async throws {
        for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"] {
            let error = await #expect(throws: DeliveryError.self) {
                try await Self.post("http://\(host):9/", allowsPrivate: false)
            }
            #expect(error?.kind == .forbidden && error?.isPermanent == true)
            #expect(error?.description == "the address is not a public one")
        }
    }

    @Test(arguments: [
        "", "example.cn", "ftp://example.cn/", "file:///etc/passwd", "gopher://example.cn/", "https://",
        "http:/example.cn/", "http:///example.cn/", "https:example.cn", "http://\\example.cn/",
        "https://user@example.cn/", "https://user:pw@example.cn/", "https://example.cn/ x",
        "https://example.cn/\r\nX: y",
        "https://example.cn:99999/", "javascript:alert(1)", "https://exa\u{0}mple.cn/", "https://例子.cn/",
    ])
    func otherAddressesAreInvalid(_ url: String) async throws {
        let error = #expect(throws: DeliveryError.self) { try WebhookSender.check(url: url) }
        #expect(error?.kind == .invalid)
        await #expect(throws: DeliveryError.self) { try await Self.post(url, allowsPrivate: true) }
    }

    @Test func webAddressesAreFine() throws {
        for url in [
            "https://example.cn", "http://example.cn:8080/a/b?c=d#e", "https://xn--fsqu00a.cn/", "https://[2606::1]/",
        ] {
            #expect(throws: Never.self) { try WebhookSender.check(url: url) }
        }
    }

    @Test(arguments: [
        ("X\r\nY", "a"), ("X", "a\r\nY: b"), ("X", "a\nb"), ("", "a"), ("X:", "a"), ("X Y", "a"), ("X", "中"),
        ("X", "a\u{0}"),
        ("X", ""),
    ])
    func headersCannotCarryMore(_ name: String, _ value: String) async throws {
        let error = await #expect(throws: DeliveryError.self) {
            try await WebhookSender(allowsPrivate: true).post(
                url: "http://127.0.0.1:9/", headers: [(name, value)], body: [])
        }
        #expect(error?.kind == .invalid)
    }

    @Test func endlessAnswersAreCutOff() async throws {
        let server = try TinyServer { client in
            while let line = client.line(), !line.isEmpty {}
            client.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            for _ in 1...40 { client.say(String(repeating: "x", count: 65_536)) }
        }
        defer { server.stop() }
        #expect(try await Self.post("http://127.0.0.1:\(server.port)/", allowsPrivate: true) == 200)
    }

    @Test func silenceAndNonsenseAreErrors() async throws {
        let server = try Self.server("")
        defer { server.stop() }
        let silent = await #expect(throws: DeliveryError.self) {
            try await Self.post("http://127.0.0.1:\(server.port)/", allowsPrivate: true)
        }
        #expect(silent?.kind == .unreachable)
        let other = try Self.server("SSH-2.0\r\n")
        defer { other.stop() }
        await #expect(throws: DeliveryError.self) {
            try await Self.post("http://127.0.0.1:\(other.port)/", allowsPrivate: true)
        }
        let plain = try TinyServer { $0.say("HTTP/1.1 400 Bad Request\r\n\r\n") }
        defer { plain.stop() }
        let insecure = await #expect(throws: DeliveryError.self) {
            try await Self.post("https://127.0.0.1:\(plain.port)/", allowsPrivate: true)
        }
        #expect(insecure?.kind == .insecure)
    }
}
