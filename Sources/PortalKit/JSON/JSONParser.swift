/// Reads JSON strictly (RFC 8259): UTF-8, each name once in an object, nothing after the value, a bounded depth.
///
/// The character 0 is refused as well: nothing needs it, and PostgreSQL cannot keep it.
struct JSONParser {
    /// Where it makes no sense, in bytes from 0.
    struct Problem: Error, Hashable {
        var offset: Int
    }

    static let deepest = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func parse(_ bytes: [UInt8]) throws(Problem) -> JSON {
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        if parser.position < bytes.count { throw parser.problem }
        return value
    }

    private var problem: Problem { Problem(offset: position) }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Problem) -> JSON {
        switch next {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Problem) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Problem) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(Problem) -> JSON) throws(Problem) -> JSON {
        depth += 1
        if depth > JSONParser.deepest { throw problem }
        position += 1
        skipSpace()
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Problem) -> JSON {
        let length = word.utf8CodeUnitCount
        let text = UnsafeBufferPointer(start: word.utf8Start, count: length)
        guard bytes.count - position >= length, bytes[position..<position + length].elementsEqual(text) else {
            throw problem
        }
        position += length
        return value
    }

    private mutating func object() throws(Problem) -> JSON {
        var members: [JSON.Member] = []
        var names: Set<String> = []
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw problem }
            let name = try string()
            if !names.insert(name).inserted { throw problem }
            skipSpace()
            if !take(UInt8(ascii: ":")) { throw problem }
            skipSpace()
            members.append(JSON.Member(name, try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            if !take(UInt8(ascii: ",")) { throw problem }
            skipSpace()
        }
    }

    private mutating func array() throws(Problem) -> JSON {
        var items: [JSON] = []
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            items.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            if !take(UInt8(ascii: ",")) { throw problem }
            skipSpace()
        }
    }

    private mutating func number() throws(Problem) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(Problem) {
        let start = position
        while let byte = next, (48...57).contains(byte) { position += 1 }
        if position == start { throw problem }
    }

    private mutating func string() throws(Problem) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 32 { position += 1 }
        var text = Array(bytes[start..<position])
        while true {
            guard let byte = next, byte >= 32 else { throw problem }
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(byte)
            }
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw problem }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(Problem) {
        guard let byte = next else { throw problem }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw problem
        }
    }

    private mutating func escapedScalar() throws(Problem) -> Character {
        let high = try hexadecimal()
        if high == 0 { throw problem }
        if let scalar = Unicode.Scalar(high) { return Character(scalar) }
        // A surrogate: only the first half of a pair may stand here, and the second has to follow.
        guard high < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw problem }
        let low = try hexadecimal()
        guard (0xdc00...0xdfff).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
        else { throw problem }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch next {
            case .some(let digit) where (48...57).contains(digit): value = value << 4 | UInt32(digit - 48)
            case .some(let digit) where (65...70).contains(digit): value = value << 4 | UInt32(digit - 55)
            case .some(let digit) where (97...102).contains(digit): value = value << 4 | UInt32(digit - 87)
            default: throw problem
            }
            position += 1
        }
        return value
    }
}
