/// Swift source with the contents of comments, strings and regular expressions blanked, so that words in them count for
/// nothing. Lines keep their numbers. What stands in an interpolation is code and stays.
struct SwiftCode {
    let lines: [String]
    /// Indices of lines on which there is a comment.
    let commented: Set<Int>

    init(_ file: RepositoryFile) {
        var blanker = Blanker(file.lines.joined(separator: "\n"))
        blanker.code(inInterpolation: false)
        let pieces = blanker.bytes.split(separator: .newline, omittingEmptySubsequences: false)
        lines = pieces.map { String(decoding: $0, as: UTF8.self) }
        commented = blanker.commented
    }

    var text: String { lines.joined(separator: "\n") }
}

/// Walks over the source once. It knows as much of Swift's grammar as it takes to tell code from text.
private struct Blanker {
    var bytes: [UInt8]
    var commented: Set<Int> = []
    private var position = 0
    private var line = 0
    /// The last byte of code that was not a space; after one of these a `/` begins a regular expression.
    private var previous = UInt8.newline
    private static let beforeRegex = Set("(,=:[{!&|?\n".utf8)

    init(_ source: String) { bytes = Array(source.utf8) }

    private func at(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }

    private func sees(_ text: StaticString) -> Bool {
        (0..<text.utf8CodeUnitCount).allSatisfy { at($0) == text.utf8Start[$0] }
    }

    /// How many `#` stand here.
    private var pounds: Int {
        var count = 0
        while at(count) == .pound { count += 1 }
        return count
    }

    private mutating func skip(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == .newline { line += 1 }
            position += 1
        }
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == .newline { line += 1 } else { bytes[position] = .space }
            position += 1
        }
    }

    /// Up to the end of the file, or past the `)` that closes an interpolation.
    mutating func code(inInterpolation: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = at(0)
            let fences = pounds
            if sees("//") {
                lineComment()
            } else if sees("/*") {
                blockComment()
            } else if at(fences) == .quote {
                skip(fences)
                string(fences: fences)
                previous = .quote
            } else if at(fences) == .slash, fences > 0 || beginsRegex {
                skip(fences)
                regex(fences: fences)
                previous = .slash
            } else {
                if byte == .open { depth += 1 }
                if byte == .close {
                    depth -= 1
                    if inInterpolation, depth == 0 { return skip() }
                }
                if byte != .space { previous = byte }
                skip()
            }
        }
    }

    private var beginsRegex: Bool {
        Blanker.beforeRegex.contains(previous) && at(1) != .space && at(1) != .newline && at(1) != .close
    }

    private mutating func lineComment() {
        commented.insert(line)
        while position < bytes.count, at(0) != .newline { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            commented.insert(line)
            if sees("/*") {
                depth += 1
                blank(2)
            } else if sees("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < bytes.count
    }

    private func closes(_ fences: Int, after count: Int) -> Bool {
        (0..<fences).allSatisfy { at(count + $0) == .pound }
    }

    private mutating func string(fences: Int) {
        let quotes = sees("\"\"\"") ? 3 : 1
        skip(quotes)
        while position < bytes.count {
            if at(0) == .backslash, closes(fences, after: 1) {
                blank(1 + fences)
                if at(0) == .open { code(inInterpolation: true) } else { blank() }
            } else if quotes == 3 ? sees("\"\"\"") : at(0) == .quote, closes(fences, after: quotes) {
                return skip(quotes + fences)
            } else if quotes == 1, at(0) == .newline {
                return  // Not Swift; go on with the next line.
            } else {
                blank()
            }
        }
    }

    private mutating func regex(fences: Int) {
        skip()
        while position < bytes.count {
            if at(0) == .backslash {
                blank(2)
            } else if at(0) == .slash, closes(fences, after: 1) {
                return skip(1 + fences)
            } else if fences == 0, at(0) == .newline {
                return
            } else {
                blank()
            }
        }
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let pound = UInt8(ascii: "#")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let open = UInt8(ascii: "(")
    fileprivate static let close = UInt8(ascii: ")")
}
