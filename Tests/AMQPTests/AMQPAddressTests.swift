import AMQP
import Testing

@Suite struct AMQPAddressTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var isSecure = false
        var host = "h"
        var port = 5672
        var user = "guest"
        var virtualHost = "/"

        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "amqp://h"), Case(text: "AMQP://h"), Case(text: "amqp://h/"), Case(text: "amqp://h/%2F"),
        Case(text: "amqp://h/%2f"), Case(text: "amqps://h", isSecure: true, port: 5671),
        Case(text: "amqps://h:5672", isSecure: true), Case(text: "amqp://h:1", port: 1),
        Case(text: "amqp://h:65535", port: 65535), Case(text: "amqp://h:05672"),
        Case(text: "amqp://u:p@h", user: "u"), Case(text: "amqp://u@h", user: "u"),
        Case(text: "amqp://u:@h", user: "u"),
        Case(text: "amqp://u%40x:p%3a%2F%25@h", user: "u@x"), Case(text: "amqp://%E9%82%BB@h", user: "邻"),
        Case(text: "amqp://邻:里@h", user: "邻"), Case(text: "amqp://h/v", virtualHost: "v"),
        Case(text: "amqp://h/a%2Fb%20c", virtualHost: "a/b c"), Case(text: "amqp://h/a:b@c", virtualHost: "a:b@c"),
        Case(text: "amqp://127.0.0.1:20000/x", host: "127.0.0.1", port: 20000, virtualHost: "x"),
        Case(text: "amqp://[::1]", host: "::1"),
        Case(
            text: "amqp://u:p@[fe80::A:1.2.3.4]:7/v", host: "fe80::A:1.2.3.4",
            port: 7, user: "u", virtualHost: "v"),
        Case(text: "amqp://my_host-1.example.com", host: "my_host-1.example.com"),
        Case(text: "amqp://" + String(repeating: "h", count: 253), host: String(repeating: "h", count: 253)),
        Case(text: "amqp://h/" + String(repeating: "v", count: 255), virtualHost: String(repeating: "v", count: 255)),
    ])
    func isRead(_ one: Case) throws {
        let address = try AMQPAddress(one.text)
        #expect(address.isSecure == one.isSecure)
        #expect(address.host == one.host)
        #expect(address.port == one.port)
        #expect(address.user == one.user)
        #expect(address.virtualHost == one.virtualHost)
    }

    @Test(arguments: [
        ("", "amqp://"), ("h", "amqp://"), ("h:5672", "amqp://"), ("http://h", "amqp://"), ("amqp:/h", "amqp://"),
        ("amqpss://h", "amqp://"), (" amqp://h", "amqp://"), ("amqp://", "host is empty"),
        ("amqp:///v", "host is empty"), ("amqp://u:s3cret@", "host is empty"), ("amqp://:5672", "host is empty"),
        ("amqp://h:", "port"), ("amqp://h:0", "port"), ("amqp://h:65536", "port"), ("amqp://h:-1", "port"),
        ("amqp://h:+1", "port"), ("amqp://h:5672x", "port"), ("amqp://h:5672:1", "port"), ("amqp://h:1000000", "port"),
        ("amqp://h:٣", "port"), ("amqp://u:s3cret@h:s3cret", "port"), ("amqp://h h", "host"), ("amqp://h%41", "host"),
        ("amqp://邻里", "host"), ("amqp://" + String(repeating: "h", count: 254), "host"),
        ("amqp://[::1", "`]`"), ("amqp://[]", "IPv6"), ("amqp://[h]", "IPv6"), ("amqp://[12]", "IPv6"),
        ("amqp://[::1]x", "port"), ("amqp://[::1]:", "port"), ("amqp://::1", "brackets"),
        ("amqp://u:s3cret@x@h", "%40"), ("amqp://u:s3cret:x@h", "%3A"), ("amqp://u:s3cret/x@h", "port"),
        ("amqp://u:p/s3cret/@h", "%2F"), ("amqp://@h", "user is empty"), ("amqp://:s3cret@h", "user is empty"),
        ("amqp://h/a/b", "%2F"), ("amqp://h/a/", "%2F"), ("amqp://h//", "%2F"), ("amqp://h?heartbeat=5", "%3F"),
        ("amqp://h/v#x", "%23"), ("amqp://u:s3cret#@h", "%23"), ("amqp://u:s3cret%@h", "the password"),
        ("amqp://u:s3cret%4@h", "the password"), ("amqp://u:s3cret%4g@h", "the password"),
        ("amqp://u%zz@h", "the user"),
        ("amqp://h/%", "the virtual host"), ("amqp://u:s3cret%FF@h", "UTF-8"), ("amqp://h/%C3", "UTF-8"),
        ("amqp://u:s3cret%00@h", "control"), ("amqp://u%0A@h", "control"), ("amqp://h/%7f", "control"),
        ("amqp://h/" + String(repeating: "v", count: 256), "255"),
    ])
    func isRefusedWithAReasonThatHidesThePassword(text: String, reason: String) throws {
        let error = try #require(throws: AMQPError.self) { try AMQPAddress(text) }
        #expect(error.place == .address)
        #expect(error.reason.dropFirst("not amqp://user:password@host:port/vhost: ".count).contains(reason))
        #expect(!error.description.contains("s3cret"))
    }

    @Test func descriptionIsAnAddressWithoutThePassword() throws {
        let address = try AMQPAddress("amqps://us%40er:s3cr%2Fet@[::1]:5/a%2Fb")
        #expect(address.description == "amqps://us%40er@[::1]:5/a%2Fb")
        var dumped = ""
        dump([address], to: &dumped)
        for shown in ["\(address)", String(reflecting: address), "\([address])", "\(Optional(address) as Any)", dumped]
        {
            #expect(!shown.contains("s3cr"))
            #expect(shown.contains("amqps://us%40er@[::1]:5/a%2Fb"))
        }
        let again = try AMQPAddress(address.description)
        #expect(again.user == "us@er" && again.virtualHost == "a/b" && again.host == "::1")
        #expect(try AMQPAddress("amqp://h").description == "amqp://guest@h:5672/%2F")
    }

    @Test func passwordsAreTakenApart() throws {
        #expect(try AMQPAddress("amqp://u:p%3A@h") != AMQPAddress("amqp://u:p@h"))
        #expect(try AMQPAddress("amqp://u:%70@h") == AMQPAddress("amqp://u:p@h"))
        #expect(try AMQPAddress("amqp://u:@h") == AMQPAddress("amqp://u@h"))
        #expect(try AMQPAddress("amqp://guest:guest@h") == AMQPAddress("amqp://h"))
    }
}
