/// What a JSON text says. Whole numbers stay whole: templates write 1 and 1.0 differently.
enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// What is wrong with a text, and at which byte.
    enum Problem: Error, Hashable {
        case malformed(at: Int)
        case tooDeep(at: Int)
    }

    /// How many objects and lists may stand in each other.
    static let depth = 32

    /// Of several entries with one key, the last counts.
    init(_ bytes: [UInt8]) throws(Problem) {
        // What is no UTF-8 would become other texts without a word.
        guard (try? UTF8Span(validating: bytes.span)) != nil else { throw .malformed(at: 0) }
        var reader = JSONReader(bytes)
        self = try reader.document()
    }

    subscript(_ key: String) -> JSONValue? {
        guard case .object(let entries) = self else { return nil }
        return entries[key]
    }
}

private struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var problem: JSONValue.Problem { .malformed(at: place) }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func document() throws(JSONValue.Problem) -> JSONValue {
        let value = try value(0)
        skipSpace()
        guard next == nil else { throw problem }
        return value
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    /// Whether this byte stands here; then it is passed.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    private mutating func value(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth + 1)
        case UInt8(ascii: "["): return try list(depth + 1)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONValue.Problem) -> JSONValue {
        guard bytes[place...].starts(with: word.utf8) else { throw problem }
        place += word.utf8.count
        return value
    }

    private mutating func object(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
        guard depth <= JSONValue.depth else { throw .tooDeep(at: place) }
        place += 1
        var entries: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object(entries) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem }
            let key = try text()
            skipSpace()
            guard take(":") else { throw problem }
            entries[key] = try value(depth)
            skipSpace()
            if take("}") { return .object(entries) }
            guard take(",") else { throw problem }
        }
    }

    private mutating func list(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
        guard depth <= JSONValue.depth else { throw .tooDeep(at: place) }
        place += 1
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return .list(values) }
        while true {
            values.append(try value(depth))
            skipSpace()
            if take("]") { return .list(values) }
            guard take(",") else { throw problem }
        }
    }

    // MARK: Numbers

    private mutating func digits() throws(JSONValue.Problem) {
        let start = place
        while let byte = next, byte >= 0x30, byte <= 0x39 { place += 1 }
        guard place > start else { throw problem }
    }

    private mutating func number() throws(JSONValue.Problem) -> JSONValue {
        let start = place
        var isWhole = true
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .whole(whole) }
        guard let number = Double(text), number.isFinite else { throw .malformed(at: start) }
        return .number(number)
    }

    // MARK: Texts

    private mutating func text() throws(JSONValue.Problem) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            guard byte >= 0x20 else { throw problem }
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(&text)
            default: text.append(byte)
            }
        }
        throw problem
    }

    private mutating func escape(_ text: inout [UInt8]) throws(JSONValue.Problem) {
        guard let byte = next else { throw problem }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try unit()
            if code >= 0xD800, code < 0xDC00 {
                guard take("\\"), take("u") else { throw problem }
                let low = try unit()
                guard low >= 0xDC00, low < 0xE000 else { throw problem }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw problem }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw problem
        }
    }

    private mutating func unit() throws(JSONValue.Problem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw problem }
            code = code << 4 | UInt32(digit)
            place += 1
        }
        return code
    }
}
