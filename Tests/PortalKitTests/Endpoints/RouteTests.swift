import HTTPTypes
import Testing

@testable import PortalKit

@Suite struct RouteTests {
    static let routes = [
        "/", "/cases", "/cases/new", "/cases/{case}", "/cases/{case}/findings/{clause}", "/cases/new/findings/all",
    ]
    let table = RouteTable(routes.map { (.get, Route($0)) } + [(.post, Route("/cases"))])

    @Test(
        arguments: [
            ("/", 0, []), ("/cases", 1, []), ("/cases/new", 2, []), ("/cases/17", 3, ["17"]),
            ("/cases/17/findings/6.1.1", 4, ["17", "6.1.1"]), ("/cases/new/findings/all", 5, []),
            // The literal leads nowhere; the parameter does.
            ("/cases/new/findings/6.1.1", 4, ["new", "6.1.1"]), ("/cases/n%65w", 2, []),
            ("/cases/%7Bcase%7D", 3, ["{case}"]), ("/cases/a%2Fb", 3, ["a/b"]),
        ] as [(String, Int, [String])])
    func found(path: String, index: Int, values: [String]) throws {
        guard case .endpoint(let found, let got) = table.match(.get, path[...]) else {
            Issue.record("\(path) leads nowhere")
            return
        }
        #expect(found == index && got == values)
    }

    @Test(arguments: ["/cases/", "/cases//", "/case", "/cases/17/findings", "/cases/17/findings/", "//", "/cases%2F17"])
    func nowhere(path: String) {
        if case .nothing = table.match(.get, path[...]) { return }
        Issue.record("\(path) leads somewhere")
    }

    @Test(arguments: ["", "cases", "*", "http://x/cases", "/%", "/%4", "/%zz", "/%C3%28", "/cases/%ff"])
    func malformed(path: String) {
        if case .malformed = table.match(.get, path[...]) { return }
        Issue.record("\(path) is read as something")
    }

    @Test func methods() {
        guard case .methods(let methods) = table.match(.delete, "/cases") else {
            Issue.record("no methods")
            return
        }
        #expect(methods == [.get, .post])
        if case .endpoint(let index, _) = table.match(.head, "/cases") { #expect(index == 1) }
    }

    @Test func paths() {
        let route = Route("/cases/{case}/findings/{clause}")
        #expect(route.parameters == ["case", "clause"])
        #expect(route.path("id", "6.1.1") == "/cases/id/findings/6.1.1")
        #expect(route.path("a/b", "中 ?") == "/cases/a%2Fb/findings/%E4%B8%AD%20%3F")
        #expect(Route("/").path(query: ["a": "b c", "&": "="]) == "/?a=b%20c&%26=%3D")
    }

    @Test func whatIsBuiltIsFound() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let value = String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 1...8, using: &generator)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 32...0x3000, using: &generator))
                    }.filter { $0.value != 127 }))
            guard !value.isEmpty, value != ".", value != "..", value != "new" else { continue }
            let path = Route("/cases/{case}").path(value)
            guard case .endpoint(let index, let values) = table.match(.get, path[...]) else {
                Issue.record("\(path) leads nowhere")
                continue
            }
            #expect(index == 3 && Array(values[0].unicodeScalars) == Array(value.unicodeScalars))
        }
    }
}
