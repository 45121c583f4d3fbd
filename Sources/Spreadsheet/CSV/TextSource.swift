import Glibc

/// The text of a source as UTF-8, without its byte order mark.
final class TextSource {
    private let source: ByteSource
    private let converter: Converter?

    /// Begins at the beginning of the source.
    init(_ source: ByteSource, _ encoding: TextEncoding) throws(SpreadsheetError) {
        self.source = source
        let mark = encoding.mark
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: mark.count, alignment: 1)
        defer { head.deallocate() }
        source.rewind(to: 0)
        let isMarked = try source.read(into: head) == mark.count && head.elementsEqual(mark)
        let skipped = isMarked ? mark.count : 0
        source.rewind(to: skipped)
        converter = encoding == .utf8 ? nil : try Converter(encoding, offset: skipped)
    }

    /// 0 at the end. The target must have room for at least 8 bytes.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(SpreadsheetError) -> Int {
        guard let converter else { return try source.read(into: UnsafeMutableRawBufferPointer(target)) }
        return try converter.read(from: source, into: target)
    }
}

/// Converts to UTF-8 by iconv, in pieces.
private final class Converter {
    private let encoding: TextEncoding
    private let handle: iconv_t
    /// Bytes not converted yet lie at the front.
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private var filled = 0
    /// Offset in the source of the first byte of `input`.
    private var offset: Int
    private var isAtEnd = false

    init(_ encoding: TextEncoding, offset: Int) throws(SpreadsheetError) {
        self.encoding = encoding
        self.offset = offset
        guard let handle = iconv_open("UTF-8", encoding.converterName), handle != iconv_t(bitPattern: -1) else {
            throw SpreadsheetError(
                .encoding, zh: "系统缺少 \(encoding.rawValue) 转换器",
                en: "this system has no converter for \(encoding.rawValue)")
        }
        self.handle = handle
    }

    deinit {
        iconv_close(handle)
        input.deallocate()
    }

    func read(
        from source: ByteSource, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws(SpreadsheetError) -> Int {
        while true {
            if !isAtEnd {
                let free = UnsafeMutableRawBufferPointer(rebasing: input[filled...])
                let count = try source.read(into: free)
                filled += count
                isAtEnd = count == 0 && !free.isEmpty
            }
            if filled == 0 { return 0 }
            let produced = try convert(into: target)
            if produced > 0 { return produced }
        }
    }

    private func convert(into target: UnsafeMutableBufferPointer<UInt8>) throws(SpreadsheetError) -> Int {
        var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var remaining = filled
        var to = UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var room = target.count
        let failed = iconv(handle, &from, &remaining, &to, &room) == Int(bitPattern: UInt.max)
        let reason = errno
        let used = filled - remaining
        offset += used
        input.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[used..<filled]))  // may overlap
        filled = remaining
        // E2BIG: no more room. EINVAL: the piece ends within a character, which is only wrong at the end.
        let isCutOff = failed && reason == EINVAL && isAtEnd && target.count == room
        if isCutOff || failed && reason == EILSEQ && target.count == room {
            throw SpreadsheetError(
                .encoding, zh: "第 \(offset) 字节起不是有效的 \(encoding.rawValue) 文本",
                en: "from byte \(offset) on it is not valid \(encoding.rawValue) text")
        }
        return target.count - room
    }
}
