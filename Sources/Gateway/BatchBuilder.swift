import Community

/// A batch that is being put together.
struct BatchBuilder {
    /// Bytes that are kept of what is no reading.
    static let malformedBytes = 1000

    /// What `at` means where it is not said.
    let now: Int64
    private var sources = SourceTable()
    private var rows: [ReadingBatch.Row] = []
    private var malformed: [ReadingBatch.Malformed] = []

    init(now: Int64) { self.now = now }

    var batch: ReadingBatch { ReadingBatch(sources: sources.sources, rows: rows, malformed: malformed) }

    /// The names are UTF-8 and of a length that `SourceTable.nameBytes` allows.
    mutating func add(
        device: UnsafeBufferPointer<UInt8>, property: UnsafeBufferPointer<UInt8>, at: Int64?,
        value: ReadingBatch.Value, line: Int
    ) {
        let source = sources.index(device: device, property: property)
        rows.append(ReadingBatch.Row(source: source, line: Int32(clamping: line), at: at ?? now, value: value))
    }

    /// Keeps the beginning of a line that is no reading, as text that any database can hold.
    mutating func add(malformed bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        // A character that the limit cuts begins within it, and three more bytes complete it.
        let text = String(decoding: bytes.prefix(BatchBuilder.malformedBytes + 3), as: UTF8.self)
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            let scalar = scalar.value == 0 ? "\u{FFFD}" : scalar
            count += UTF8.width(scalar)
            if count > BatchBuilder.malformedBytes { break }
            kept.append(scalar)
        }
        malformed.append(ReadingBatch.Malformed(line: line, text: String(kept)))
    }
}
