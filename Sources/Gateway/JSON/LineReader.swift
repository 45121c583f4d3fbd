import Community
import Glibc

/// Takes a body of JSON apart into lines, or elements, and reads each on its own.
struct LineReader: ~Copyable {
    private let body: UnsafeBufferPointer<UInt8>
    /// Nothing in the whole of it that yajl lets pass; then no line needs to be looked at for it.
    private let isClean: Bool
    private var objects: ObjectReader
    private var builder: BatchBuilder

    /// - Parameter device: whose readings these are where they do not say; empty: they have to say.
    init(_ body: UnsafeBufferPointer<UInt8>, now: Int64, device: [UInt8]) {
        self.body = body
        objects = ObjectReader(device: device)
        isClean = LineReader.isClean(body)
        builder = BatchBuilder(now: now)
    }

    var batch: ReadingBatch { builder.batch }

    mutating func readLines() {
        var start = 0
        var line = 0
        while start < body.count {
            line += 1
            let end = LineReader.end(of: body, from: start)
            let bytes = LineReader.trimmed(UnsafeBufferPointer(rebasing: body[start..<end]))
            if !bytes.isEmpty, read(bytes, line: line) != .taken { builder.add(malformed: bytes, line: line) }
            start = end + 1
        }
    }

    mutating func readArray() {
        // Behind the bracket.
        var start = (body.firstIndex(of: UInt8(ascii: "[")) ?? 0) + 1
        var line = 0
        while true {
            line += 1
            let element = JSONElement(body, from: start)
            let bytes = UnsafeBufferPointer(rebasing: body[element.range])
            if bytes.isEmpty, element.end == .bracket, line == 1 {
                return endArray(element, line: line)
            }
            switch bytes.isEmpty ? .broken : read(bytes, line: line) {
            case .taken: break
            case .noReading where element.end != .nothing: builder.add(malformed: bytes, line: line)
            case .noReading, .broken: return builder.add(malformed: rest(from: element.range.lowerBound), line: line)
            }
            if element.end != .comma { return endArray(element, line: line + 1) }
            start = element.next
        }
    }

    /// Nothing may follow an array, and its bracket may not be missing.
    private mutating func endArray(_ element: JSONElement, line: Int) {
        let rest = rest(from: element.next)
        if element.end != .bracket || !rest.isEmpty { builder.add(malformed: rest, line: line) }
    }

    private func rest(from start: Int) -> UnsafeBufferPointer<UInt8> {
        LineReader.trimmed(UnsafeBufferPointer(rebasing: body[start...]))
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) -> ObjectReader.Outcome {
        guard isClean || LineReader.isClean(bytes) else { return .noReading }
        return objects.read(bytes, line: line, into: &builder)
    }

    /// UTF-8, of which yajl checks no more than the shape, and without the vertical tabs and form feeds that it takes
    /// for spaces.
    private static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        return memchr(start, 0x0B, bytes.count) == nil && memchr(start, 0x0C, bytes.count) == nil
            && (try? UTF8Span(validating: bytes.span)) != nil
    }

    private static func end(of body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = body.baseAddress, let found = memchr(base + start, 0x0A, body.count - start) else {
            return body.count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, bytes.count)
        while start < end, isSpace(bytes[start]) { start += 1 }
        while start < end, isSpace(bytes[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }
}
