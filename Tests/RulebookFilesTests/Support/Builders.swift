import Foundation
import Rulebook
import Testing

@testable import RulebookFiles

// Short ways to write what the tests of this target need.

/// A text in which each `§` marks the place of a diagnostic.
struct Marked {
    let text: String
    let marks: [Mark]

    init(_ marked: String) {
        var (text, marks, mark) = ("", [Mark](), Mark(line: 1, column: 1))
        for scalar in marked.unicodeScalars {
            if scalar == "§" {
                marks.append(mark)
                continue
            }
            text.unicodeScalars.append(scalar)
            mark.column += 1
            if scalar == "\n" { mark = Mark(line: mark.line + 1, column: 1) }
        }
        self.text = text
        self.marks = marks
    }

    func source(_ name: String) -> SourceFile { SourceFile(name: name, bytes: Array(text.utf8)) }

    /// `NAME:LINE:COLUMN: error: MESSAGE` for each mark.
    func expected(_ name: String, _ messages: [String], _ severity: Diagnostic.Severity = .error) -> [String] {
        zip(marks, messages).map { "\(name):\($0.line):\($0.column): \(severity.rawValue): \($1)" }
    }
}

extension [Diagnostic] {
    var english: [String] { map { $0.rendered(.en) } }

    /// Every message is told in Chinese too, at the same place.
    var areBilingual: Bool {
        allSatisfy { diagnostic in
            let (zh, en) = (diagnostic.message.zh, diagnostic.message.en)
            return zh != en && zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
                && en.unicodeScalars.contains { ("a"..."z").contains($0) }
        }
    }
}

func source(_ text: String, _ name: String = "file.yaml") -> SourceFile {
    SourceFile(name: name, bytes: Array(text.utf8))
}

/// The document of a text and what was told about it.
func document(_ file: SourceFile) -> (root: Node?, told: [Diagnostic]) {
    let diagnostics = Diagnostics(file: file.name)
    return (file.document(diagnostics), diagnostics.all)
}

extension Node {
    /// As one line, to compare: plain scalars as they are, others in quotes.
    var shown: String {
        switch content {
        case .scalar(let text, let isPlain): isPlain ? text : "\"\(text)\""
        case .list(let nodes): "[" + nodes.map(\.shown).joined(separator: ", ") + "]"
        case .map(let entries): "{" + entries.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", ") + "}"
        }
    }

    subscript(_ key: String) -> Node? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    subscript(_ index: Int) -> Node? {
        guard case .list(let nodes) = content, nodes.indices.contains(index) else { return nil }
        return nodes[index]
    }

    var place: String { "\(mark.line):\(mark.column)" }
}

/// The fixture: a complete small rulebook with every kind of rule.
enum Tiny {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/tiny").path()

    static let folder: RulebookFolder = try! RulebookFolder(path: path)  // a fixture of this target

    static let book: Rulebook = RulebookReader.read(folder).rulebook!

    /// Reads an assessment of it; the text is what follows `findings:`, indented by two.
    static func findings(_ text: String) -> (findings: [String: Finding]?, told: [Diagnostic]) {
        let (result, told) = read("rulebook: tiny\nfindings:\n" + text)
        return (result?.findings, told)
    }

    static func read(_ text: String, _ name: String = "a.yaml") -> (assessment: Assessment?, told: [Diagnostic]) {
        read(source(text, name))
    }

    static func read(_ file: SourceFile) -> (assessment: Assessment?, told: [Diagnostic]) {
        let (result, told) = AssessmentReader.read(file, rulebooks: { $0 == "tiny" ? book : nil }, known: ["tiny"])
        return (result?.assessment, told)
    }
}
