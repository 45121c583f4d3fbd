import CYAML

/// Reads one YAML document by libyaml's events: no anchors, aliases or tags, one document.
enum YAMLDocument {
    /// The document, or nil with at least one error told.
    static func read(_ bytes: [UInt8], _ diagnostics: Diagnostics) -> Node? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            // Only a failed allocation comes here.
            fatalError("out of memory")
        }
        defer { yaml_parser_delete(&parser) }
        return bytes.withUnsafeBufferPointer { buffer -> Node? in
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return events(&parser, buffer, diagnostics)
        }
    }

    private static func events(
        _ parser: inout yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>, _ diagnostics: Diagnostics
    ) -> Node? {
        var builder = NodeBuilder()
        var documents = 0
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                tell(parser, bytes, diagnostics)
                return nil
            }
            defer { yaml_event_delete(&event) }
            let mark = Mark(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
            do throws(NodeBuilder.Problem) {
                switch event.type {
                case YAML_STREAM_END_EVENT:
                    if builder.root == nil {
                        diagnostics.error(Mark(line: 1, column: 1), zh: "文件是空的", en: "the file is empty")
                    }
                    return builder.root
                case YAML_DOCUMENT_START_EVENT:
                    documents += 1
                    if documents > 1 {
                        diagnostics.error(
                            mark, zh: "一个文件只能有一份文档，请删去 ---", en: "a file holds one document; remove the ---")
                        return nil
                    }
                case YAML_ALIAS_EVENT:
                    diagnostics.error(mark, zh: "不支持 YAML 别名（*）", en: "YAML aliases (*) are not supported")
                    return nil
                case YAML_SCALAR_EVENT:
                    let scalar = event.data.scalar
                    guard isPlain(scalar.anchor, scalar.tag, mark, diagnostics) else { return nil }
                    let text = String(
                        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
                    builder.scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, at: mark)
                case YAML_SEQUENCE_START_EVENT:
                    let start = event.data.sequence_start
                    guard isPlain(start.anchor, start.tag, mark, diagnostics) else { return nil }
                    try builder.begin(map: false, at: mark)
                case YAML_MAPPING_START_EVENT:
                    let start = event.data.mapping_start
                    guard isPlain(start.anchor, start.tag, mark, diagnostics) else { return nil }
                    try builder.begin(map: true, at: mark)
                case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: builder.end()
                default: break
                }
            } catch {
                diagnostics.tell(error)
                return nil
            }
        }
    }

    private static func isPlain(
        _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?, _ mark: Mark,
        _ diagnostics: Diagnostics
    ) -> Bool {
        if anchor != nil {
            diagnostics.error(mark, zh: "不支持 YAML 锚点（&）", en: "YAML anchors (&) are not supported")
        } else if tag != nil {
            diagnostics.error(mark, zh: "不支持 YAML 标签（!）", en: "YAML tags (!) are not supported")
        }
        return anchor == nil && tag == nil
    }

    private static func tell(
        _ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>, _ diagnostics: Diagnostics
    ) {
        let problem = parser.problem.map { String(cString: $0) } ?? "unknown"
        var mark = Mark(line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        if parser.error == YAML_READER_ERROR {
            // The reader knows only how many bytes in.
            mark = Mark(at: min(parser.problem_offset, bytes.count), in: bytes)
        }
        diagnostics.error(mark, zh: "不是正确的 YAML：\(problem)", en: "not YAML: \(problem)")
    }
}

extension Diagnostics {
    func tell(_ problem: NodeBuilder.Problem) {
        switch problem {
        case .tooDeep(let mark):
            error(mark, zh: "嵌套超过 \(Node.deepest) 层", en: "nested deeper than \(Node.deepest) levels")
        case .keyIsNotText(let mark):
            error(mark, zh: "键必须是文字", en: "a key must be text")
        }
    }
}
