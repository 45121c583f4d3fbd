/// Reads CSV (RFC 4180) record by record in constant memory.
///
/// Fields come as bytes of the reader's own buffer, so that numbers can be parsed without a String each. Text is UTF-8
/// whatever the file was written in; see `TextEncoding`. Lines end with CRLF, LF or CR. Every call blocks.
///
///     var reader = try CSVReader(path: "readings.csv")
///     while try reader.next() {
///         reader.withRecord { record in ... }
///     }
public struct CSVReader: ~Copyable {
    public enum Delimiter: UInt8, Sendable, CaseIterable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
    }

    public struct Options: Sendable, Equatable {
        public var delimiter: Delimiter
        /// Bytes of one record in UTF-8; also bounds the memory of the reader. 1...1,073,741,824.
        public var recordBytes: Int
        /// Fields of one record.
        public var fields: Int
        /// An empty line is no record; a line with a pair of quotes is one.
        public var skipsBlankLines: Bool

        public init(
            delimiter: Delimiter = .comma, recordBytes: Int = 1 << 20, fields: Int = 16_384,
            skipsBlankLines: Bool = true
        ) {
            self.delimiter = delimiter
            self.recordBytes = min(max(recordBytes, 1), 1 << 30)
            self.fields = max(fields, 1)
            self.skipsBlankLines = skipsBlankLines
        }
    }

    /// What the file was found to be written in.
    public let encoding: TextEncoding
    private let path: String?
    private var scanner: CSVScanner

    /// Opens a regular file. It is read twice: once to tell its encoding, which only its last byte settles, and once
    /// for its records.
    ///
    /// Throws `cannotRead`, and `encoding` with the offset of the first byte that no known encoding allows.
    public init(path: String, options: Options = Options()) throws(SpreadsheetError) {
        let opened: (encoding: TextEncoding, text: TextSource)
        do throws(SpreadsheetError) {
            opened = try Self.open(try ByteSource(path: path))
        } catch {
            throw error.placed(file: path)
        }
        encoding = opened.encoding
        scanner = CSVScanner(source: opened.text, options: options)
        self.path = path
    }

    /// Reads bytes that are already in memory.
    public init(bytes: [UInt8], options: Options = Options()) throws(SpreadsheetError) {
        try self.init(bytes: bytes, options: options, capacity: 256 << 10)
    }

    init(bytes: [UInt8], options: Options, capacity: Int) throws(SpreadsheetError) {
        let opened = try Self.open(ByteSource(bytes: bytes))
        encoding = opened.encoding
        scanner = CSVScanner(source: opened.text, options: options, capacity: capacity)
        path = nil
    }

    private static func open(
        _ source: ByteSource
    ) throws(SpreadsheetError) -> (encoding: TextEncoding, text: TextSource) {
        let encoding = try TextEncoding.detect(in: source)
        return (encoding, try TextSource(source, encoding))
    }

    /// Moves to the next record; false at the end.
    ///
    /// Throws `syntax` with the line: a quote that is never closed (the line where it opens), a quote within an
    /// unquoted field, text after a closing quote, a NUL byte; and `tooLarge` for a record beyond the limits. After
    /// an error there is no going on.
    public mutating func next() throws(SpreadsheetError) -> Bool {
        do throws(SpreadsheetError) {
            return try scanner.next()
        } catch {
            throw error.placed(file: path)
        }
    }

    /// Lends out the current record. It has no fields before the first call of `next` and after the last one.
    public func withRecord<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing CSVRecord) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(scanner.record)
    }
}

/// One record, lent out by `CSVReader.withRecord`.
public struct CSVRecord: ~Copyable {
    @usableFromInline let start: UnsafePointer<UInt8>
    /// Begin and end of each field, counted from `start`.
    @usableFromInline let bounds: UnsafePointer<Int32>
    /// Number of fields, at least 1.
    public let count: Int
    /// Line of the file on which the record begins, from 1.
    public let line: Int

    /// The bytes of a field 0..<count, without quotes around it and within. Valid until `withRecord` returns.
    @inlinable
    public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count, "the record has no such field")
        let begin = Int(bounds[2 * index])
        return UnsafeBufferPointer(start: start + begin, count: Int(bounds[2 * index + 1]) - begin)
    }

    /// A copy of a field 0..<count.
    public func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    /// Copies of all fields.
    public var strings: [String] {
        var strings: [String] = []
        strings.reserveCapacity(count)
        for index in 0..<count { strings.append(string(index)) }
        return strings
    }
}
