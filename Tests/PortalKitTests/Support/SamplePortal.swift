import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Synchronization

/// A small portal with one endpoint of each kind.
struct SamplePortal {
    let portal: Portal
    let log = LogLines()
    let clock = TestClock()
    let done = Counter()

    static let thing = Route("/things/{thing}")
    static let apiThing = Route("/api/things/{thing}")

    init(_ change: (inout PortalConfiguration) -> Void = { _ in }, more: [Endpoint] = []) {
        var configuration = PortalConfiguration()
        configuration.pace = nil
        change(&configuration)
        let (log, clock) = (log, clock)
        portal = Portal(
            SamplePortal.pages + SamplePortal.calls(done) + more, doorkeeper: FakeDoorkeeper(),
            assets: Assets([Asset(name: "linli.css", type: "text/css; charset=utf-8", bytes: Array("a{}".utf8))]),
            configuration: configuration,
            surroundings: .init(
                now: { clock.now },
                errorPage: { failure in
                    let reason = failure.refusal.reason[failure.visitor.language]
                    return Array("<h1>\(failure.status.code)</h1><p>\(reason)</p><p>\(failure.requestID)</p>".utf8)
                },
                proofPage: { failure, request in
                    let fields = request.fields.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
                    let wrong = request.refusal?.reason.en ?? "asked"
                    return Array("proof \(wrong) \(request.action) \(fields) \(failure.csrf)".utf8)
                },
                translate: { $0 is Known ? Refusal(.locked, zh: "库里锁住了", en: "locked in the store") : nil },
                isReady: { clock.isReady }, gauges: [Gauge("linli_jobs_waiting", help: "Jobs.") { 3 }],
                log: log.sink))
    }

    struct Known: Error {}
    struct Unknown: Error { var password = "hunter2" }

    private static let name = Phrase(zh: "样例", en: "sample")
    static let look = Endpoint.Access.function(FakeDoorkeeper.look)
    static let change = Endpoint.Access.function(FakeDoorkeeper.change)

    private static var pages: [Endpoint] {
        [
            .page(Route("/"), .open, name) { call in
                .page(Array("<p>\(call.language.rawValue) \(call.person?.name ?? "nobody")</p>".utf8))
            },
            .page(Route("/mine"), .signedIn, name) { _ in .page(Array("mine".utf8)) },
            .page(thing, look, name) { call in .page(Array("thing \(call.parameter("thing"))".utf8)) },
            .form(thing, change, name) { call in
                .redirect(to: thing.path(try call.form.text("name"), query: ["saved": "1"]))
            },
            .form(Route("/login"), .open, name, pace: .logIn) { call in
                Reply.redirect(toVisitors: call.query.all("next").first, or: "/")
                    .with(session: .begin(token: "review", seconds: 60))
            },
            .form(Route("/machine"), .open, name, pace: .trusted) { _ in Reply.redirect(to: "/") },
            .form(Route("/logout"), .signedIn, name) { _ in Reply.redirect(to: "/").with(session: .end) },
            .form(Route("/files"), change, name, input: .multipart) { call in
                let files = call.files.map { "\($0.field)=\($0.name):\($0.type):\($0.bytes.count)" }
                return .page(Array((call.form.names + files).joined(separator: ",").utf8))
            },
            .page(Route("/file"), .open, name) { _ in
                .file(
                    FileContent(Array("0123456789".utf8)), name: "表 1.txt", type: "text/plain",
                    etag: EntityTag(version: 7))
            },
            .page(Route("/throws/{what}"), .open, name) { call in throw error(call.parameter("what")) },
        ]
    }

    private static func calls(_ done: Counter) -> [Endpoint] {
        let body = Schema.named(
            "Thing", .object([.required("name", .string(1...20)), .optional("size", .integer(0...9).nullable)]))
        let id = Parameter.path("thing", .string(pattern: .of("0-9a-z.", 1...10)), zh: "编号", en: "id")
        return [
            .api(
                .get, apiThing, look, name,
                parameters: [id, .query("size", .integer(0...9), zh: "大小", en: "size")],
                output: .init(body, isVersioned: true)
            ) { call in
                .json(["name": .string(call.parameter("thing"))], etag: EntityTag(version: 17))
            },
            .api(
                .put, apiThing, change, name, parameters: [id], input: .json(body), output: .nothing,
                needs: [.ifMatch]
            ) { call in
                if try call.expectedVersion() != 17 { throw Refusal(.conflict, zh: "已被修改", en: "it was changed") }
                return .nothing
            },
            .api(
                .post, Route("/api/things"), change, name, input: .json(body), output: .init(body, status: .created),
                refusals: [.locked], needs: [.idempotencyKey], bodyLimit: 1000
            ) { call in
                if call.json["name"] == "locked" { throw Refusal(.locked, zh: "锁", en: "locked") }
                return .created(at: apiThing.path("n\(done.next())"), call.json)
            },
            .api(
                .put, Route("/api/uploads"), change, name, input: .upload(types: ["application/pdf"]),
                output: .init(.anything), bodyLimit: 100_000
            ) { call in
                var count = 0
                for try await part in call.upload { count += part.count }
                return .json(["count": .integer(count)])
            },
            .api(.get, Route("/api/open"), .open, name, output: .init(.anything)) { _ in .json(["ok": true]) },
            .api(.get, Route("/api/throws/{what}"), .open, name, output: .init(.anything)) { call in
                throw error(call.parameter("what"))
            },
        ]
    }

    private static func error(_ name: String) -> any Error {
        if let kind = Refusal.Kind(rawValue: name) {
            return Refusal(kind, zh: "因为", en: "because", place: "p", details: [.init("a.b", .same("why"))])
        }
        return name == "known" ? Known() : Unknown()
    }

    // MARK: Asking

    static func session(_ name: String) -> String { "linli_session=\(name)" }

    func get(_ path: String, as name: String? = nil, _ more: KeyValuePairs<String, String> = [:]) async throws -> Answer
    {
        let cookie = name.map { [("Cookie", SamplePortal.session($0))] } ?? []
        return try await ask("GET", path, cookie + more.map { ($0.key, $0.value) })
    }

    func ask(_ method: String, _ path: String, _ headers: [(String, String)], body: String = "") async throws -> Answer
    {
        try await portal.ask(method, path, fields: headers, body: Array(body.utf8))
    }
}

/// What was logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var sink: LogSink { LogSink { bytes in self.lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } } }
    var all: [String] { lines.withLock { $0 } }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    static let start = Instant(milliseconds: 1_772_328_605_123)
    private let state = Mutex((milliseconds: TestClock.start.milliseconds, isReady: true))

    var now: Instant { Instant(milliseconds: state.withLock { $0.milliseconds }) }
    var isReady: Bool { state.withLock { $0.isReady } }
    func pass(seconds: Int64) { state.withLock { $0.milliseconds += seconds * 1000 } }
    func setReady(_ value: Bool) { state.withLock { $0.isReady = value } }
}

final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
