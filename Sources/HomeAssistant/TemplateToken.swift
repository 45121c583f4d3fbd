/// The smallest parts of a template.
struct TemplateToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// What stands outside of braces.
        case literal(String)
        /// `{{`
        case output
        /// `{%`
        case statement
        /// `}}` or `%}`
        case close
        case name(String)
        case text(String)
        case whole(Int64)
        case number(Double)
        case symbol(String)
        case end
    }

    var kind: Kind
    /// The byte at which it begins.
    var at: Int
}

/// Cuts a template into its tokens.
struct TemplateLexer {
    private let bytes: [UInt8]
    private var place = 0
    private var tokens: [TemplateToken] = []

    private static let longSymbols = ["==", "!=", "<=", ">=", "//", "**"]
    private static let shortSymbols = Set("+-*/%~<>()[]{}.,:|=".utf8)

    private init(_ text: String) { bytes = Array(text.utf8) }

    static func tokens(_ text: String) throws(TemplateProblem) -> [TemplateToken] {
        var lexer = TemplateLexer(text)
        try lexer.run()
        return lexer.tokens
    }

    private func has(_ word: String, at place: Int) -> Bool {
        bytes[min(place, bytes.count)...].starts(with: word.utf8)
    }

    private mutating func run() throws(TemplateProblem) {
        var literal: [UInt8] = []
        var begin = 0
        var skipsSpace = false
        while place < bytes.count {
            guard has("{{", at: place) || has("{%", at: place) || has("{#", at: place) else {
                if skipsSpace, TemplateLexer.isSpace(bytes[place]) {
                    place += 1
                    continue
                }
                skipsSpace = false
                if literal.isEmpty { begin = place }
                literal.append(bytes[place])
                place += 1
                continue
            }
            let (kind, start) = (bytes[place + 1], place)
            place += 2
            if has("-", at: place) {
                place += 1
                while let last = literal.last, TemplateLexer.isSpace(last) { literal.removeLast() }
            }
            if kind == UInt8(ascii: "#") {
                skipsSpace = try skipComment(from: start)
                continue
            }
            if !literal.isEmpty {
                tokens.append(TemplateToken(kind: .literal(String(decoding: literal, as: UTF8.self)), at: begin))
                literal = []
            }
            let isOutput = kind == UInt8(ascii: "{")
            tokens.append(TemplateToken(kind: isOutput ? .output : .statement, at: start))
            skipsSpace = try inside(isOutput ? "}}" : "%}", from: start)
        }
        if !literal.isEmpty {
            tokens.append(TemplateToken(kind: .literal(String(decoding: literal, as: UTF8.self)), at: begin))
        }
        tokens.append(TemplateToken(kind: .end, at: bytes.count))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether it takes the white space behind it away.
    private mutating func skipComment(from start: Int) throws(TemplateProblem) -> Bool {
        while place < bytes.count {
            if has("#}", at: place) {
                place += 2
                return bytes[place - 3] == UInt8(ascii: "-")
            }
            place += 1
        }
        throw .malformed(at: start)
    }

    /// All up to the closing braces. Whether they take the white space behind them away.
    private mutating func inside(_ close: String, from start: Int) throws(TemplateProblem) -> Bool {
        var braces = 0
        while place < bytes.count {
            let byte = bytes[place]
            if TemplateLexer.isSpace(byte) {
                place += 1
                continue
            }
            // Braces of a dictionary do not close the template.
            if braces == 0 {
                let takesSpace = byte == UInt8(ascii: "-") && has(close, at: place + 1)
                if takesSpace || has(close, at: place) {
                    tokens.append(TemplateToken(kind: .close, at: place))
                    place += takesSpace ? 3 : 2
                    return takesSpace
                }
            }
            if byte == UInt8(ascii: "{") { braces += 1 }
            if byte == UInt8(ascii: "}") { braces -= 1 }
            guard braces >= 0 else { throw .malformed(at: place) }
            let at = place
            tokens.append(TemplateToken(kind: try token(), at: at))
        }
        throw .malformed(at: start)
    }

    private mutating func token() throws(TemplateProblem) -> TemplateToken.Kind {
        switch bytes[place] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            return .name(take { $0 == UInt8(ascii: "_") || TemplateLexer.isLetter($0) || TemplateLexer.isDigit($0) })
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try quoted(bytes[place]))
        case let byte:
            for symbol in TemplateLexer.longSymbols where has(symbol, at: place) {
                place += 2
                return .symbol(symbol)
            }
            guard TemplateLexer.shortSymbols.contains(byte) else { throw .malformed(at: place) }
            place += 1
            return .symbol(String(UnicodeScalar(byte)))
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
        let start = place
        while place < bytes.count, isPart(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func number() throws(TemplateProblem) -> TemplateToken.Kind {
        let start = place
        var text = take(TemplateLexer.isDigit)
        var isWhole = true
        if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "."), TemplateLexer.isDigit(bytes[place + 1]) {
            isWhole = false
            place += 1
            text += "." + take(TemplateLexer.isDigit)
        }
        // Whether an exponent, 0x10, 1_000 or a name in the wrong place: real templates have none of it.
        if place < bytes.count, bytes[place] == UInt8(ascii: "_") || TemplateLexer.isLetter(bytes[place]) {
            throw .unsupported("number", at: start)
        }
        if isWhole, let whole = Int64(text) { return .whole(whole) }
        guard !isWhole, let number = Double(text), number.isFinite else { throw .unsupported("number", at: start) }
        return .number(number)
    }

    private mutating func quoted(_ quote: UInt8) throws(TemplateProblem) -> String {
        let start = place
        var text: [UInt8] = []
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard place < bytes.count else { break }
            switch bytes[place] {
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): text.append(bytes[place])
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            default: throw .unsupported("escape", at: place - 1)
            }
            place += 1
        }
        throw .malformed(at: start)
    }
}
