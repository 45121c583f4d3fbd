import Documents
import Foundation
import Testing

/// Writes the samples for people to look at: `LINLI_DOCUMENTS_OUT=folder swift test --filter SampleFiles`.
@Suite struct SampleFiles {
    static let folder = ProcessInfo.processInfo.environment["LINLI_DOCUMENTS_OUT"]

    static let samples = [
        ("zh", SampleReport.chinese), ("en", SampleEnglish.document), ("edges", SampleEdges.document),
        ("empty", SampleEdges.empty),
    ]

    @Test(.enabled(if: folder != nil))
    func write() throws {
        let folder = URL(fileURLWithPath: try #require(SampleFiles.folder))
        for (name, document) in SampleFiles.samples {
            let parts = folder.appendingPathComponent("\(name)-docx")
            for part in DOCXRenderer.render(document) {
                let file = parts.appendingPathComponent(part.name)
                let place = file.deletingLastPathComponent()
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try Data(part.bytes).write(to: file)
            }
            let html = HTMLRenderer.render(document)
            try Data(html.utf8).write(to: folder.appendingPathComponent("\(name).html"))
            try PDFPrinter.print(html: html, to: folder.appendingPathComponent("\(name).pdf").path)
        }
    }
}
