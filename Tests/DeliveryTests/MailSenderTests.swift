import Testing

@testable import Delivery

@Suite struct MailSenderTests {
    /// A server that takes mails, and offers what it is told to.
    static func server(offers: [String] = [], refuses: String? = nil) throws -> TinyServer {
        try TinyServer { client in
            client.say("220 tiny ESMTP\r\n")
            while let line = client.line() {
                let verb = line.prefix(4).uppercased()
                if let refuses, line.hasPrefix(refuses) {
                    client.say("550 5.1.1 no such user\r\n")
                } else if verb == "EHLO" {
                    client.say("250-tiny\r\n" + offers.map { "250-\($0)\r\n" }.joined() + "250 8BITMIME\r\n")
                } else if verb == "AUTH" {
                    client.say("334 \r\n")
                    _ = client.line()
                    client.say("235 welcome\r\n")
                } else if verb == "DATA" {
                    client.say("354 go on\r\n")
                    while let text = client.line(), text != "." {}
                    client.say("250 taken\r\n")
                } else if verb == "QUIT" {
                    client.say("221 bye\r\n")
                    return
                } else {
                    client.say("250 well\r\n")
                }
            }
        }
    }

    static func message(_ text: String = "正文") throws -> MailMessage {
        MailMessage(
            from: try MailAddress("linli@example.cn", name: "邻里"), to: try MailAddress("li@example.cn"),
            subject: "已受理", text: text, id: "n1", at: 0)
    }

    static func sender(_ server: TinyServer, _ security: MailServer.Security = .none, user: String = "") -> MailSender {
        MailSender(
            MailServer(host: "127.0.0.1", port: server.port, security: security, user: user, password: "secret"))
    }

    @Test func mailIsHandedOver() async throws {
        let server = try Self.server()
        defer { server.stop() }
        let message = try Self.message()
        try await Self.sender(server).send(message)
        let lines = server.lines
        #expect(lines.first == "EHLO example.cn")
        #expect(lines.contains("MAIL FROM:<linli@example.cn>"))
        #expect(lines.contains("RCPT TO:<li@example.cn>"))
        let start = try #require(lines.firstIndex(of: "DATA")) + 1
        let end = try #require(lines.firstIndex(of: "."))
        #expect(lines[start..<end].joined(separator: "\r\n") + "\r\n" == String(decoding: message.bytes, as: UTF8.self))
        #expect(lines.last == "QUIT")
    }

    @Test func longMailsGoOutWhole() async throws {
        let server = try Self.server()
        defer { server.stop() }
        let message = try Self.message(String(repeating: "一行\n", count: 50_000))
        try await Self.sender(server).send(message)
        let lines = server.lines
        let start = try #require(lines.firstIndex(of: "DATA")) + 1
        let end = try #require(lines.firstIndex(of: "."))
        let text = lines[start..<end].joined(separator: "\r\n") + "\r\n"
        #expect(text.utf8.elementsEqual(message.bytes))
    }

    @Test func itLogsIn() async throws {
        let server = try Self.server(offers: ["AUTH PLAIN"])
        defer { server.stop() }
        try await Self.sender(server, user: "linli").send(Self.message())
        // NUL linli NUL secret.
        #expect(server.lines.contains("AUTH PLAIN"))
        #expect(server.lines.contains("AGxpbmxpAHNlY3JldA=="))
    }

    /// The password and the mail stay here.
    @Test(arguments: [MailServer.Security.startTLS, .tls])
    func withoutEncryptionNothingIsSaid(_ security: MailServer.Security) async throws {
        let server = try Self.server(offers: ["AUTH PLAIN"])
        defer { server.stop() }
        let error = await #expect(throws: DeliveryError.self) {
            try await Self.sender(server, security, user: "linli").send(Self.message())
        }
        #expect(error?.kind == .insecure)
        #expect(!server.lines.contains { $0.contains("AUTH") || $0.contains("MAIL") })
    }

    @Test(arguments: ["MAIL", "RCPT"])
    func refusalsSayWhy(_ command: String) async throws {
        let server = try Self.server(refuses: command)
        defer { server.stop() }
        let error = await #expect(throws: DeliveryError.self) { try await Self.sender(server).send(Self.message()) }
        #expect(error?.kind == .rejected && error?.status == 550 && error?.isPermanent == true)
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let server = try Self.server()
        server.stop()
        let error = await #expect(throws: DeliveryError.self) { try await Self.sender(server).send(Self.message()) }
        #expect(error?.kind == .unreachable && error?.isPermanent == false)
    }

    @Test(arguments: ["", "a b", "a/b", "a\r\nb", "x@y", "a#b"])
    func hostsAreNames(_ host: String) async throws {
        let error = await #expect(throws: DeliveryError.self) {
            try await MailSender(MailServer(host: host, port: 25, security: .none)).send(Self.message())
        }
        #expect(error?.kind == .invalid)
    }
}
