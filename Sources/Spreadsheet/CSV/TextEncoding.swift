/// What the text of a file is written in.
public enum TextEncoding: String, Sendable, CaseIterable {
    /// With or without a byte order mark.
    case utf8 = "UTF-8"
    /// What Chinese versions of Excel write as "CSV": assumed for a file without a byte order mark that is not valid
    /// UTF-8 but, to its last byte, valid GB 18030.
    case gb18030 = "GB 18030"
    /// With a byte order mark only.
    case utf16LittleEndian = "UTF-16LE"
    /// With a byte order mark only.
    case utf16BigEndian = "UTF-16BE"
}

extension TextEncoding {
    /// Name for iconv.
    var converterName: String { self == .gb18030 ? "GB18030" : rawValue }

    /// Bytes of the byte order mark that tells this encoding.
    var mark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .gb18030: [0x84, 0x31, 0x95, 0x33]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        }
    }

    /// Reads all of the source if need be, and leaves it at an undefined place.
    static func detect(in source: ByteSource) throws(SpreadsheetError) -> TextEncoding {
        let head = try head(of: source)
        // A UTF-32 mark begins like the one of UTF-16.
        if head.starts(with: [0xFF, 0xFE, 0, 0]) { throw unknown(at: 0) }
        for encoding in allCases where head.starts(with: encoding.mark) {
            if encoding == .utf8, let offset = try invalidUTF8(in: source) { throw unknown(at: offset) }
            return encoding
        }
        guard let invalid = try invalidUTF8(in: source) else { return .utf8 }
        do throws(SpreadsheetError) {
            let text = try TextSource(source, .gb18030)
            let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
            defer { scratch.deallocate() }
            while try text.read(into: scratch) > 0 {}
        } catch {
            guard error.kind == .encoding else { throw error }
            throw SpreadsheetError(
                .encoding, zh: "不是 UTF-8(第 \(invalid) 字节起无效);作为 GB 18030 也不行:\(error.reason.zh)",
                en: "it is not UTF-8 (invalid from byte \(invalid)), and as GB 18030: \(error.reason.en)")
        }
        return .gb18030
    }

    private static func head(of source: ByteSource) throws(SpreadsheetError) -> [UInt8] {
        source.rewind(to: 0)
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
        defer { head.deallocate() }
        let count = try source.read(into: head)
        return Array(head.prefix(count))
    }

    /// Offset of the first byte (from 0) that is not UTF-8.
    private static func invalidUTF8(in source: ByteSource) throws(SpreadsheetError) -> Int? {
        source.rewind(to: 0)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { chunk.deallocate() }
        var validator = UTF8Validator()
        while true {
            let count = try source.read(into: chunk)
            if count == 0 { return validator.finish() }
            if let offset = validator.firstInvalid(in: UnsafeRawBufferPointer(rebasing: chunk[..<count])) {
                return offset
            }
        }
    }

    private static func unknown(at offset: Int) -> SpreadsheetError {
        SpreadsheetError(
            .encoding, zh: "第 \(offset) 字节起不是有效的 UTF-8 文本", en: "from byte \(offset) on it is not valid UTF-8 text")
    }
}

/// Checks UTF-8 that comes in pieces, strictly: nothing overlong, no surrogates, nothing above U+10FFFF.
struct UTF8Validator {
    private var consumed = 0
    /// Offset of the lead byte of the sequence that is open.
    private var sequenceStart = 0
    /// Continuation bytes still to come, and what the next of them may be.
    private var missing = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Offset of the first byte of the first invalid sequence, counted over all pieces.
    mutating func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                while index + 8 <= bytes.count,
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                { index += 8 }
                if index == bytes.count { break }
            }
            let byte = bytes[index]
            if missing > 0 {
                guard allowed.contains(byte) else { return sequenceStart }
                allowed = 0x80...0xBF
                missing -= 1
            } else if byte >= 0x80 {
                sequenceStart = consumed + index
                guard open(byte) else { return sequenceStart }
            }
            index += 1
        }
        consumed += bytes.count
        return nil
    }

    /// Offset of a sequence that the end cuts off.
    func finish() -> Int? { missing > 0 ? sequenceStart : nil }

    private mutating func open(_ lead: UInt8) -> Bool {
        switch lead {
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: return false
        }
        switch lead {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: allowed = 0x80...0xBF
        }
        return true
    }
}
