import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// What visitors are told when something is not done, and what they are not.
@Suite struct ErrorTests {
    let sample = SamplePortal()

    static let kinds: [(String, Int)] = [
        ("invalid", 422), ("forbidden", 403), ("missing", 404), ("locked", 423), ("conflict", 409),
        ("unversioned", 428), ("tooLarge", 413), ("tooMany", 429), ("unavailable", 503), ("known", 423),
        ("unknown", 500),
    ]

    @Test(arguments: kinds) func everyKind(what: String, status: Int) async throws {
        let page = try await sample.get("/throws/\(what)", as: "apply")
        #expect(page.status == status && page["Content-Type"] == "text/html; charset=utf-8")
        let call = try await sample.get("/api/throws/\(what)", as: "apply", ["Accept-Language": "en"])
        #expect(call.status == status && call["Content-Type"] == "application/problem+json")
        #expect(call.json?["status"]?.integer == status)
        #expect(call.json?["instance"]?.text == call["X-Request-Id"])
        for answer in [page, call] {
            #expect(answer["Content-Security-Policy"]?.contains("default-src 'self'") == true)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(!answer.text.contains("hunter2") && !answer.text.contains("Unknown"))
            #expect((answer["Retry-After"] != nil) == [429, 503].contains(status))
        }
    }

    /// Below addresses that only programs use, a program is told what is not there, and elsewhere a person.
    @Test func whatIsNotThereIsToldToWhoAsks() async throws {
        let call = Endpoint.api(
            .get, Route("/pieces/{piece}"), .open, Phrase(zh: "样例", en: "sample"), output: .nothing
        ) { _ in .nothing }
        let sample = SamplePortal(more: [call])
        for path in ["/pieces/%10", "/pieces/a/b", "/pieces", "/api/none"] {
            let answer = try await sample.get(path)
            #expect(answer.status == 404 && answer["Content-Type"] == "application/problem+json", "\(path)")
        }
        let wrong = try await sample.ask("PUT", "/pieces/a", [])
        #expect(wrong.status == 405 && wrong["Content-Type"] == "application/problem+json")
        for path in ["/piecesa", "/things/a/b", "/none"] {
            let answer = try await sample.get(path)
            #expect(answer.status == 404 && answer["Content-Type"] == "text/html; charset=utf-8", "\(path)")
        }
    }

    @Test func problemsTellEverything() async throws {
        let answer = try await sample.get("/api/throws/invalid", as: "apply", ["Accept-Language": "en"])
        #expect(answer.json?["type"]?.text == "urn:linli:refusal:invalid")
        #expect(answer.json?["title"]?.text == "What was sent does not fit")
        #expect(answer.json?["detail"]?.text == "because")
        #expect(answer.json?["kind"]?.text == "invalid")
        #expect(answer.json?["place"]?.text == "p")
        #expect(answer.json?["details"] == [["place": "a.b", "reason": "why"]])
        let chinese = try await sample.get("/api/throws/invalid", as: "apply")
        #expect(chinese.json?["detail"]?.text == "因为")
    }

    @Test func theUnexpectedIsInTheLogOnly() async throws {
        let answer = try await sample.get("/throws/unknown?token=abc", as: "apply")
        let id = try #require(answer["X-Request-Id"])
        #expect(answer.text.contains(id))
        let lines = sample.log.all.filter { $0.contains(id) }
        #expect(lines.count == 2 && lines[0].contains("hunter2") && lines[0].contains(#""level":"error""#))
        #expect(!lines.joined().contains("abc"))
    }

    @Test func aBrokenDoorkeeperIsAnError() async throws {
        let answer = try await sample.get("/mine", as: "broken")
        #expect(answer.status == 500 && !answer.text.contains("Broken"))
    }

    @Test func conflictsAreToldByWhatWasAsked() async throws {
        let headers = [("Authorization", "Bearer review"), ("Content-Type", "application/json")]
        let body = #"{"name":"a"}"#
        for (tag, status) in [
            ("\"17\"", 204), ("\"16\"", 412), ("W/\"17\"", 412), ("\"16\", \"17\"", 412), ("17", 400), ("\"17", 400),
            ("*", 412),
        ] {
            let answer = try await sample.ask("PUT", "/api/things/1", headers + [("If-Match", tag)], body: body)
            #expect(answer.status == status, "\(tag)")
        }
        let without = try await sample.ask("PUT", "/api/things/1", headers, body: body)
        #expect(without.status == 428 && without.json?["kind"] == "unversioned")
    }

    @Test func everyAnswerIsGuarded() async throws {
        let paths = [
            "/", "/nothing", "/mine", "/file", "/api/open", "/healthz", "/metrics", "/assets/x", "/%zz", "/a%00",
        ]
        for path in paths {
            let answer = try await sample.get(path)
            #expect(answer["Content-Security-Policy"]?.contains("object-src 'none'") == true, "\(path)")
            #expect(answer["X-Content-Type-Options"] == "nosniff", "\(path)")
            #expect(answer["Referrer-Policy"] == "same-origin", "\(path)")
            #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin", "\(path)")
            #expect(answer["Permissions-Policy"] != nil && answer["X-Request-Id"] != nil, "\(path)")
        }
        let file = try await sample.get("/file")
        #expect(file["Content-Security-Policy"]?.hasSuffix("sandbox") == true)
    }

    @Test func privatePagesAreNotKept() async throws {
        #expect(try await sample.get("/mine", as: "apply")["Cache-Control"] == "no-store")
        #expect(try await sample.get("/")["Cache-Control"] == "no-cache")
        #expect(try await sample.get("/api/things/1", as: "apply")["Cache-Control"] == "private, no-cache")
        #expect(try await sample.get("/")["Vary"] == "Accept-Language, Authorization, Cookie")
    }
}
