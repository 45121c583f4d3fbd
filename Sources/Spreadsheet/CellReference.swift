/// The place of a cell: row 1...1,048,576 and column 1...16,384 (`XFD`), as people count.
public struct CellReference: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let maximumRow = 1_048_576
    public static let maximumColumn = 16_384

    public let row: Int
    public let column: Int

    /// Nil outside of the sheet.
    public init?(row: Int, column: Int) {
        guard (1...Self.maximumRow).contains(row), (1...Self.maximumColumn).contains(column) else { return nil }
        self.row = row
        self.column = column
    }

    /// Parses `B7` or `$B$7`; nil for anything else, such as `A0`, `XFE1` or `7`. Letters may be small.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Self.parse($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReference? {
        var index = 0
        var column = 0
        var row = 0
        let dollar = UInt8(ascii: "$")
        if index < bytes.count, bytes[index] == dollar { index += 1 }
        while index < bytes.count {
            let letter = bytes[index] & 0xDF
            guard letter >= 0x41, letter <= 0x5A, bytes[index] >= 0x41 else { break }
            column = column * 26 + Int(letter - 0x40)
            guard column <= maximumColumn else { return nil }
            index += 1
        }
        if index < bytes.count, bytes[index] == dollar, column > 0 { index += 1 }
        let firstDigit = index
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            row = row * 10 + Int(bytes[index] - 0x30)
            guard row <= maximumRow else { return nil }
            index += 1
        }
        guard index == bytes.count, index > firstDigit, bytes[firstDigit] != 0x30 else { return nil }
        return CellReference(row: row, column: column)
    }

    /// Letters of a column 1...16,384: `A`, `Z`, `AA`, `XFD`.
    public static func columnName(_ column: Int) -> String {
        var name: [UInt8] = []
        var rest = column
        while rest > 0 {
            name.append(UInt8(0x41 + (rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: name.reversed(), as: UTF8.self)
    }

    /// `B7`.
    public var description: String { Self.columnName(column) + String(row) }

    /// `$B$7`, as formulas need it.
    var absolute: String { "$" + Self.columnName(column) + "$" + String(row) }

    /// Reading order: row by row.
    public static func < (left: CellReference, right: CellReference) -> Bool {
        (left.row, left.column) < (right.row, right.column)
    }
}
