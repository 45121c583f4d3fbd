import Community
import Spreadsheet

/// A cell of a table of readings.
enum FileCell {
    case nothing
    /// As somebody typed it; it may be a number all the same.
    case text(String)
    /// In the notation of `DecimalText.isNumber`.
    case number(String)
    case flag(Bool)
    /// Milliseconds since 1970.
    case moment(Int64)
    /// Something that no column may hold.
    case wrong

    /// Without the spaces around it.
    static func trimmed(_ text: String) -> String {
        let bytes = text.utf8.drop { LineReader.isSpace($0) }
        guard let last = bytes.lastIndex(where: { !LineReader.isSpace($0) }) else { return "" }
        return String(text[bytes.startIndex...last])
    }

    /// The name of a device or a property.
    var name: String? {
        let name: String
        switch self {
        case .text(let text): name = FileCell.trimmed(text)
        // A device may well be called 1001.
        case .number(let raw): name = DecimalText.normalized(raw) ?? raw
        case .nothing, .flag, .moment, .wrong: return nil
        }
        return SourceTable.nameBytes.contains(name.utf8.count) && !name.utf8.contains(0) ? name : nil
    }

    /// Milliseconds since 1970; `now` where the cell is empty.
    func moment(now: Int64) -> Int64? {
        switch self {
        case .nothing: return now
        case .text(let text):
            let text = FileCell.trimmed(text)
            if text.isEmpty { return now }
            if let number = Int64(text), text.utf8.first != UInt8(ascii: "+") { return Moment.milliseconds(number) }
            return Moment.milliseconds(text: text)
        // Spreadsheets may write a large number with an exponent.
        case .number(let raw): return Double(raw).flatMap { Moment.milliseconds(Int64(exactly: $0)) }
        case .moment(let milliseconds): return Moment.milliseconds(milliseconds)
        case .flag, .wrong: return nil
        }
    }

    var value: ReadingBatch.Value? {
        switch self {
        case .text(let text):
            let word = FileCell.trimmed(text)
            if word.isEmpty || text.utf8.contains(0) { return nil }
            if DecimalText.isNumber(word) { return FileCell.number(word).value }
            switch word.lowercased() {
            case "true", "是": return .flag(true)
            case "false", "否": return .flag(false)
            default: return .text(text)
            }
        case .number(var raw): return raw.withUTF8 { NumberText.double($0) }.map { .number($0) }
        case .flag(let flag): return .flag(flag)
        case .nothing, .moment, .wrong: return nil
        }
    }
}

extension FileCell {
    /// A cell of a workbook; a day or a time is a moment there, whatever number stands for it.
    init(_ cell: ReadCell?, in sheet: ReadSheet) {
        guard let cell else {
            self = .nothing
            return
        }
        if cell.numberKind != .plain {
            self = FileCell.moment(of: cell, in: sheet).map { .moment($0) } ?? .wrong
            return
        }
        switch cell.value {
        case .blank: self = .nothing
        case .text(let text): self = .text(text)
        case .number(let raw): self = .number(raw)
        case .boolean(let flag): self = .flag(flag)
        case .error: self = .wrong
        }
    }

    private static func moment(of cell: ReadCell, in sheet: ReadSheet) -> Int64? {
        guard let moment = sheet.moment(of: cell) else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let (minutes, seconds) = (moment.secondOfDay / 60, moment.secondOfDay % 60)
        return Moment.milliseconds(text: "\(moment.date) \(two(minutes / 60)):\(two(minutes % 60)):\(two(seconds))")
    }
}
