import Database

/// Rows in the binary form that COPY takes.
///
/// Source: PostgreSQL, COPY, "Binary Format"; numbers have their highest byte first.
struct CopyBuffer {
    /// A row above it is left to INSERT, which knows how long one may be. Bytes.
    private static let longestRow = 1 << 28
    private static let signature: [UInt8] = [80, 71, 67, 79, 80, 89, 10, 255, 13, 10, 0]

    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: Bytes that it is expected to hold.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: Self.signature)
        // No flags, no extension of the header.
        append(Int64(0))
    }

    /// - Parameter types: One for each value.
    /// - Returns: Whether it is in; false adds nothing: a value is not of the type of its column, or not to be stored.
    mutating func add(_ row: [SQLValue], as types: [CopyType]) -> Bool {
        let start = bytes.count
        append(Int16(truncatingIfNeeded: row.count))
        for (value, type) in zip(row, types) where !add(value, as: type) {
            bytes.removeSubrange(start...)
            return false
        }
        guard bytes.count - start <= Self.longestRow else {
            bytes.removeSubrange(start...)
            return false
        }
        return true
    }

    mutating func end() { append(Int16(-1)) }

    /// What INSERT would convert otherwise than a whole number to floating-point is not taken.
    private mutating func add(_ value: SQLValue, as type: CopyType) -> Bool {
        switch (value, type) {
        case (.null, _): append(Int32(-1))
        case (.int(let number), .int64): appendNumber(number)
        case (.int(let number), .double): appendNumber(Int64(bitPattern: Double(number).bitPattern))
        case (.double(let number), .double):
            guard !number.isNaN else { return false }
            appendNumber(Int64(bitPattern: number.bitPattern))
        case (.text(let text), .text):
            guard (try? value.check()) != nil else { return false }
            append(Int32(truncatingIfNeeded: text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        case (.blob(let blob), .bytes):
            append(Int32(truncatingIfNeeded: blob.count))
            bytes.append(contentsOf: blob)
        default: return false
        }
        return true
    }

    private mutating func appendNumber(_ bits: Int64) {
        append(Int32(8))
        append(bits)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
