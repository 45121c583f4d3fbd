/// A second, simple reader of CSV to compare the fast one with.
enum CSVReference {
    struct Record: Equatable {
        var line: Int
        var fields: [[UInt8]]
    }

    /// The line of an error.
    struct Failure: Error, Equatable {
        var line: Int
    }

    private enum State { case fieldStart, plain, quoted, afterQuote }

    static func parse(_ text: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) -> (records: [Record], failure: Failure?) {
        let quote = UInt8(ascii: "\"")
        var records: [Record] = []
        var record = Record(line: 1, fields: [])
        var field: [UInt8] = []
        var state = State.fieldStart
        var line = 1
        var quoteLine = 1
        var wasQuoted = false
        var isEmpty = true  // nothing of the record has been seen
        func finishRecord() {
            record.fields.append(field)
            if record.fields != [[]] || wasQuoted { records.append(record) }
            field = []
            state = .fieldStart
            wasQuoted = false
            isEmpty = true
        }
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isNewline = byte == 0x0A || byte == 0x0D
            let length = byte == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1
            index += 1
            if byte == 0 { return (records, Failure(line: line)) }
            if isEmpty { record = Record(line: line, fields: []) }
            isEmpty = false
            switch state {
            case .quoted where byte == quote: state = .afterQuote
            case .quoted:
                field += isNewline ? Array(text[(index - 1)..<(index - 1 + length)]) : [byte]
                if isNewline {
                    line += 1
                    index += length - 1
                }
            case .afterQuote where byte == quote:
                field.append(quote)
                state = .quoted
            case _ where isNewline:
                line += 1
                index += length - 1
                finishRecord()
            case _ where byte == delimiter:
                record.fields.append(field)
                field = []
                state = .fieldStart
            case .fieldStart where byte == quote:
                state = .quoted
                wasQuoted = true
                quoteLine = line
            case .fieldStart, .plain:
                if byte == quote { return (records, Failure(line: line)) }
                field.append(byte)
                state = .plain
            case .afterQuote: return (records, Failure(line: line))
            }
        }
        if state == .quoted { return (records, Failure(line: quoteLine)) }
        if !isEmpty { finishRecord() }
        return (records, nil)
    }
}
