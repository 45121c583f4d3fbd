import Spreadsheet
import Testing

@Suite struct ZipTests {
    private let entries: [(name: String, bytes: [UInt8])] = [
        ("[Content_Types].xml", Array("<Types/>".utf8)), ("word/文档.xml", [UInt8](repeating: 65, count: 100_000)),
        ("empty", []), ("noise", (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }),
    ]

    @Test func sameEntriesSameBytesAtAnyTime() async throws {
        let first = try Zip.archive(entries)
        try await Task.sleep(for: .milliseconds(2100))  // ZIP counts in steps of two seconds
        #expect(try Zip.archive(entries) == first)
        #expect(first.count < 20_000)
    }

    @Test func headersSay1980() throws {
        let archive = try Zip.archive(entries)
        var headers = 0
        for index in 0..<archive.count - 20 where archive[index...].starts(with: [0x50, 0x4B]) {
            let kind = Array(archive[(index + 2)..<(index + 4)])
            let field = kind == [1, 2] ? 12 : kind == [3, 4] ? 10 : nil
            guard let field else { continue }
            headers += 1
            #expect(Array(archive[index + field..<index + field + 4]) == [0, 0, 0x21, 0])
        }
        #expect(headers == 8)
    }

    @Test(arguments: [
        "", "/abs", "a/../b", "..", "a//b", "a/", "a\\b", "a\0b", "./a", String(repeating: "x", count: 65_536),
    ])
    func refusesName(_ name: String) {
        #expect(error { try Zip.archive([(name: name, bytes: [])]) }?.kind == .invalidModel)
    }

    @Test func refusesDuplicates() {
        #expect(error { try Zip.archive([("a", []), ("b", []), ("a", [1])]) }?.kind == .invalidModel)
    }

    @Test func noEntries() throws {
        #expect(try Zip.archive([]).count == 22)
    }
}
