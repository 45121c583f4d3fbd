import Foundation
import Testing

@Suite struct DocumentationTests {
    let repository = Repository.whole
    let english: Markdown
    let chinese: Markdown

    init() throws {
        english = Markdown(try repository.file("README.md"))
        chinese = Markdown(try repository.file("README.zh-CN.md"))
    }

    @Test func bothReadmesNameTheSameCommands() {
        #expect(!english.commands.isEmpty)
        expectNone(english.commands(missingIn: chinese) + chinese.commands(missingIn: english))
    }

    @Test func readmesNameEveryCommand() {
        for file in repository.swift.filter({ $0.isUnder("Sources/linli") }) {
            let names = file.lines.joined(separator: "\n").matches(of: /commandName: "([a-z-]+)"/).map { String($0.1) }
            for name in names {
                let isNamed = english.codeWords.contains(name)
                #expect(isNamed, "README.md:1: does not name the command `\(name)` of \(file.path)")
            }
        }
    }

    @Test func readmesNameOnlyTargetsThatExist() throws {
        let makefile = try repository.file("Makefile").lines
        let targets = Set(makefile.compactMap { $0.firstMatch(of: /^([a-z-]+):/).map { String($0.1) } })
        let broken = [english, chinese].flatMap { readme in
            readme.commands.filter { $0.key.hasPrefix("make ") && !targets.contains(String($0.key.dropFirst(5))) }
                .map { readme.file.breach($0.value, "the Makefile has no target for `\($0.key)`") }
        }
        expectNone(broken)
    }

    @Test func everyDecisionIsListed() throws {
        let index = Markdown(try repository.file("docs/adr/README.md"))
        let linked = Set(index.links.map(\.target))
        let decisions = repository.files.filter { $0.isUnder("docs/adr") && $0.path != index.file.path }
        #expect(!decisions.isEmpty)
        expectNone(
            decisions.filter { !linked.contains(String($0.path.dropFirst("docs/adr/".count))) }
                .map { $0.breach(0, "is not linked from docs/adr/README.md") })
    }

    @Test func linksResolve() {
        let documents = repository.texts.filter { $0.has(".md") }.map { Markdown($0) }
        #expect(documents.count > 5)
        expectNone(documents.flatMap { $0.deadLinks { repository.exists($0) } })
    }

    @Test func plantedLinks() {
        let planted = Markdown(
            RepositoryFile(
                path: "docs/planted/a.md",
                text: """
                    [up](../b.md#part) and [dead](c.md), [web](https://example.com/x), [here](#part), `[code](no.md)`
                    ```
                    [fenced](no.md)
                    ```
                    ![picture](<../images/a b.png> "title") `linli score`
                    """))
        let there = ["docs/b.md", "docs/images/a b.png"]
        #expect(planted.deadLinks { there.contains($0) }.map(\.line) == [1])
        #expect(planted.deadLinks { _ in false }.count == 3)
        #expect(planted.commands == ["linli score": 4])
    }
}

/// A Markdown file: its links outside code, and what its code names.
struct Markdown {
    struct Link {
        /// Without `#fragment`, as written.
        var target: String
        /// From 0.
        var line: Int
    }

    let file: RepositoryFile
    private(set) var links: [Link] = []
    /// `linli score`, `make run`, `linli rulebook check|list`, with the index of the first line that names each.
    private(set) var commands: [String: Int] = [:]
    private(set) var codeWords: Set<String> = []

    init(_ file: RepositoryFile) {
        self.file = file
        var isFenced = false
        for (index, line) in file.lines.enumerated() {
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isFenced.toggle()
                continue
            }
            let pieces = isFenced ? ["", line] : line.components(separatedBy: "`")
            for (number, piece) in pieces.enumerated() {
                if number % 2 == 1 { readCode(piece, index) } else { readLinks(piece, index) }
            }
        }
    }

    private mutating func readCode(_ code: String, _ index: Int) {
        for match in code.matches(of: /(?:^|[^\w.\/-])(?:linli(?: rulebook)? [a-z][a-z|]*|make [a-z-]+)/) {
            let command = String(match.0.drop { !$0.isLetter })
            if commands[command] == nil { commands[command] = index }
        }
        codeWords.formUnion(code.split { !($0.isLetter || $0 == "-") }.map(String.init))
    }

    private mutating func readLinks(_ prose: String, _ index: Int) {
        for match in prose.matches(of: /\]\((?:<([^>]*)>|([^)\s]*))[^)]*\)/) {
            let target = (match.1 ?? match.2 ?? "").prefix { $0 != "#" }
            links.append(Link(target: String(target), line: index))
        }
    }

    func commands(missingIn other: Markdown) -> [Breach] {
        commands.filter { other.commands[$0.key] == nil }
            .map { file.breach($0.value, "`\($0.key)` is not in \(other.file.path)") }
    }

    /// Links to files that are not there. `exists` takes a path from the root.
    func deadLinks(_ exists: (String) -> Bool) -> [Breach] {
        links.filter { !$0.target.isEmpty && !$0.target.contains(/^[a-z]+:/) }.compactMap { link in
            var parts = link.target.hasPrefix("/") ? [] : file.path.split(separator: "/").dropLast().map(String.init)
            for part in link.target.split(separator: "/") where part != "." {
                if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(String(part)) }
            }
            let path = parts.joined(separator: "/").removingPercentEncoding ?? link.target
            return exists(path) ? nil : file.breach(link.line, "links to \(link.target), which is not there")
        }
    }
}
