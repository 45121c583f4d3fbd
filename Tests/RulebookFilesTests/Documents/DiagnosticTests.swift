import Rulebook
import Testing

@testable import RulebookFiles

@Suite struct DiagnosticTests {
    private let message = Phrase(zh: "错", en: "wrong")

    @Test func isShownAsCompilersDo() {
        func shown(_ place: Diagnostic.Place, _ severity: Diagnostic.Severity = .error) -> [String] {
            let diagnostic = Diagnostic(severity, file: "甲/a.yaml", place: place, message: message)
            return Language.allCases.map(diagnostic.rendered)
        }
        #expect(shown(.text(line: 3, column: 14)) == ["甲/a.yaml:3:14: error: 错", "甲/a.yaml:3:14: error: wrong"])
        #expect(shown(.file)[1] == "甲/a.yaml:1:1: error: wrong")
        #expect(shown(.cell(sheet: "安全", cell: "B7"))[1] == "甲/a.yaml:安全!B7: error: wrong")
        #expect(shown(.cell(sheet: "安全", cell: ""))[1] == "甲/a.yaml:安全: error: wrong")
        #expect(shown(.text(line: 1, column: 1), .warning)[1] == "甲/a.yaml:1:1: warning: wrong")
    }

    @Test func areToldInTheOrderOfTheFile() {
        let diagnostics = Diagnostics(file: "a")
        for (line, column) in [(3, 1), (1, 9), (1, 2), (2, 5), (1, 2)] {
            diagnostics.error(Mark(line: line, column: column), zh: "错", en: "\(line).\(column)")
        }
        #expect(diagnostics.all.map(\.message.en) == ["1.2", "1.2", "1.9", "2.5", "3.1"])
        #expect(diagnostics.hasErrors)
    }

    @Test func warningsAreNoErrors() {
        let diagnostics = Diagnostics(file: "a")
        #expect(!diagnostics.hasErrors)
        diagnostics.warning(Mark(line: 1, column: 1), zh: "警", en: "careful")
        #expect(!diagnostics.hasErrors)
    }

    @Test func aThousandAreEnough() {
        let text = "rulebook: tiny\nfindings:\n" + (0..<1500).map { "  x\($0): {}\n" }.joined()
        let (assessment, told) = Tiny.read(text)
        #expect(told.count == 1000 && assessment == nil)
        #expect(told.first?.rendered(.en).hasPrefix("a.yaml:3:3: error: no clause 'x0'") == true)
    }

    /// Was a bug: an error that comes after a thousand warnings is not kept, and the file is taken as if it were right.
    @Test func warningsDoNotHideErrors() {
        let ticks = (0..<1000).map { "garag\(Unicode.Scalar(0x4E00 + $0)!): true" }.joined(separator: ", ")
        let (assessment, told) = Tiny.read(
            "rulebook: tiny\nfindings:\n  1.2.a: {checks: {\(ticks)}}\n  1.3.c: {minutes: soon}\n")
        #expect(assessment == nil, "\(told.count { $0.severity == .warning }) warnings")
        #expect(told.contains { $0.severity == .error })
    }
}
