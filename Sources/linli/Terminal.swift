import Foundation
import Rulebook
import RulebookFiles

#if canImport(Glibc)
    import Glibc
#endif

/// Where text goes: results to standard output, diagnostics and progress to standard error. Colour only on a terminal.
enum Terminal {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1
    private static let wantsColour = ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty

    enum Style: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    static func styled(_ text: String, _ style: Style) -> String {
        outputIsTerminal && wantsColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    static func print(_ text: String = "") {
        write(text + "\n", to: STDOUT_FILENO)
    }

    static func tell(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Puts a text in the place of the line that stands there.
    static func overwrite(_ text: String) { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

    static func tell(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            let text = diagnostic.rendered(Speech.language)
            guard errorIsTerminal, wantsColour else {
                tell(text)
                continue
            }
            let word = diagnostic.severity.rawValue + ":"
            let colour = diagnostic.severity == .error ? Style.red : .yellow
            tell(text.replacingOccurrences(of: " \(word) ", with: " \u{1B}[\(colour.rawValue)m\(word)\u{1B}[0m "))
        }
    }

    static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    private static func write(_ text: String, to file: Int32) { write(Array(text.utf8), to: file) }

    /// Writes everything, in as many goes as the system wants; a reader that has gone away ends the program quietly.
    private static func write(_ bytes: [UInt8], to file: Int32) {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let written = Glibc.write(file, bytes.baseAddress! + done, bytes.count - done)
                if written < 0, errno == EINTR { continue }
                if written <= 0 { exit(errno == EPIPE ? 0 : 74) }
                done += written
            }
        }
    }

    /// How many columns a text takes: Chinese characters take two.
    static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x0300...0x036F, 0x200B...0x200F: sum
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }

    static func padded(_ text: String, to columns: Int, leading: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return leading ? space + text : text + space
    }

    /// A bar such as `██████░░░░`.
    static func bar(_ share: Double, columns: Int = 20) -> String {
        let full = Int((max(0, min(1, share)) * Double(columns)).rounded())
        return String(repeating: "█", count: full) + String(repeating: "░", count: columns - full)
    }
}

/// A progress bar on a terminal's standard error for what takes longer than a second.
struct Progress {
    private let total: Int
    private let what: String
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shownAt: ContinuousClock.Instant?

    init(total: Int, what: String) {
        self.total = max(1, total)
        self.what = what
        start = clock.now
    }

    mutating func advance(to done: Int) {
        guard Terminal.errorIsTerminal else { return }
        let now = clock.now
        guard now - start > .seconds(1), shownAt.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
        shownAt = now
        let share = Double(done) / Double(total)
        FileHandle.standardError.write(Data("\r\(what) \(Terminal.bar(share, columns: 30)) \(Int(share * 100))% ".utf8))
    }

    func finish() {
        guard shownAt != nil else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
