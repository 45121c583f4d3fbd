import Testing

/// What lies in the tree.
@Suite struct TreeTests {
    let repository = Repository.whole

    @Test func treeIsFound() {
        #expect(repository.exists("Package.swift"))
        #expect(repository.texts.count > 50)
        #expect(!repository.files.contains { $0.path.hasPrefix(".build") || $0.path.hasPrefix(".git/") })
    }

    @Test func standardsAreBuiltIn() throws {
        let list = try repository.file("Sources/BuiltInStandards/BuiltInStandards.c")
        let text = list.lines.joined(separator: "\n")
        let standards = repository.files.filter { $0.isUnder("Standards") || $0.isUnder("Bindings") }
        #expect(standards.contains { $0.isUnder("Standards") } && standards.contains { $0.isUnder("Bindings") })
        for file in standards {
            let path = file.path.drop { $0 != "/" }.dropFirst()
            #expect(text.contains("#embed \"../../\(file.path)\""), "\(list.path):1: does not embed \(file.path)")
            #expect(text.contains("FILE_OF(\"\(path)\","), "\(list.path):1: does not list \(file.path)")
        }
    }

    @Test func noPathsOfOneMachine() {
        // Put together here, or this file would break its own rule.
        let folders = ["home", "root", "work", "farm"].map { "/\($0)/" }
        expectNone(
            repository.texts.flatMap { file in
                file.breaches { line in Self.machinePath(line, folders).map { "\($0): a path of one machine" } }
            })
    }

    /// The folder, where it begins a path: `a/work/` and `https://example.com/home/` are something else.
    static func machinePath(_ line: String, _ folders: [String]) -> String? {
        folders.first { folder in
            line.ranges(of: folder).contains { range in
                guard range.lowerBound > line.startIndex else { return true }
                let before = line[line.index(before: range.lowerBound)]
                return !(before.isLetter || before.isNumber || "._-~$}".contains(before))
            }
        }
    }

    @Test func plantedPaths() {
        let lines = [
            "/attic/me", "x=/attic/me", "(/attic/)", "see a/attic/b", "https://example.com/attic/", "$X/attic/",
        ]
        let found = lines.filter { Self.machinePath($0, ["/attic/"]) != nil }
        #expect(found == ["/attic/me", "x=/attic/me", "(/attic/)"])
    }

    @Test func binaryFilesAreSmall() {
        expectNone(
            repository.files.filter { $0.isBinary && $0.size > 300_000 }
                .map { $0.breach(0, "a binary file of \($0.size) bytes; at most 300,000") })
    }
}
