import Testing

/// How source looks, beyond what the formatter decides.
@Suite struct SourceStyleTests {
    static let longestFile = 400
    static let longestLine = 120

    @Test func swiftFilesAreShort() {
        // What follows the last line end is no line.
        let long = Repository.whole.swift.filter { $0.lines.count - 1 > Self.longestFile }
        expectNone(
            long.map { $0.breach(Self.longestFile, "\($0.lines.count - 1) lines; at most \(Self.longestFile)") })
    }

    @Test func swiftLinesAreShort() {
        expectNone(Repository.whole.swift.flatMap { $0.breaches(Self.tooLong) })
    }

    static func tooLong(_ line: String) -> String? {
        // Counting characters is slow, counting bytes is not.
        guard line.utf8.count > longestLine, line.count > longestLine else { return nil }
        return "\(line.count) columns; at most \(longestLine)"
    }

    @Test func noTabs() {
        let files = Repository.whole.texts.filter { $0.has(".swift", ".c", ".h", ".py", ".yaml", ".md", ".modulemap") }
        expectNone(files.flatMap { $0.breaches { $0.utf8.contains(9) ? "a tab; indent with spaces" : nil } })
    }

    @Test func noTrailingWhiteSpace() {
        let data = ["/Fixtures/", "/Golden/", "/Seeds/"]
        let files = Repository.whole.texts.filter { file in !data.contains { file.path.contains($0) } }
        expectNone(files.flatMap { $0.breaches(Self.trailing) })
    }

    static func trailing(_ line: String) -> String? {
        line.utf8.last.map { [9, 13, 32].contains($0) } == true ? "white space at the end of the line" : nil
    }

    @Test func noOpenEnds() {
        // In two halves, or this file would break its own rule.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        let files = Repository.whole.texts.filter {
            $0.has(".swift", ".c", ".h", ".py", ".yaml", "Makefile") || $0.isUnder("scripts") || $0.isUnder(".ci")
        }
        expectNone(
            files.flatMap { file in
                file.breaches { line in
                    words.first { line.contains($0) }.map { "\($0): do it, or open an issue" }
                }
            })
    }
}
