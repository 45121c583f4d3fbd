import Commons
import HTTPTypes
import Markup
import Rulebook
import Testing

@testable import PortalKit

/// What makes the portal an app, and what stands first on its start page.
@Suite struct AppTests {
    private static let frame = PageFrame(
        tagline: Phrase(zh: "副题", en: "tagline"), footer: .same(""),
        paths: PageFrame.Paths(
            home: "/", work: "/work", logIn: "/login", logOut: "/logout", inbox: "/inbox", account: "/account",
            preferences: "/preferences"),
        assetPath: { "/assets/" + $0 }, policy: { FakeDoorkeeper.policy })

    private static let launches = [
        Launch(.same("last"), "/c", .star, for: [.applicant], FakeDoorkeeper.look, rank: 3),
        Launch(.same("first"), "/a", .bill, for: [.applicant, .reviewer], FakeDoorkeeper.look, rank: 1) { _ in 7 },
        Launch(.same("again"), "/a", .bill, for: [.applicant], FakeDoorkeeper.look, rank: 2),
        Launch(.same("not granted"), "/b", .bill, for: [.applicant], FakeDoorkeeper.change, rank: 2),
    ]

    private static let portal = SamplePortal(
        more: frame.appEndpoints + [
            .page(Route("/start"), .open, .same("start")) { call in
                .page(try await Launch.block(launches, for: call).bytes)
            }
        ])

    @Test func theManifestIsInTheVisitorsLanguage() async throws {
        for (language, name, tagline) in [("zh", "邻里", "副题"), ("en", "Linli", "tagline")] {
            let answer = try await Self.portal.get("/manifest.webmanifest?lang=\(language)")
            #expect(answer.status == 200 && answer["Content-Type"] == "application/manifest+json")
            let manifest = try #require(answer.json)
            #expect(manifest["name"]?.text == name && manifest["description"]?.text == tagline)
            #expect(manifest["start_url"]?.text == "/work" && manifest["display"]?.text == "standalone")
        }
    }

    @Test func theWorkerIsOfNobody() async throws {
        let nobody = try await Self.portal.get("/sw.js?lang=zh")
        #expect(nobody.status == 200 && nobody["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(nobody.text.contains("/assets/linli.css") && nobody.text.contains("没有网络"))
        #expect(try await Self.portal.get("/sw.js?lang=zh", as: "review").text == nobody.text)
        #expect(try await Self.portal.get("/sw.js?lang=en").text.contains("No network"))
        let path = PageFrame.workerPath(.english)
        #expect(try await Self.portal.get(path + "&lang=zh").text.contains("No network"))
    }

    @Test func theStartPageHoldsWhatIsForTheVisitor() async throws {
        let applicant = try await Self.portal.get("/start", as: "apply").text
        let paths = applicant.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(paths == ["/a", "/c"])
        #expect(applicant.contains("first") && !applicant.contains("again") && applicant.contains(">7<"))
        #expect(try await Self.portal.get("/start").text.isEmpty)
    }
}
