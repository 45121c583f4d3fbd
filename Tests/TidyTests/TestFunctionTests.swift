import Testing

/// A test that cannot fail proves nothing.
@Suite struct TestFunctionTests {
    @Test func everyTestAsserts() {
        expectNone(Repository.whole.swift.filter { $0.isUnder("Tests") }.flatMap(Self.withoutAssertion))
    }

    /// What may fail a test: the library's own macros, and helpers that are named for it.
    private static var assertion: Regex<Substring> {
        /#expect|#require|Issue\.record|confirmation\s*\(|\b(?:expect|check)\w*\s*[(<{]/.wordBoundaryKind(.simple)
    }

    static func withoutAssertion(_ file: RepositoryFile) -> [Breach] {
        let tests = testFunctions(SwiftCode(file).text)
        return tests.filter { !$0.body.contains(assertion) }.map {
            file.breach(
                $0.line, "test `\($0.name)` asserts nothing: no #expect, #require, expectThat(), checkThat() ...")
        }
    }

    struct TestFunction {
        var name: String
        /// From 0.
        var line: Int
        var body: Substring
    }

    static func testFunctions(_ code: String) -> [TestFunction] {
        var found: [TestFunction] = []
        var rest = code[...]
        while let attribute = rest.firstRange(of: "@Test") {
            rest = rest[attribute.upperBound...]
            if let next = rest.first, next.isLetter || next.isNumber { continue }
            if rest.first == "(" { rest = rest.afterBalanced("(", ")") }
            guard let keyword = rest.firstRange(of: "func "),
                let parameters = rest[keyword.upperBound...].firstIndex(of: "(")
            else { break }
            let name = rest[keyword.upperBound..<parameters].trimmingPrefix(" ")
            let line = code[..<keyword.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") }
            rest = rest[parameters...].afterBalanced("(", ")")
            guard let brace = rest.firstIndex(of: "{") else { break }
            let after = rest[brace...].afterBalanced("{", "}")
            found.append(TestFunction(name: String(name), line: line, body: code[brace..<after.startIndex]))
            rest = after
        }
        return found
    }

    @Test func plantedTests() {
        let file = RepositoryFile(
            path: "Planted.swift",
            text: #"""
                @Test func good() { #expect(1 == 1) }
                @Test("a name (with #expect)", arguments: [1, 2].map { $0 })
                func bad(n: Int) async throws {
                    // #expect(n > 0)
                    _ = [n].map { $0 }
                }
                @Test func helped() { expectNone([]) }
                func noTest() {}
                @Suite struct S { @Test func `also bad`() { print("#require") } }
                """#)
        #expect(Self.withoutAssertion(file).map(\.line) == [3, 9])
    }
}

extension Substring {
    /// What follows the bracket that closes the one this begins with.
    func afterBalanced(_ open: Character, _ close: Character) -> Substring {
        var depth = 0
        for index in indices {
            if self[index] == open { depth += 1 }
            if self[index] == close { depth -= 1 }
            if depth == 0 { return self[self.index(after: index)...] }
        }
        return self[endIndex...]
    }
}
