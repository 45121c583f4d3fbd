/// The members of a JSON object, each value as the bytes that stand there: signatures are over those. Whether a value
/// is well-formed is not looked at; whoever reads it finds out.
struct JSONMembers {
    private var values: [String: ArraySlice<UInt8>] = [:]

    /// nil: no object, or a name twice, of which it would be open which one was signed.
    init?(_ bytes: [UInt8]) {
        var rest = Self.trimmed(bytes[...])
        guard rest.popFirst() == UInt8(ascii: "{"), rest.popLast() == UInt8(ascii: "}") else { return nil }
        rest = Self.trimmed(rest)
        while !rest.isEmpty {
            guard let name = Self.name(&rest) else { return nil }
            rest = Self.trimmed(rest)
            guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
            let value = Self.value(&rest)
            guard !value.isEmpty, values.updateValue(value, forKey: name) == nil else { return nil }
            guard let comma = rest.popFirst() else { return }
            rest = Self.trimmed(rest)
            guard comma == UInt8(ascii: ","), !rest.isEmpty else { return nil }
        }
    }

    subscript(name: String) -> [UInt8]? { values[name].map { Array($0) } }

    /// Up to the comma behind it.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (depth, isText, isEscaped) = (0, false, false)
        var end = rest.endIndex
        scan: for index in rest.indices {
            let byte = rest[index]
            if isText {
                isText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                end = index
                break scan
            default: break
            }
        }
        defer { rest = rest[end...] }
        return trimmed(rest[..<end])
    }

    /// nil also with an escape in it: no provider writes one there.
    private static func name(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.popFirst() == UInt8(ascii: "\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else {
            return nil
        }
        let name = rest[..<end]
        rest = rest[(end + 1)...]
        return name.contains(UInt8(ascii: "\\")) ? nil : String(validating: name, as: UTF8.self)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return [] }
        return bytes[...last].drop(while: isSpace)
    }
}
