import Testing

@testable import PortalKit

@Suite struct FileTests {
    let sample = SamplePortal()

    @Test(
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=2-5", .part(2..<6)),
            ("bytes=5-", .part(5..<10)),
            ("bytes=-3", .part(7..<10)), ("bytes=-30", .part(0..<10)), ("bytes=9-99", .part(9..<10)),
            ("bytes=10-", .outside), ("bytes=10-20", .outside), ("bytes=-0", .outside), ("bytes=5-2", .whole),
            ("bytes=0-1,3-4", .whole), ("items=0-1", .whole), ("bytes=", .whole), ("bytes=-", .whole),
            ("bytes=a-b", .whole),
            ("bytes=0-99999999999999999999", .part(0..<10)), ("bytes=99999999999999999999-", .outside),
        ] as [(String?, ByteRange)])
    func ranges(header: String?, range: ByteRange) {
        #expect(ByteRange(header, size: 10) == range)
        #expect(ByteRange(header, size: 0) != .part(0..<0))
    }

    @Test func whole() async throws {
        let answer = try await sample.get("/file")
        #expect(answer.text == "0123456789" && answer["Accept-Ranges"] == "bytes")
        #expect(answer["Content-Disposition"] == "attachment; filename=\"_ 1.txt\"; filename*=UTF-8''%E8%A1%A8%201.txt")
        #expect(answer["Content-Length"] == "10" && answer["ETag"] == #""7""#)
    }

    @Test func parts() async throws {
        let part = try await sample.get("/file", as: nil, ["Range": "bytes=2-4"])
        #expect(part.status == 206 && part.text == "234" && part["Content-Range"] == "bytes 2-4/10")
        #expect(part["Content-Length"] == "3")
        let outside = try await sample.get("/file", as: nil, ["Range": "bytes=20-"])
        #expect(outside.status == 416 && outside["Content-Range"] == "bytes */10" && outside.body.isEmpty)
        let same = try await sample.get("/file", as: nil, ["Range": "bytes=2-4", "If-Range": #""7""#])
        let other = try await sample.get("/file", as: nil, ["Range": "bytes=2-4", "If-Range": #""6""#])
        #expect(same.status == 206 && other.status == 200 && other.body.count == 10)
        let head = try await sample.ask("HEAD", "/file", [("Range", "bytes=2-4")])
        #expect(head.status == 200 && head["Content-Length"] == "10" && head.body.isEmpty)
    }

    @Test func assets() async throws {
        let assets = Assets([Asset(name: "linli.css", type: "text/css; charset=utf-8", bytes: Array("a{}".utf8))])
        let path = assets.path("linli.css")
        #expect(path.hasPrefix("/assets/linli-") && path.hasSuffix(".css"))
        let answer = try await sample.get(path)
        #expect(answer.text == "a{}" && answer["Content-Type"] == "text/css; charset=utf-8")
        #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable" && answer["Vary"] == nil)
        let tag = try #require(answer["ETag"])
        #expect(try await sample.get(path, as: nil, ["If-None-Match": tag]).status == 304)
        #expect(try await sample.get("/assets/linli.css").status == 404)
        #expect(try await sample.get("/assets/../things/1").status == 404)
        #expect(try await sample.ask("POST", path, []).status == 405)
    }
}
