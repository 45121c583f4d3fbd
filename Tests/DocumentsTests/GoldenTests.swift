import Documents
import Foundation
import Testing

@Suite struct GoldenTests {
    static let records = ProcessInfo.processInfo.environment["RECORD"] == "1"

    /// A change of this file is a change of what people get to see: look at it, then `RECORD=1 swift test`.
    @Test func html() throws {
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/english.html")
        let html = HTMLRenderer.render(SampleEnglish.document)
        if GoldenTests.records {
            try Data(html.utf8).write(to: golden)
            return
        }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        let lines = zip(html.split(separator: "\n"), expected.split(separator: "\n"))
        if let (got, wanted) = lines.first(where: { $0 != $1 }) { #expect(got == wanted) }
        #expect(html == expected)
    }
}
