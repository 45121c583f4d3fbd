import CYAJL

/// Reads one JSON document by yajl's events.
enum JSONDocument {
    /// The document, or nil with at least one error told. `firstLine` is the line the bytes start on.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int = 1, _ diagnostics: Diagnostics) -> Node? {
        let reading = Reading(bytes, firstLine: firstLine)
        var callbacks = yajl_callbacks()
        callbacks.yajl_null = { Reading.of($0).take { $0.builder.scalar("null", isPlain: true, at: $1) } }
        callbacks.yajl_boolean = { context, value in
            Reading.of(context).take { $0.builder.scalar(value != 0 ? "true" : "false", isPlain: true, at: $1) }
        }
        callbacks.yajl_number = { context, text, length in
            Reading.of(context).take { reading, mark in
                let bytes = UnsafeRawBufferPointer(start: text, count: length)
                reading.builder.scalar(String(decoding: bytes, as: UTF8.self), isPlain: true, at: mark)
            }
        }
        callbacks.yajl_string = { context, text, length in
            Reading.of(context).take { reading, mark in
                let text = String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
                reading.builder.scalar(text, isPlain: false, at: mark)
            }
        }
        callbacks.yajl_map_key = callbacks.yajl_string
        callbacks.yajl_start_map = { Reading.of($0).take { try $0.builder.begin(map: true, at: $1) } }
        callbacks.yajl_start_array = { Reading.of($0).take { try $0.builder.begin(map: false, at: $1) } }
        callbacks.yajl_end_map = { Reading.of($0).take { reading, _ in reading.builder.end() } }
        callbacks.yajl_end_array = { Reading.of($0).take { reading, _ in reading.builder.end() } }
        return withUnsafePointer(to: &callbacks) { callbacks -> Node? in
            guard let handle = yajl_alloc(callbacks, nil, Unmanaged.passUnretained(reading).toOpaque()) else {
                // Only a failed allocation comes here.
                fatalError("out of memory")
            }
            defer { yajl_free(handle) }
            reading.handle = handle
            var status = yajl_parse(handle, bytes.baseAddress, bytes.count)
            let isCutOff = status == yajl_status_ok
            if isCutOff { status = yajl_complete_parse(handle) }
            if let problem = reading.problem {
                diagnostics.tell(problem)
                return nil
            }
            guard status == yajl_status_ok else {
                let message = yajl_get_error(handle, 0, nil, 0)
                defer { yajl_free_error(handle, message) }
                var text = message.map { String(cString: $0) } ?? "unknown"
                while text.last == "\n" { text.removeLast() }
                let mark = reading.mark(at: isCutOff ? bytes.count : reading.placeOfError(text))
                diagnostics.error(mark, zh: "不是正确的 JSON：\(text)", en: "not JSON: \(text)")
                return nil
            }
            if reading.builder.root == nil {
                diagnostics.error(Mark(line: firstLine, column: 1), zh: "文件是空的", en: "the file is empty")
            }
            return reading.builder.root
        }
    }

    /// State of one read; lives only while `read` runs, on one thread.
    private final class Reading {
        var builder = NodeBuilder()
        var problem: NodeBuilder.Problem?
        var handle: yajl_handle?
        private let bytes: UnsafeBufferPointer<UInt8>
        /// Where the last token ended.
        private var position = 0
        /// How far lines and columns have been counted.
        private var scanned = 0
        private var line: Int
        private var column = 1

        init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
            self.bytes = bytes
            line = firstLine
        }

        static func of(_ context: UnsafeMutableRawPointer?) -> Reading {
            Unmanaged<Reading>.fromOpaque(context!).takeUnretainedValue()
        }

        /// Hands the token that has just been read on with its mark; 0 stops the parser.
        func take(_ body: (Reading, Mark) throws -> Void) -> Int32 {
            let end = min(yajl_get_bytes_consumed(handle), bytes.count)
            let mark = mark(at: startOfToken())
            position = max(position, end)
            do {
                try body(self, mark)
                return 1
            } catch {
                problem = error as? NodeBuilder.Problem
                return 0
            }
        }

        /// yajl has consumed the character that is wrong, or the token.
        func placeOfError(_ text: String) -> Int {
            let start = startOfToken()
            guard text.hasPrefix("lexical error") else { return min(start, bytes.count) }
            return min(max(start, yajl_get_bytes_consumed(handle) - 1), bytes.count)
        }

        private func startOfToken() -> Int {
            var index = position
            while index < bytes.count {
                switch bytes[index] {
                case 0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x3A: index += 1
                default: return index
                }
            }
            return index
        }

        /// Tokens come in order, so the place is carried on from one to the next.
        func mark(at offset: Int) -> Mark {
            while scanned < offset {
                let byte = bytes[scanned]
                if byte == 0x0A {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
                scanned += 1
            }
            return Mark(line: line, column: column)
        }
    }
}
