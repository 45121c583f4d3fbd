import HTTPTypes
import PortalKit
import Testing

/// A change with our cookie comes from a page of ours.
@Suite struct CrossSiteTests {
    let sample = SamplePortal()
    static let form = ("Content-Type", "application/x-www-form-urlencoded")

    struct Row: Sendable, CustomTestStringConvertible {
        var headers: [(String, String)]
        var body: String
        var status: Int
        var testDescription: String { "\(headers) \(body)" }
    }

    static let rows: [Row] = [
        Row(headers: [], body: "name=a&_csrf=secret-review", status: 303),
        Row(headers: [], body: "name=a", status: 403),
        Row(headers: [], body: "name=a&_csrf=", status: 403),
        Row(headers: [], body: "name=a&_csrf=secret-apply", status: 403),
        Row(headers: [], body: "name=a&_csrf=secret-review&_csrf=secret-review", status: 403),
        Row(headers: [("X-CSRF-Token", "secret-review")], body: "name=a", status: 303),
        Row(headers: [("X-CSRF-Token", "wrong")], body: "name=a&_csrf=secret-review", status: 403),
        Row(headers: [("Sec-Fetch-Site", "same-origin")], body: "name=a&_csrf=secret-review", status: 303),
        Row(headers: [("Sec-Fetch-Site", "none")], body: "name=a&_csrf=secret-review", status: 303),
        Row(headers: [("Sec-Fetch-Site", "same-site")], body: "name=a&_csrf=secret-review", status: 403),
        Row(headers: [("Sec-Fetch-Site", "cross-site")], body: "name=a&_csrf=secret-review", status: 403),
        Row(headers: [("Origin", "http://portal.test")], body: "name=a&_csrf=secret-review", status: 303),
        Row(headers: [("Origin", "http://evil.test")], body: "name=a&_csrf=secret-review", status: 403),
        Row(headers: [("Origin", "http://portal.test.evil")], body: "name=a&_csrf=secret-review", status: 403),
        Row(headers: [("Origin", "null")], body: "name=a&_csrf=secret-review", status: 403),
    ]

    @Test(arguments: rows) func forms(row: Row) async throws {
        let cookie = ("Cookie", SamplePortal.session("review"))
        let answer = try await sample.ask("POST", "/things/1", [cookie, Self.form] + row.headers, body: row.body)
        #expect(answer.status == row.status)
        if row.status == 303 { #expect(answer["Location"] == "/things/a?saved=1") }
    }

    @Test func configuredOriginsCount() async throws {
        let sample = SamplePortal { $0.origins = ["https://linli.example"] }
        let headers = [("Cookie", SamplePortal.session("review")), Self.form, ("X-CSRF-Token", "secret-review")]
        let own = try await sample.ask(
            "POST", "/things/1", headers + [("Origin", "https://linli.example")], body: "name=a")
        let host = try await sample.ask(
            "POST", "/things/1", headers + [("Origin", "http://portal.test")], body: "name=a")
        #expect(own.status == 303 && host.status == 403)
    }

    @Test func logInNeedsNoTokenButOurSite() async throws {
        let own = try await sample.ask("POST", "/login?next=%2Fmine", [Self.form], body: "login=a")
        #expect(own.status == 303 && own["Location"] == "/mine")
        let other = try await sample.ask(
            "POST", "/login", [Self.form, ("Sec-Fetch-Site", "cross-site")], body: "login=a")
        #expect(other.status == 403)
    }

    @Test(arguments: [
        "//evil.test", "/\\evil.test", "https://evil.test", "evil", "", "/a%0d%0aSet-Cookie:x", "\\\\evil", "/a\u{1}",
    ])
    func logInStaysHere(next: String) async throws {
        let answer = try await sample.ask("POST", "/login?next=\(Percent.encode(next))", [Self.form], body: "login=a")
        #expect(answer.status == 303)
        #expect(answer["Location"] == (next.hasPrefix("/a%") ? next : "/"))
    }

    @Test func redirectsStayHere() {
        for path in ["//evil.test", "https://evil.test", "", "/a\r\nX: y", "/\\evil"] {
            #expect(Reply.redirect(to: path).headers[.location] == "/")
        }
        #expect(Reply.redirect(to: "/a?b=c#d").headers[.location] == "/a?b=c#d")
    }

    @Test func apiWithTheSessionNeedsTheHeader() async throws {
        let json = [("Content-Type", "application/json"), ("If-Match", "\"17\"")]
        let cookie = [("Cookie", SamplePortal.session("review"))]
        let body = #"{"name":"a"}"#
        let bare = try await sample.ask("PUT", "/api/things/1", json + cookie, body: body)
        let with = try await sample.ask(
            "PUT", "/api/things/1", json + cookie + [("X-CSRF-Token", "secret-review")], body: body)
        let token = try await sample.ask(
            "PUT", "/api/things/1", json + [("Authorization", "Bearer review"), ("Sec-Fetch-Site", "cross-site")],
            body: body)
        #expect(bare.status == 403 && with.status == 204 && token.status == 204)
    }

    @Test func cookies() async throws {
        let begin = try await sample.ask("POST", "/login", [Self.form], body: "")
        #expect(begin["Set-Cookie"] == "linli_session=review; Path=/; HttpOnly; SameSite=Lax; Max-Age=60")
        let secure = SamplePortal { $0.isSecure = true }
        let https = try await secure.ask("POST", "/login", [Self.form], body: "")
        #expect(
            https["Set-Cookie"] == "__Host-linli_session=review; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60")
        #expect(https["Strict-Transport-Security"] != nil && begin["Strict-Transport-Security"] == nil)
        let mine = try await secure.ask("GET", "/mine", [("Cookie", "linli_session=review")])
        let host = try await secure.ask("GET", "/mine", [("Cookie", "a=b; __Host-linli_session=review")])
        #expect(mine.status == 303 && host.status == 200)
        let twice = try await sample.ask("GET", "/mine", [("Cookie", "linli_session=review; linli_session=apply")])
        #expect(twice.status == 303)
        let end = try await sample.ask(
            "POST", "/logout", [("Cookie", SamplePortal.session("review")), ("X-CSRF-Token", "secret-review")])
        #expect(end["Set-Cookie"]?.hasSuffix("Max-Age=0") == true)
    }
}
