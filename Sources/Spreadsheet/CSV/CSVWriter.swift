/// Writes CSV (RFC 4180) in UTF-8 with CRLF line ends.
public struct CSVWriter: Sendable {
    public enum Field: Equatable, Sendable {
        case empty
        /// NUL, which CSV readers reject, becomes U+FFFD.
        case text(String)
        /// A decimal in the notation of `DecimalText.isNumber`; anything else is treated as text.
        case number(String)
        case integer(Int)
    }

    private let delimiter: CSVReader.Delimiter
    private let guardsFormulas: Bool
    /// What has been written and not been taken yet.
    public private(set) var bytes: [UInt8]

    /// `guardsFormulas` puts an apostrophe before a text that a spreadsheet would take for a formula: one that begins
    /// with `= + - @` (or their full-width forms), tab or CR; numbers, negative ones too, stay as they are. Excel
    /// takes a file without `byteOrderMark` for the system's legacy encoding.
    public init(delimiter: CSVReader.Delimiter = .comma, guardsFormulas: Bool = true, byteOrderMark: Bool = true) {
        self.delimiter = delimiter
        self.guardsFormulas = guardsFormulas
        bytes = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    }

    /// Appends one record. A record without fields is an empty line.
    public mutating func append(_ fields: [Field]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter.rawValue) }
            switch field {
            // An empty line would be skipped by readers.
            case .empty: if fields.count == 1 { bytes += [0x22, 0x22] }
            case .integer(let value): bytes.append(contentsOf: String(value).utf8)
            case .number(let text) where DecimalText.isNumber(text): bytes.append(contentsOf: text.utf8)
            case .number(let text), .text(let text): append(text, isAlone: fields.count == 1)
            }
        }
        bytes += [0x0D, 0x0A]
    }

    /// Hands over what has been written and begins anew, for writing a long file piece by piece.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(_ text: String, isAlone: Bool) {
        let quote = UInt8(ascii: "\"")
        let isFormula =
            guardsFormulas && text.unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } == true
        let needsQuotes =
            text.utf8.contains { $0 == quote || $0 == delimiter.rawValue || $0 == 0x0D || $0 == 0x0A }
            || text.isEmpty && isAlone || text.utf8.first == 0x20 || text.utf8.last == 0x20
        if needsQuotes { bytes.append(quote) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            if byte == 0 { bytes += [0xEF, 0xBF, 0xBD] } else { bytes.append(byte) }
        }
        if needsQuotes { bytes.append(quote) }
    }
}
