import Commons
import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// Something grave takes a fresh proof of who asks, and whoever has something to do first does nothing else.
@Suite struct ProofTests {
    static let name = Phrase(zh: "样例", en: "sample")
    static let grave: [Endpoint] = [
        .form(Route("/grave"), SamplePortal.change, name) { call in
            .page(Array("done \(call.form.names) \(call.admission?.sessionID ?? "")".utf8))
        }.grave(),
        .page(Route("/look"), .signedIn, name) { _ in .page(Array("seen".utf8)) }.grave(),
        .form(Route("/some/{what}"), SamplePortal.change, name) { _ in .page(Array("done".utf8)) }
            .grave(.sometimes { $0.parameter("what") == "grave" }),
        .form(Route("/throwing"), SamplePortal.change, name) { _ in
            throw Refusal(.invalid, zh: "错", en: "invalid")
        }.grave(),
        .api(.post, Route("/api/grave"), SamplePortal.change, name, input: .json(.anything), output: .nothing) { _ in
            .nothing
        }.grave(),
        .page(Route("/password"), .signedIn, name) { _ in .page(Array("change it".utf8)) }.during(.password),
    ]
    let sample = SamplePortal(
        { $0.duties = [.password: Route("/password"), .secondFactor: Route("/factor")] }, more: grave)

    func post(_ path: String, _ body: String, as session: String = "review") async throws -> Answer {
        try await sample.ask(
            "POST", path,
            [("Cookie", SamplePortal.session(session)), ("Content-Type", "application/x-www-form-urlencoded")],
            body: body + "&_csrf=secret-review")
    }

    @Test func aFreshProofLastsToTheSecond() async throws {
        sample.clock.pass(seconds: 599)
        let before = try await post("/grave", "a=1")
        #expect(before.status == 200 && before.text.hasPrefix("done"))
        #expect(before["Set-Cookie"] == nil)
        sample.clock.pass(seconds: 1)
        let after = try await post("/grave", "a=1&b=2&a=3")
        #expect(after.status == 403 && after.text == "proof asked /grave a=1&b=2&a=3 secret-review")
        #expect(after["Cache-Control"] == "no-store")
    }

    @Test func theFormBringsTheProofAlong() async throws {
        sample.clock.pass(seconds: 600)
        let wrong = try await post("/grave?x=1", "a=1&_password=hunter2&_code=")
        #expect(wrong.status == 403 && wrong.text == "proof wrong /grave?x=1 a=1 secret-review")
        #expect(wrong["Set-Cookie"] == nil && !wrong.text.contains("hunter2"))
        let right = try await post("/grave", "a=1&_password=right&_code=1")
        #expect(right.status == 200 && right.text == "done [\"a\"] renewed")
        #expect(right["Set-Cookie"] == "linli_session=review+; Path=/; HttpOnly; SameSite=Lax")
        // Whatever comes of it: the old session is gone.
        let refused = try await post("/throwing", "_password=right")
        #expect(refused.status == 422 && refused["Set-Cookie"]?.hasPrefix("linli_session=review+;") == true)
    }

    @Test func whoMayNotIsNotAsked() async throws {
        sample.clock.pass(seconds: 600)
        let answer = try await sample.ask(
            "POST", "/grave",
            [("Cookie", SamplePortal.session("apply")), ("Content-Type", "application/x-www-form-urlencoded")],
            body: "_csrf=secret-apply")
        #expect(answer.status == 403 && !answer.text.contains("proof"))
        let crossed = try await sample.ask(
            "POST", "/grave",
            [("Cookie", SamplePortal.session("review")), ("Content-Type", "application/x-www-form-urlencoded")],
            body: "_password=right")
        #expect(crossed.status == 403 && crossed["Set-Cookie"] == nil)
    }

    @Test func onlyWhatIsGraveAsks() async throws {
        sample.clock.pass(seconds: 600)
        #expect(try await post("/some/light", "a=1").status == 200)
        #expect(try await post("/some/grave", "a=1").status == 403)
    }

    @Test func aPageLeadsToTheProofAndBack() async throws {
        #expect(try await sample.get("/look?x=1", as: "review").status == 200)
        sample.clock.pass(seconds: 600)
        let answer = try await sample.get("/look?x=1", as: "review")
        #expect(answer.status == 303 && answer["Location"] == "/account/confirm?next=%2Flook%3Fx%3D1")
    }

    @Test func programsAreToldByTheTypeOfTheProblem() async throws {
        let json = ("Content-Type", "application/json")
        func call(_ headers: [(String, String)]) async throws -> Answer {
            try await sample.ask("POST", "/api/grave", [json] + headers, body: "{}")
        }
        let session = [("Cookie", SamplePortal.session("review")), ("X-CSRF-Token", "secret-review")]
        #expect(try await call(session).status == 204)
        sample.clock.pass(seconds: 600)
        for headers in [session, [("Authorization", "Bearer review")], [("Authorization", "Bearer narrow")]] {
            let answer = try await call(headers)
            #expect(answer.status == 403)
            let isNarrow = headers[0].1.hasSuffix("narrow")
            #expect(answer.text.contains("urn:linli:refusal:unproved") != isNarrow, "\(answer.text)")
        }
        #expect(try await call([("Authorization", "Bearer grave")]).status == 204)
    }

    @Test func aDutyComesFirst() async throws {
        let answer = try await sample.get("/mine", as: "review!password")
        #expect(answer.status == 303 && answer["Location"] == "/password")
        let factor = try await sample.get("/mine", as: "review!secondFactor")
        #expect(factor.status == 303 && factor["Location"] == "/factor")
        #expect(try await sample.get("/password", as: "review!password").status == 200)
        #expect(try await sample.get("/password", as: "review!secondFactor").status == 303)
        #expect(try await sample.get("/", as: "review!password").status == 200, "what is open stays open")
        let api = try await sample.get("/api/things/1", as: "review!password")
        #expect(api.status == 403 && api.text.contains("密码已过有效期"))
        #expect(try await post("/things/1", "name=a", as: "review!password").status == 303)
        #expect(try await post("/things/1", "name=a", as: "review!password")["Location"] == "/password")
    }

    @Test func guessingAProofIsSlow() async throws {
        let sample = SamplePortal({ $0.pace = RateLimiter.Paces() }, more: Self.grave)
        sample.clock.pass(seconds: 600)
        func guess(_ address: String) async throws -> Int {
            try await sample.portal.ask(
                "POST", "/grave",
                fields: [("Cookie", "linli_session=review"), ("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("_password=wrong&_csrf=secret-review".utf8), address: address
            ).status
        }
        for number in 0..<10 { #expect(try await guess("192.0.2.\(number)") == 403) }
        #expect(try await guess("198.51.100.1") == 429, "one account, whatever the address")
    }

    @Test func oneNetworkIsOneGuesser() async throws {
        let sample = SamplePortal { $0.pace = RateLimiter.Paces() }
        for number in 0..<10 {
            #expect(try await sample.portal.ask("POST", "/login", address: "2001:db8::1:\(number)").status == 303)
        }
        #expect(try await sample.portal.ask("POST", "/login", address: "2001:db8::2").status == 429)
    }
}
