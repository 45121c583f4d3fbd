import Foundation
import Testing

@testable import Documents

@Suite struct PDFPrinterTests {
    static let hasBrowser = PDFPrinter.Browser.find(environment: ProcessInfo.processInfo.environment) != nil
    static let hasPoppler = ["pdfinfo", "pdftotext"].allSatisfy { tool($0) != nil }

    private static func tool(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func output(_ name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(tool(name)))
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// A new folder, removed at the end.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("linli-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func script(_ text: String, in folder: URL) throws -> PDFPrinter.Browser {
        let file = folder.appendingPathComponent("browser.sh")
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return PDFPrinter.Browser(path: file.path)
    }

    @Test(.enabled(if: hasBrowser && hasPoppler))
    func printsChineseWithPageNumbers() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("报告.pdf")
            try PDFPrinter.print(html: HTMLRenderer.render(SampleReport.chinese), to: file.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["报告.pdf"])
            let info = try PDFPrinterTests.output("pdfinfo", [file.path])
            let pages = try #require(info.split(separator: "\n").first { $0.hasPrefix("Pages:") })
            let count = try #require(Int(pages.dropFirst(6).trimmingCharacters(in: .whitespaces)))
            #expect(count > 10)
            #expect(info.contains("(A4)"))
            let cover = try PDFPrinterTests.output("pdftotext", ["-l", "1", file.path, "-"])
            #expect(cover.contains("智慧社区评价报告") && cover.contains("二星级"))
            #expect(!cover.contains("共 \(count) 页") && !cover.contains("数据摘要"))
            let second = try PDFPrinterTests.output("pdftotext", ["-f", "2", "-l", "2", file.path, "-"])
            #expect(second.contains("第 2 页 / 共 \(count) 页"))
            #expect(second.contains("春江花园社区 · 智慧社区评价报告") && second.contains("数据摘要"))
            let last = try PDFPrinterTests.output("pdftotext", ["-f", "\(count)", file.path, "-"])
            #expect(last.contains("评价机构（盖章）"))
        }
    }

    @Test func aBrowserThatFailsLeavesNothingAndIsQuoted() throws {
        try withFolder { folder in
            let browser = try script("echo first >&2; echo 'last words' >&2; exit 3", in: folder)
            let file = folder.appendingPathComponent("out.pdf")
            #expect(throws: PDFPrinter.Failure.failed("last words")) {
                try PDFPrinter.print(html: "", to: file.path, browser: browser)
            }
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test func aBrowserThatWritesNoPDFHasFailed() throws {
        try withFolder { folder in
            let browser = try script("exit 0", in: folder)
            #expect(throws: PDFPrinter.Failure.failed("")) {
                try PDFPrinter.print(html: "", to: folder.appendingPathComponent("out.pdf").path, browser: browser)
            }
        }
    }

    @Test func aBrowserThatHangsIsEndedWithItsHelpers() throws {
        try withFolder { folder in
            // The helper would write the file after the time is over.
            let late = folder.appendingPathComponent("late")
            let browser = try script("(sleep 4; touch '\(late.path)') & trap '' TERM; sleep 30; sleep 30", in: folder)
            let start = ContinuousClock.now
            #expect(throws: PDFPrinter.Failure.timedOut(seconds: 1)) {
                try PDFPrinter.print(
                    html: "", to: folder.appendingPathComponent("out.pdf").path, browser: browser, timeout: 1)
            }
            #expect(ContinuousClock.now - start < .seconds(15))
            Thread.sleep(forTimeInterval: 4)
            #expect(!FileManager.default.fileExists(atPath: late.path))
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        try withFolder { folder in
            let browser = try script(
                "for a; do case $a in --print-to-pdf=*) printf '%%PDF-1.4' > \"${a#*=}\";; esac; done", in: folder)
            let path = folder.appendingPathComponent("no/such/folder/out.pdf").path
            #expect(throws: PDFPrinter.Failure.cannotWrite(path: path)) {
                try PDFPrinter.print(html: "", to: path, browser: browser)
            }
            let good = folder.appendingPathComponent("out.pdf")
            try Data("old".utf8).write(to: good)
            try PDFPrinter.print(html: "", to: good.path, browser: browser)
            #expect(try Data(contentsOf: good) == Data("%PDF-1.4".utf8))
        }
    }

    @Test func findsTheBrowserThatIsMeant() throws {
        #expect(PDFPrinter.Browser.find(environment: ["PATH": "/nowhere"]) == nil)
        #expect(PDFPrinter.Browser.find(environment: ["LINLI_CHROMIUM": "/nowhere/chrome", "PATH": "/usr/bin"]) == nil)
        #expect(PDFPrinter.Browser.find(environment: ["LINLI_CHROMIUM": "/bin/sh"])?.path == "/bin/sh")
        try withFolder { folder in
            let file = folder.appendingPathComponent("google-chrome")
            try Data("#!/bin/sh\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
            #expect(PDFPrinter.Browser.find(environment: ["PATH": "/nowhere:\(folder.path)"])?.path == file.path)
        }
    }

    @Test func failuresSayTheRemedyInBothLanguages() {
        let failures: [PDFPrinter.Failure] = [
            .browserMissing, .failed("x"), .timedOut(seconds: 60), .cannotWrite(path: "/x"),
        ]
        for failure in failures {
            #expect(failure.message(language: "zh-CN") != failure.message(language: "en"))
            #expect(failure.description.contains(failure.message(language: "zh")))
        }
        for language in ["zh-CN", "en"] {
            let message = PDFPrinter.Failure.browserMissing.message(language: language)
            #expect(message.contains("apt install chromium fonts-noto-cjk") && message.contains("LINLI_CHROMIUM"))
        }
    }
}
