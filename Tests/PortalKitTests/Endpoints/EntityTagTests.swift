import Testing

@testable import PortalKit

@Suite struct EntityTagTests {
    @Test(arguments: [
        (#""17""#, ["17"]), (#" "a" , "b""#, ["a", "b"]), (#"W/"a", "b""#, ["b"]), (#""""#, [""]), (#""a,b""#, ["a,b"]),
    ])
    func lists(header: String, values: [String]) {
        #expect(EntityTag.Condition(header) == .tags(values.map { EntityTag(value: $0) }))
    }

    @Test(arguments: ["", "17", #""17"#, #""a" "b""#, #""a","#, "**", #"w/"a""#, #""a b""#]) func malformed(
        header: String
    ) {
        #expect(EntityTag.Condition(header) == nil)
    }

    @Test func matching() {
        let tag = EntityTag(version: 17)
        #expect(tag.header == #""17""#)
        #expect(EntityTag.Condition("*")?.matches(tag) == true)
        #expect(EntityTag.Condition(#"W/"17""#)?.matches(tag) == false)
        #expect(EntityTag.Condition(#"W/"17""#, weakly: true)?.matches(tag) == true)
        #expect(EntityTag(of: [1]) != EntityTag(of: [2]) && EntityTag(of: [1]).value.count == 32)
    }

    @Test func notModified() async throws {
        let sample = SamplePortal()
        for (header, status) in [
            (#""17""#, 304), (#"W/"17""#, 304), ("*", 304), (#""16", "17""#, 304), (#""16""#, 200), ("17", 200),
        ] {
            let answer = try await sample.get("/api/things/1", as: "apply", ["If-None-Match": header])
            #expect(answer.status == status, "\(header)")
            #expect(answer["ETag"] == #""17""# && answer.body.isEmpty == (status == 304))
            #expect(answer["Content-Security-Policy"] != nil)
        }
        let head = try await sample.ask("HEAD", "/api/things/1", [("Authorization", "Bearer review")])
        #expect(head.body.isEmpty && head["Content-Length"] == "12" && head["ETag"] == #""17""#)
    }
}
