import Dispatch
import Foundation

extension PDFPrinter {
    /// A Chromium to run, and how it is run.
    struct Browser {
        let path: String

        private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

        /// `LINLI_CHROMIUM` decides where it is set, otherwise the first of the usual names on `PATH`.
        static func find(environment: [String: String]) -> Browser? {
            let files = FileManager.default
            if let chosen = environment["LINLI_CHROMIUM"], !chosen.isEmpty {
                return files.isExecutableFile(atPath: chosen) ? Browser(path: chosen) : nil
            }
            let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            for name in names {
                for folder in folders where files.isExecutableFile(atPath: "\(folder)/\(name)") {
                    return Browser(path: "\(folder)/\(name)")
                }
            }
            return nil
        }

        func print(page: URL, to file: URL, scratch: URL, timeout: Int) throws(Failure) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments(page: page, to: file, scratch: scratch)
            process.environment = environment(scratch: scratch)
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            // A file and not a pipe: a talkative browser cannot fill it up and hang.
            let words = scratch.appendingPathComponent(Browser.wordsName)
            guard FileManager.default.createFile(atPath: words.path, contents: nil),
                let log = try? FileHandle(forWritingTo: words)
            else { throw .cannotWrite(path: words.path) }
            defer { try? log.close() }
            process.standardError = log

            let ended = DispatchSemaphore(value: 0)
            process.terminationHandler = { _ in ended.signal() }
            do { try process.run() } catch { throw .failed("\(path): \(error.localizedDescription)") }
            if ended.wait(timeout: .now() + .seconds(timeout)) == .timedOut {
                end(process, ended: ended)
                throw .timedOut(seconds: timeout)
            }
            guard process.terminationReason == .exit, process.terminationStatus == 0 else {
                throw .failed(lastWords(in: scratch))
            }
        }

        /// The last line of what the browser said.
        func lastWords(in scratch: URL) -> String {
            let words = try? Data(contentsOf: scratch.appendingPathComponent(Browser.wordsName))
            let lines = String(decoding: words ?? Data(), as: UTF8.self).split(whereSeparator: \.isNewline)
            return lines.last.map { String($0).trimmingCharacters(in: .whitespaces) } ?? ""
        }

        private static let wordsName = "stderr.txt"

        private func arguments(page: URL, to file: URL, scratch: URL) -> [String] {
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                // A report needs nothing from outside, so the browser gets no way out.
                "--disable-background-networking", "--disable-component-update", "--no-proxy-server",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=\(scratch.appendingPathComponent("profile").path)",
                "--no-pdf-header-footer", "--generate-pdf-document-outline",
                "--print-to-pdf=\(file.path)", page.absoluteString,
            ]
        }

        private func environment(scratch: URL) -> [String: String] {
            // What is secret is none of a browser's business.
            var environment = ProcessInfo.processInfo.environment.filter {
                !$0.key.hasPrefix("LINLI_") && !$0.key.hasPrefix("PG")
            }
            environment["TMPDIR"] = scratch.path
            environment["XDG_CONFIG_HOME"] = scratch.path
            environment["XDG_CACHE_HOME"] = scratch.path
            return environment
        }

        /// Asks it to end, then insists: the whole process group where the browser leads one.
        private func end(_ process: Process, ended: DispatchSemaphore) {
            let id = process.processIdentifier
            let target = getpgid(id) == id ? -id : id
            kill(target, SIGTERM)
            if ended.wait(timeout: .now() + .seconds(2)) == .timedOut {
                kill(target, SIGKILL)
                _ = ended.wait(timeout: .now() + .seconds(2))
            }
        }
    }
}
