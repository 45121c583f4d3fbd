import Foundation

/// Prints HTML to PDF with a headless Chromium. Blocks its thread for one to a few seconds: call it off the event loop.
public enum PDFPrinter {
    /// Writes `path` whole or not at all; everything else that the browser writes goes to a folder that is removed.
    public static func print(html: String, to path: String) throws(Failure) {
        let environment = ProcessInfo.processInfo.environment
        guard let browser = Browser.find(environment: environment) else { throw .browserMissing }
        try print(html: html, to: path, browser: browser)
    }

    static func print(html: String, to path: String, browser: Browser, timeout: Int = 60) throws(Failure) {
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("linli-pdf-\(UUID().uuidString)", isDirectory: true)
        defer { remove(scratch) }
        let page = scratch.appendingPathComponent("page.html")
        let printed = scratch.appendingPathComponent("page.pdf")
        do {
            let rights: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true, attributes: rights)
            try Data(html.utf8).write(to: page)
        } catch {
            throw .cannotWrite(path: scratch.path)
        }
        try browser.print(page: page, to: printed, scratch: scratch, timeout: timeout)
        guard let pdf = try? Data(contentsOf: printed), pdf.starts(with: Data("%PDF".utf8)) else {
            throw .failed(browser.lastWords(in: scratch))
        }
        do {
            try pdf.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path: path)
        }
    }

    /// The browser's helpers may still be closing their files when it has gone: the second try is for them.
    private static func remove(_ folder: URL) {
        if (try? FileManager.default.removeItem(at: folder)) != nil { return }
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        Thread.sleep(forTimeInterval: 0.3)
        try? FileManager.default.removeItem(at: folder)
    }
}
