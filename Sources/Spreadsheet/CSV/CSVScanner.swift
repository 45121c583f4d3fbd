/// Finds records and fields in a text that comes in pieces.
///
/// All of the current record stays in one buffer: field bounds are offsets from its start, and quoted fields are
/// unquoted in place, as the result is never longer.
struct CSVScanner: ~Copyable {
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let source: TextSource
    private let options: CSVReader.Options
    private let plain: PlainRun

    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Start of the current record.
    private var start = 0
    /// First byte that is not scanned yet.
    private var position = 0
    /// End of the bytes in the buffer. A NUL follows, which ends every run of plain bytes, and then room for a word.
    private var end = 0

    private var bounds: UnsafeMutablePointer<Int32>
    private var boundsCapacity: Int
    private var count = 0
    /// The line at `position`.
    private var line = 1
    private var recordLine = 1
    /// The last record ended with CR: an LF here belongs to it.
    private var skipsLineFeed = false
    private var sawQuote = false

    /// - Parameter capacity: bytes of the buffer at first, at least 16. Tests make it small.
    init(source: TextSource, options: CSVReader.Options, capacity: Int = 256 << 10) {
        self.source = source
        self.options = options
        self.capacity = capacity
        buffer = .allocate(capacity: capacity + PlainRun.padding)
        buffer.initialize(repeating: 0, count: capacity + PlainRun.padding)
        boundsCapacity = min(64, options.fields)
        bounds = .allocate(capacity: 2 * boundsCapacity)
        plain = PlainRun(delimiter: options.delimiter.rawValue)
    }

    deinit {
        buffer.deallocate()
        bounds.deallocate()
    }

    var record: CSVRecord { CSVRecord(start: buffer + start, bounds: bounds, count: count, line: recordLine) }

    mutating func next() throws(SpreadsheetError) -> Bool {
        while try scanRecord() {
            let isBlank = count == 1 && bounds[0] == bounds[1] && !sawQuote
            if !isBlank || !options.skipsBlankLines { return true }
        }
        return false
    }

    /// False at the end of the text.
    private mutating func scanRecord() throws(SpreadsheetError) -> Bool {
        start = position
        count = 0
        sawQuote = false
        if position == end, try !refill() { return false }
        if skipsLineFeed {
            skipsLineFeed = false
            if buffer[position] == Self.lineFeed {
                position += 1
                start = position
                if position == end, try !refill() { return false }
            }
        }
        recordLine = line
        while try !scanField() {}
        guard position - start <= options.recordBytes else { throw recordTooLong }
        return true
    }

    /// Scans one field and what ends it; true at the end of the record.
    private mutating func scanField() throws(SpreadsheetError) -> Bool {
        var begin = position - start
        var cursor = buffer + position
        let plain = plain
        while true {
            cursor = plain.end(from: cursor)
            let offset = cursor - buffer
            switch cursor.pointee {
            case options.delimiter.rawValue:
                try append(begin, offset - start)
                position = offset + 1
                // The record goes on, most often with another plain field: do that without leaving the loop.
                begin = position - start
                cursor += 1
            case Self.lineFeed, Self.carriageReturn:
                try append(begin, offset - start)
                position = offset
                endLine()
                return true
            case Self.quote:
                position = offset
                guard offset - start == begin else {
                    throw syntax(
                        line, zh: "未加引号的字段中间有引号", en: "there is a quote within a field that does not begin with one")
                }
                return try scanQuoted()
            default:
                position = offset
                guard offset == end else { throw syntax(line, zh: "含有 NUL 字节", en: "there is a NUL byte") }
                guard try refill() else {
                    try append(begin, position - start)
                    return true
                }
                cursor = buffer + position
            }
        }
    }

    /// `position` is at the opening quote.
    private mutating func scanQuoted() throws(SpreadsheetError) -> Bool {
        let openingLine = line
        let begin = position - start + 1
        var target = begin
        sawQuote = true
        position += 1
        while true {
            if position == end, try !refill() {
                throw syntax(openingLine, zh: "这里开始的引号没有结束", en: "the quote that opens here is never closed")
            }
            let byte = buffer[position]
            position += 1
            switch byte {
            case Self.quote:
                if position == end, try !refill() {
                    try append(begin, target)
                    return true
                }
                guard buffer[position] == Self.quote else {
                    try append(begin, target)
                    return try finishQuoted()
                }
                position += 1
            case Self.lineFeed:
                // CRLF is one line. The byte before is at least the opening quote.
                if target == begin || buffer[start + target - 1] != Self.carriageReturn { line += 1 }
            case Self.carriageReturn: line += 1
            case 0: throw syntax(line, zh: "含有 NUL 字节", en: "there is a NUL byte")
            default: break
            }
            buffer[start + target] = byte
            target += 1
        }
    }

    /// `position` is behind the closing quote, with at least one byte to come.
    private mutating func finishQuoted() throws(SpreadsheetError) -> Bool {
        switch buffer[position] {
        case options.delimiter.rawValue:
            position += 1
            return false
        case Self.lineFeed, Self.carriageReturn:
            endLine()
            return true
        default:
            throw syntax(line, zh: "结束的引号之后还有文字", en: "there is text after a closing quote")
        }
    }

    /// `position` is at CR or LF.
    private mutating func endLine() {
        skipsLineFeed = buffer[position] == Self.carriageReturn
        position += 1
        line += 1
    }

    @inline(__always)
    private mutating func append(_ begin: Int, _ end: Int) throws(SpreadsheetError) {
        if count == boundsCapacity { try growBounds() }
        let target = bounds + 2 &* count
        target[0] = Int32(truncatingIfNeeded: begin)
        target[1] = Int32(truncatingIfNeeded: end)
        count &+= 1
    }

    private mutating func growBounds() throws(SpreadsheetError) {
        guard count < options.fields else {
            throw SpreadsheetError(
                .tooLarge, line: recordLine, zh: "一条记录的字段超过 \(options.fields) 个",
                en: "a record has more than \(options.fields) fields")
        }
        boundsCapacity = min(2 * boundsCapacity, options.fields)
        let larger = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * boundsCapacity)
        larger.update(from: bounds, count: 2 * count)
        bounds.deallocate()
        bounds = larger
    }

    /// Brings more text behind `end`, after moving the current record to the front; false at the end of the text.
    private mutating func refill() throws(SpreadsheetError) -> Bool {
        let kept = end - start
        guard kept <= options.recordBytes else { throw recordTooLong }
        if kept > capacity / 2 {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + PlainRun.padding)
            larger.initialize(repeating: 0, count: 2 * capacity + PlainRun.padding)
            larger.update(from: buffer + start, count: kept)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        } else if start > 0 {
            buffer.update(from: buffer + start, count: kept)
        }
        position -= start
        end = kept
        start = 0
        do throws(SpreadsheetError) {
            end += try source.read(into: UnsafeMutableBufferPointer(start: buffer + kept, count: capacity - kept))
        } catch {
            var placed = error
            placed.line = line
            throw placed
        }
        buffer[end] = 0
        return end > kept
    }

    private var recordTooLong: SpreadsheetError {
        SpreadsheetError(
            .tooLarge, line: recordLine, zh: "记录超过 \(options.recordBytes) 字节的上限",
            en: "the record is longer than the limit of \(options.recordBytes) bytes")
    }

    private func syntax(_ line: Int, zh: String, en: String) -> SpreadsheetError {
        SpreadsheetError(.syntax, line: line, zh: zh, en: en)
    }
}
