/// Where an element of a JSON array begins and ends, without a look at whether it is well-formed.
struct JSONElement {
    enum End {
        case comma, bracket
        /// The array is cut off here.
        case nothing
    }

    /// Without the spaces around it; empty where there is no element.
    let range: Range<Int>
    let end: End
    /// Behind the comma or the bracket.
    let next: Int

    init(_ body: UnsafeBufferPointer<UInt8>, from start: Int) {
        var index = start
        while index < body.count, LineReader.isSpace(body[index]) { index += 1 }
        let first = index
        var depth = 0
        var isText = false
        var end = End.nothing
        scan: while index < body.count {
            let byte = body[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 }
                if byte == UInt8(ascii: "\"") { isText = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: ",") where depth == 0:
                    end = .comma
                    break scan
                case UInt8(ascii: "]") where depth == 0:
                    end = .bracket
                    break scan
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
            index += 1
        }
        index = min(index, body.count)
        var last = index
        while last > first, LineReader.isSpace(body[last - 1]) { last -= 1 }
        range = first..<last
        self.end = end
        next = end == .nothing ? index : index + 1
    }
}
