import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// Who gets in where.
@Suite struct AccessTests {
    let sample = SamplePortal()

    struct Row: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        var who: String?
        var status: Int
        var testDescription: String { "\(method) \(path) as \(who ?? "nobody")" }
    }

    static let rows: [Row] = [
        Row(method: "GET", path: "/", who: nil, status: 200),
        Row(method: "GET", path: "/mine", who: nil, status: 303),
        Row(method: "GET", path: "/mine", who: "apply", status: 200),
        Row(method: "GET", path: "/mine", who: "gone", status: 403),
        Row(method: "GET", path: "/mine", who: "stranger", status: 303),
        Row(method: "GET", path: "/things/1", who: nil, status: 303),
        Row(method: "GET", path: "/things/1", who: "apply", status: 200),
        Row(method: "GET", path: "/things/1", who: "rule", status: 403),
        Row(method: "GET", path: "/nothing", who: nil, status: 404),
        Row(method: "GET", path: "/mine/", who: "apply", status: 404),
        Row(method: "GET", path: "//mine", who: "apply", status: 404),
        Row(method: "GET", path: "/MINE", who: "apply", status: 404),
        Row(method: "DELETE", path: "/mine", who: "apply", status: 405),
        Row(method: "OPTIONS", path: "/mine", who: nil, status: 405),
        Row(method: "FROB", path: "/mine", who: nil, status: 405),
        Row(method: "GET", path: "/api/things/1", who: nil, status: 401),
        Row(method: "GET", path: "/api/things/1", who: "review", status: 200),
        Row(method: "GET", path: "/api/things/1", who: "rule", status: 403),
        Row(method: "GET", path: "/api/nothing", who: nil, status: 404),
        Row(method: "HEAD", path: "/api/things/1", who: "review", status: 200),
    ]

    @Test(arguments: rows) func bySession(row: Row) async throws {
        let cookie = row.who.map { [("Cookie", SamplePortal.session($0))] } ?? []
        let answer = try await sample.ask(row.method, row.path, cookie)
        #expect(answer.status == row.status)
    }

    @Test func pagesSendToLogIn() async throws {
        let answer = try await sample.get("/things/a%20b?x=1&y=%E4%B8%AD")
        #expect(answer["Location"] == "/login?next=%2Fthings%2Fa%2520b%3Fx%3D1%26y%3D%25E4%25B8%25AD")
        let change = try await sample.ask("POST", "/things/1", [("Sec-Fetch-Site", "same-origin")])
        #expect(change.status == 303 && change["Location"] == "/login")
        let fault = try await sample.get("/throws/forbidden")
        #expect(fault.status == 303)
    }

    @Test(arguments: [
        ("Bearer review", 200), ("bearer review", 200), ("Bearer narrow", 200), ("Bearer nobody", 401),
        ("Bearer ", 401), ("Basic cmV2aWV3Og==", 401), ("review", 401), ("Bearer rule", 403),
    ])
    func byToken(header: String, status: Int) async throws {
        let answer = try await sample.ask("GET", "/api/things/1", [("Authorization", header)])
        #expect(answer.status == status)
        #expect((answer["WWW-Authenticate"] != nil) == (status == 401))
    }

    @Test func tokensAreForTheAPIOnly() async throws {
        let page = try await sample.ask("GET", "/mine", [("Authorization", "Bearer review")])
        #expect(page.status == 303)
        // A bad token is no visitor without one.
        let open = try await sample.ask("GET", "/api/open", [("Authorization", "Bearer nobody")])
        #expect(open.status == 401)
        let cookie = try await sample.ask(
            "GET", "/api/things/1", [("Authorization", "Bearer nobody"), ("Cookie", SamplePortal.session("review"))])
        #expect(cookie.status == 401)
    }

    @Test func tokensAreAsNarrowAsTheirScopes() async throws {
        let answer = try await sample.ask(
            "PUT", "/api/things/1",
            [("Authorization", "Bearer narrow"), ("If-Match", "\"17\""), ("Content-Type", "application/json")],
            body: #"{"name":"a"}"#)
        #expect(answer.status == 403)
        #expect(answer.json?["detail"]?.text?.contains("thing.change") == true || answer.text.contains("修改"))
    }

    @Test func methodsAreTold() async throws {
        let answer = try await sample.ask("PATCH", "/api/things/1", [])
        #expect(answer.status == 405 && answer["Allow"] == "GET, HEAD, PUT")
    }

    @Test func expectationsAreWhatTheDoorDoes() async throws {
        let names = ["apply", "review", "rule", "gone"]
        let visitors =
            [Visitor.anybody()]
            + names.compactMap { name in
                FakeDoorkeeper.admission(name).map { Visitor(person: $0.person, memberships: $0.memberships) }
            }
        let expectations = sample.portal.expectations(FakeDoorkeeper.policy, of: visitors)
        #expect(expectations.count == sample.portal.endpoints.count * visitors.count)
        for expectation in expectations {
            let endpoint = expectation.endpoint
            let values = endpoint.route.parameters.map { _ in "unknown" }
            var headers = [("Sec-Fetch-Site", "same-origin")]
            if let name = expectation.visitor.person?.login {
                headers += [("Cookie", SamplePortal.session(name)), ("X-CSRF-Token", "secret-" + name)]
            }
            let answer = try await sample.ask(
                endpoint.method.rawValue, endpoint.route.path(values: values), headers)
            if let status = expectation.status {
                #expect(answer.status == status.code, "\(endpoint.name) as \(expectation.visitor)")
            } else {
                #expect(![401, 403, 405].contains(answer.status), "\(endpoint.name) as \(expectation.visitor)")
            }
        }
    }
}
