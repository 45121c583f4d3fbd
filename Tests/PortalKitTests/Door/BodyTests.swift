import PortalKit
import Testing

/// What is read of a body, and what is refused.
@Suite struct BodyTests {
    let sample = SamplePortal()

    struct Row: Sendable, CustomTestStringConvertible {
        var type: String?
        var body: String
        var status: Int
        var testDescription: String { "\(type ?? "-") \(body.prefix(40))" }
    }

    static let json = "application/json"
    static let rows: [Row] = [
        Row(type: json, body: #"{"name":"a"}"#, status: 201),
        Row(type: "application/json; charset=utf-8", body: #"{"name":"a","size":null}"#, status: 201),
        Row(type: "Application/JSON ; charset=utf-8", body: #"{"name":"a","size":9}"#, status: 201),
        Row(type: json, body: #"{"name":"a","size":10}"#, status: 422),
        Row(type: json, body: #"{"name":"a","size":"1"}"#, status: 422),
        Row(type: json, body: #"{"name":"a","more":1}"#, status: 422),
        Row(type: json, body: #"{"name":""}"#, status: 422),
        Row(type: json, body: #"{}"#, status: 422),
        Row(type: json, body: #"[]"#, status: 422),
        Row(type: json, body: #"null"#, status: 422),
        Row(type: json, body: #"{"name":"a","name":"b"}"#, status: 400),
        Row(type: json, body: #"{"name":"a"}}"#, status: 400),
        Row(type: json, body: #"{"name":"\u0000"}"#, status: 400),
        Row(type: json, body: #"{name:"a"}"#, status: 400),
        Row(type: json, body: "", status: 400),
        Row(type: "text/plain", body: #"{"name":"a"}"#, status: 415),
        Row(type: nil, body: #"{"name":"a"}"#, status: 415),
        Row(type: json, body: #"{"name":"locked"}"#, status: 423),
        Row(type: json, body: "[" + String(repeating: " ", count: 1000), status: 413),
    ]

    @Test(arguments: rows) func jsonBodies(row: Row) async throws {
        let type = row.type.map { [("Content-Type", $0)] } ?? []
        let answer = try await sample.ask(
            "POST", "/api/things", [("Authorization", "Bearer review"), ("Idempotency-Key", "k")] + type,
            body: row.body)
        #expect(answer.status == row.status)
        #expect((answer["Connection"] == "close") == [413, 415].contains(row.status))
    }

    @Test func everyProblemIsTold() async throws {
        let answer = try await sample.ask(
            "POST", "/api/things",
            [("Authorization", "Bearer review"), ("Idempotency-Key", "k"), ("Content-Type", Self.json)],
            body: #"{"size":77,"other":1}"#)
        let places = answer.json?["details"]?.items?.compactMap { $0["place"]?.text }
        #expect(places == ["name", "size", "other"])
    }

    @Test func invalidUTF8() async throws {
        let headers = [("Authorization", "Bearer review"), ("Idempotency-Key", "k"), ("Content-Type", Self.json)]
        let answer = try await sample.portal.ask(
            "POST", "/api/things", fields: headers, body: Array(#"{"name":""#.utf8) + [0xff] + Array(#""}"#.utf8))
        #expect(answer.status == 400)
        let form = try await sample.portal.ask(
            "POST", "/things/1",
            fields: [
                ("Cookie", "linli_session=review"), ("X-CSRF-Token", "secret-review"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: Array("name=%ff".utf8))
        #expect(form.status == 400)
    }

    @Test(arguments: [
        ("name=a", 303), ("name=a&name=b", 422), ("name=", 422), ("name=%20", 422), ("", 422), ("name=%", 400),
        ("name=%4", 400), ("name=%00", 400), ("name=%C3%28", 400), ("name=a+b", 303),
    ])
    func forms(body: String, status: Int) async throws {
        let answer = try await sample.ask(
            "POST", "/things/1",
            [
                ("Cookie", "linli_session=review"), ("X-CSRF-Token", "secret-review"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: body)
        #expect(answer.status == status)
    }

    @Test(arguments: [
        ("/api/things/1?size=3", 200), ("/api/things/1?size=10", 422), ("/api/things/1?size=03", 422),
        ("/api/things/1?size=x", 422), ("/api/things/1?size=1&size=2", 422), ("/api/things/1?colour=red", 422),
        ("/api/things/1?size=%zz", 400), ("/api/things/1?size=%ff", 400), ("/api/things/1?lang=en", 200),
        ("/api/things/A", 404), ("/api/things/12345678901", 404), ("/api/things/a%2Fb", 404), ("/api/things/a%", 400),
        ("/api/things/%2e%2e", 404), ("/api/things/", 404),
    ])
    func parameters(path: String, status: Int) async throws {
        let answer = try await sample.ask("GET", path, [("Authorization", "Bearer review")])
        #expect(answer.status == status)
    }

    @Test(arguments: [
        ("/things/a%2Fb", "thing a/b"), ("/things/a+b", "thing a+b"), ("/things/%E4%B8%AD", "thing 中"),
        ("/%74hings/1", "thing 1"), ("/things/6.1.1", "thing 6.1.1"),
    ])
    func decodedPaths(path: String, text: String) async throws {
        #expect(try await sample.get(path, as: "apply").text == text)
    }

    @Test(arguments: [
        "/things/..", "/things/%2e%2e", "/things/%00", "/things/%0a", "/things/", "/things/%FF", "/things/%",
    ])
    func trapsInPaths(path: String) async throws {
        let answer = try await sample.get(path, as: "apply")
        #expect([400, 404].contains(answer.status))
    }

    @Test func multipart() async throws {
        let body = [
            "--X", "Content-Disposition: form-data; name=\"_csrf\"", "", "secret-review", "--X",
            "Content-Disposition: form-data; name=\"note\"", "", "a\r\nb", "--X",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a;b %22c%22.pdf\"",
            "Content-Type: application/pdf", "", "12345", "--X--", "",
        ].joined(separator: "\r\n")
        let headers = [("Cookie", "linli_session=review"), ("Content-Type", "multipart/form-data; boundary=X")]
        let answer = try await sample.ask("POST", "/files", headers, body: body)
        #expect(answer.text == "note,file=a;b \"c\".pdf:application/pdf:5")
        let forged = try await sample.ask(
            "POST", "/files", headers, body: String(body.map { $0 == "v" ? "w" : $0 }))
        #expect(forged.status == 403)
        for cut in stride(from: 1, to: body.utf8.count - 5, by: 7) {
            let answer = try await sample.ask(
                "POST", "/files", headers, body: String(decoding: Array(body.utf8.prefix(cut)), as: UTF8.self))
            #expect(answer.status == 400, "\(cut)")
        }
    }

    @Test func uploads() async throws {
        let headers = [("Authorization", "Bearer review"), ("Content-Type", "application/pdf")]
        let answer = try await sample.ask("PUT", "/api/uploads", headers, body: String(repeating: "a", count: 100_000))
        #expect(answer.json?["count"]?.integer == 100_000)
        let large = try await sample.ask("PUT", "/api/uploads", headers, body: String(repeating: "a", count: 100_001))
        #expect(large.status == 413)
        let chunked = try await sample.ask(
            "PUT", "/api/uploads", headers + [("Transfer-Encoding", "chunked")],
            body: String(repeating: "a", count: 100_001))
        #expect(chunked.status == 413)
    }

    @Test func headers() async throws {
        let long = try await sample.get("/", as: nil, ["X-Filler": String(repeating: "a", count: 16_384)])
        #expect(long.status == 431 && long["Content-Security-Policy"] != nil)
        let address = try await sample.get("/?a=" + String(repeating: "a", count: 8192))
        #expect(address.status == 414)
        for name in ["Authorization", "X-CSRF-Token", "Content-Type", "Origin", "Idempotency-Key", "If-Match"] {
            let twice = try await sample.ask("GET", "/api/open", [(name, "a"), (name, "a")])
            #expect(twice.status == 400, "\(name)")
        }
    }
}
