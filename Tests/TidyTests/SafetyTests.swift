import Testing

/// What switches the compiler's or the program's safety off says why it is safe.
@Suite struct SafetyTests {
    static let unsafe = ["try!", "as!", "nonisolated(unsafe)", "@unchecked Sendable", "fatalError("]

    @Test func unsafePlacesSayWhy() {
        expectNone(Repository.whole.swift.flatMap(Self.unexplained))
    }

    /// Places without a comment on their own line or on the one before.
    static func unexplained(_ file: RepositoryFile) -> [Breach] {
        let code = SwiftCode(file)
        return code.lines.enumerated().flatMap { index, line -> [Breach] in
            if code.commented.contains(index) || code.commented.contains(index - 1) { return [] }
            return unsafe.filter { holds(line, $0) }.map {
                file.breach(index, "`\($0)` without a comment, here or one line above, that says why it is safe")
            }
        }
    }

    /// As a word of its own: `alias!` is not `as!`.
    private static func holds(_ line: String, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }

    @Test func plantedPlaces() {
        let file = RepositoryFile(
            path: "Planted.swift",
            text: #"""
                let a = try! f()
                let b = try! f()  // The text is a literal.
                // Only this test calls it.
                let c = x as! Y
                let d = "try! \(x as! Y)" + #"as! \(no)"# + """
                    fatalError( "quoted" as!
                    """
                /* a /* nested */ try! */ fatalError("no")

                final class Z: @unchecked Sendable { let alias = g / 2, h = "fatalError(" }
                let e = r.contains(/"as!/), f = y as! W
                """#)
        #expect(Self.unexplained(file).map(\.line) == [1, 5, 10, 11])
    }
}
