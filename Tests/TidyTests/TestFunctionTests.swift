import Testing

/// A test that cannot fail proves nothing.
@Suite struct TestFunctionTests {
    @Test func everyTestAsserts() {
        let files = Repository.whole.swift.filter { $0.isUnder("Tests") }
        let helpers = Self.helpers(files)
        expectNone(files.flatMap { Self.withoutAssertion($0, helpers: helpers) })
    }

    /// Functions of the tests that assert, themselves or by calling another that does.
    private static func helpers(_ files: [RepositoryFile]) -> Set<String> {
        let functions = files.flatMap { file -> [(name: String, body: String)] in
            let code = SwiftCode(file).text
            let tests = Set(testFunctions(code).map(\.name))
            return allFunctions(code).filter { !tests.contains($0.name) }
        }
        var helpers = Set(functions.filter { $0.body.contains(assertion) }.map(\.name))
        while true {
            let more = functions.filter { !helpers.contains($0.name) && calls($0.body[...], anyOf: helpers) }
            if more.isEmpty { return helpers }
            helpers.formUnion(more.map(\.name))
        }
    }

    private static func allFunctions(_ code: String) -> [(name: String, body: String)] {
        var found: [(name: String, body: String)] = []
        var rest = code[...]
        while let keyword = rest.firstRange(of: "func ") {
            rest = rest[keyword.upperBound...]
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            guard let parameters = rest.firstIndex(of: "(") else { break }
            let after = rest[parameters...].afterBalanced("(", ")")
            if let brace = after.firstIndex(of: "{"), !name.isEmpty {
                let end = after[brace...].afterBalanced("{", "}")
                found.append((String(name), String(code[brace..<end.startIndex])))
            }
            rest = after
        }
        return found
    }

    private static func calls(_ body: Substring, anyOf names: Set<String>) -> Bool {
        body.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { names.contains(String($0)) }
    }

    /// What may fail a test: the library's own macros, and helpers that are named for it.
    private static var assertion: Regex<Substring> {
        /#expect|#require|Issue\.record|confirmation\s*\(|\b(?:expect|check)\w*\s*[(<{]/.wordBoundaryKind(.simple)
    }

    static func withoutAssertion(_ file: RepositoryFile, helpers: Set<String> = []) -> [Breach] {
        let tests = testFunctions(SwiftCode(file).text)
        return tests.filter { !$0.body.contains(assertion) && !calls($0.body, anyOf: helpers) }.map {
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
