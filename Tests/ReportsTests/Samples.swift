import Foundation
import Rulebook
import RulebookFiles
import Testing

/// Files of the repository that the tests of this target read.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func score(_ path: String) throws -> Score {
        let data = try Data(contentsOf: root.appendingPathComponent(path))
        let (result, diagnostics) = AssessmentFile.read(
            SourceFile(name: path, bytes: [UInt8](data)), rulebooks: { Rulebook.builtIn($0) }, known: [])
        #expect(diagnostics.isEmpty, "\(diagnostics.map { $0.rendered(.en) })")
        let (assessment, rulebook) = try #require(result)
        return Scorer(rulebook).score(assessment)
    }

    /// Compares with a committed file; `RECORD=1` writes it anew.
    static func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = root.appendingPathComponent("Tests/ReportsTests/Golden/\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try Data(text.utf8).write(to: file) }
        let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == golden, "\(name) differs; RECORD=1 writes it anew", sourceLocation: sourceLocation)
    }
}
