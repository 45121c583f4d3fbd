/// `styles.xml`: what the number format of each cell style shows.
final class StylesPart: XMLPartHandler {
    private static let limit = 100_000
    /// By the style number of a cell.
    private(set) var numberKinds: [NumberKind] = []
    private var custom: [Int: NumberKind] = [:]
    private var isInCellFormats = false

    func start(_ element: XMLElement) throws(SpreadsheetError) {
        if element.name.isSheet("cellXfs") {
            isInCellFormats = true
        } else if isInCellFormats, element.name.isSheet("xf") {
            let format = element.number("numFmtId") ?? 0
            numberKinds.append(custom[format] ?? NumberKind(builtIn: format))
        } else if element.name.isSheet("numFmt"), let id = element.number("numFmtId"),
            let code = element.bytes("formatCode")
        {
            custom[id] = NumberKind(code: code)
        }
        guard numberKinds.count + custom.count <= Self.limit else {
            throw SpreadsheetError(.tooLarge, zh: "单元格样式过多", en: "there are too many cell styles")
        }
    }

    func end(_ name: XMLName) {
        if name.isSheet("cellXfs") { isInCellFormats = false }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

extension NumberKind {
    /// The formats that exist without being listed (ECMA-376 part 1, 18.8.30), with the Chinese ones.
    init(builtIn format: Int) {
        switch format {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
        case 22: self = .dateTime
        case 18...21, 32...35, 45...47, 55, 56: self = .time
        default: self = .plain
        }
    }

    /// From a format code such as `yyyy"年"m"月"d"日"` or `[$-804]h:mm`. Only its first section counts.
    init(code: UnsafeBufferPointer<UInt8>) {
        var letters: Set<UInt8> = []
        var index = 0
        scan: while index < code.count {
            let byte = code[index]
            index += 1
            switch byte {
            case UInt8(ascii: ";"): break scan
            case UInt8(ascii: "\""):
                while index < code.count, code[index] != UInt8(ascii: "\"") { index += 1 }
                index += 1
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): index += 1
            case UInt8(ascii: "["):
                let start = index
                while index < code.count, code[index] != UInt8(ascii: "]") { index += 1 }
                // [h], [mm], [s] count elapsed time; anything else is a colour, a condition or a language.
                let inside = Set(code[start..<min(index, code.count)].map { $0 | 0x20 })
                if inside.count == 1, let unit = inside.first, "hms".utf8.contains(unit) { letters.insert(0x68) }
                index += 1
            default:
                if Self.startsGeneral(code, at: index - 1) {
                    index += 6
                } else if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A {
                    letters.insert(byte | 0x20)
                }
            }
        }
        let hasTime = letters.contains(UInt8(ascii: "h")) || letters.contains(UInt8(ascii: "s"))
        let hasDay = letters.contains(UInt8(ascii: "y")) || letters.contains(UInt8(ascii: "d"))
        let hasMonth = letters.contains(UInt8(ascii: "m")) && !hasTime
        self = hasDay || hasMonth ? (hasTime ? .dateTime : .date) : (hasTime ? .time : .plain)
    }

    private static func startsGeneral(_ code: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index + 7 <= code.count && zip(code[index...], "general".utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
