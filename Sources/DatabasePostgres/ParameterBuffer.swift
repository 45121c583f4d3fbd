import Database

/// Arguments in the form that libpq takes, in memory that is used again.
///
/// Everything is text, so that the server takes it for the type that it needs, but for bytes.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    mutating func fill(_ arguments: [SQLValue]) throws {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for argument in arguments {
            try argument.check()
            offsets.append(argument == .null ? -1 : bytes.count)
            var isBinary = false
            switch argument {
            case .null: break
            case .int(let number): bytes.append(contentsOf: String(number).utf8)
            case .double(let number): bytes.append(contentsOf: number.description.utf8)
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .blob(let blob):
                bytes.append(contentsOf: blob)
                isBinary = true
            }
            formats.append(isBinary ? 1 : 0)
            lengths.append(Int32(truncatingIfNeeded: bytes.count - max(offsets[offsets.count - 1], 0)))
            bytes.append(0)
        }
        guard bytes.count < 1 << 30 else { throw DatabaseError(.other, "arguments of \(bytes.count) bytes") }
    }

    /// Calls the body with count, values, lengths and formats.
    mutating func withArrays<T>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        pointers.removeAll(keepingCapacity: true)
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                for offset in offsets { pointers.append(offset < 0 ? nil : bytes.baseAddress.map { $0 + offset }) }
                return pointers.withUnsafeBufferPointer { pointers in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(Int32(offsets.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }
}
