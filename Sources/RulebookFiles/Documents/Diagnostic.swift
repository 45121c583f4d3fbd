public import Rulebook

/// One thing that is wrong with what somebody wrote, where it stands and what was probably meant.
public struct Diagnostic: Hashable, Sendable, Error {
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    public enum Place: Hashable, Sendable {
        case file
        /// Both from 1; columns count characters.
        case text(line: Int, column: Int)
        /// A cell such as `B7`, or a sheet as a whole where the cell is empty.
        case cell(sheet: String, cell: String)
    }

    public var severity: Severity
    /// As the user named it.
    public var file: String
    public var place: Place
    public var message: Phrase

    public init(_ severity: Severity = .error, file: String, place: Place = .file, message: Phrase) {
        self.severity = severity
        self.file = file
        self.place = place
        self.message = message
    }

    /// `FILE:LINE:COLUMN: error: …` or `FILE:SHEET!CELL: error: …`.
    public func rendered(_ language: Language) -> String {
        let position =
            switch place {
            case .file: "\(file):1:1"
            case .text(let line, let column): "\(file):\(line):\(column)"
            case .cell(let sheet, let cell): cell.isEmpty ? "\(file):\(sheet)" : "\(file):\(sheet)!\(cell)"
            }
        return "\(position): \(severity.rawValue): \(message[language])"
    }
}

/// Collects what is wrong with one file, so that everything can be told at once.
public final class Diagnostics {
    public let file: String
    /// What a mark means in this kind of file: a line and column, or a cell.
    private let place: (Mark) -> Diagnostic.Place
    private var found: [Diagnostic] = []
    /// A hostile file must not fill the screen, nor the memory.
    private static let limit = 1000

    public init(
        file: String, place: @escaping (Mark) -> Diagnostic.Place = { .text(line: $0.line, column: $0.column) }
    ) {
        self.file = file
        self.place = place
    }

    public var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// No more is kept: looking for what was probably meant would be for nothing.
    var isFull: Bool { found.count >= Diagnostics.limit && hasErrors }

    /// In the order of the file; what has no line stands as it was found.
    public var all: [Diagnostic] {
        found.enumerated().sorted { left, right in
            guard case .text(let line, let column) = left.element.place,
                case .text(let otherLine, let otherColumn) = right.element.place,
                (line, column) != (otherLine, otherColumn)
            else { return left.offset < right.offset }
            return (line, column) < (otherLine, otherColumn)
        }.map(\.element)
    }

    public func error(_ place: Diagnostic.Place, zh: String, en: String) {
        add(Diagnostic(file: file, place: place, message: Phrase(zh: zh, en: en)))
    }

    public func error(_ mark: Mark, zh: String, en: String) {
        error(place(mark), zh: zh, en: en)
    }

    public func warning(_ mark: Mark, zh: String, en: String) {
        add(Diagnostic(.warning, file: file, place: place(mark), message: Phrase(zh: zh, en: en)))
    }

    public func add(_ diagnostic: Diagnostic) {
        // A first error is kept however many warnings came before it.
        if found.count < Diagnostics.limit || (diagnostic.severity == .error && !hasErrors) {
            found.append(diagnostic)
        }
    }
}

/// A place in a text, both from 1; columns count characters.
public struct Mark: Hashable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
    /// The place of a byte.
    init(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let before = bytes[..<offset]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        line = before.count { $0 == 0x0A } + 1
        column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    }
}
