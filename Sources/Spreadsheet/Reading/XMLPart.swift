internal import CExpat

/// What a part of the archive says, element by element. A thrown error ends the parsing.
protocol XMLPartHandler: AnyObject {
    func start(_ element: XMLElement) throws(SpreadsheetError)
    func end(_ name: XMLName) throws(SpreadsheetError)
    /// A piece of character data, valid during the call; one text may come in many pieces.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError)
}

/// Streams one part through expat: no DOCTYPE and therefore no entities, no deep nesting, no endless tokens.
enum XMLPart {
    private static let chunk = 64 << 10
    /// A tag or comment longer than this is no spreadsheet. It also bounds the work that expat repeats on a token which
    /// does not end within a chunk.
    private static let longestToken = 2 << 20
    fileprivate static let deepestNesting = 64

    static func parse(
        _ part: consuming ZipReader.Part, named name: String, with handler: any XMLPartHandler
    ) throws(SpreadsheetError) {
        var part = part
        guard let parser = XML_ParserCreateNS(nil, XMLName.separator) else {
            throw SpreadsheetError(.tooLarge, zh: "内存不足", en: "out of memory")
        }
        defer { XML_ParserFree(parser) }
        let state = XMLParserState(parser, part: name, handler: handler)
        let opaque = Unmanaged.passUnretained(state).toOpaque()
        XML_SetUserData(parser, opaque)
        connect(parser)
        var total = 0
        while true {
            guard let buffer = XML_GetBuffer(parser, Int32(chunk)) else {
                throw SpreadsheetError(.tooLarge, zh: "内存不足", en: "out of memory")
            }
            let count = try part.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: chunk))
            let status = withExtendedLifetime(state) { XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0) }
            if let error = state.error { throw error }
            guard status == XML_STATUS_OK else { throw malformed(parser, part: name) }
            if count == 0 { return }
            total += count
            guard total - max(0, Int(XML_GetCurrentByteIndex(parser))) <= longestToken else {
                throw SpreadsheetError(
                    .refused, zh: "文件内的“\(name)”有过长的标记", en: "“\(name)” inside has an overlong token")
            }
        }
    }

    private static func connect(_ parser: XML_Parser) {
        XML_SetElementHandler(
            parser,
            { XMLParserState.from($0)?.start($1, $2) },
            { XMLParserState.from($0)?.end($1) })
        XML_SetCharacterDataHandler(parser) { XMLParserState.from($0)?.text($1, $2) }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in XMLParserState.from(user)?.refuseDoctype() }
    }

    private static func malformed(_ parser: XML_Parser, part: String) -> SpreadsheetError {
        let why = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "?"
        let line = XML_GetCurrentLineNumber(parser)
        return SpreadsheetError(
            .damaged, zh: "文件内的“\(part)”第 \(line) 行不是正确的 XML(\(why))",
            en: "“\(part)” inside is not well-formed XML at its line \(line) (\(why))")
    }
}

/// What the C callbacks share.
private final class XMLParserState {
    private let parser: XML_Parser
    private let part: String
    private let handler: any XMLPartHandler
    private var depth = 0
    /// The first error; nothing is handed on after it.
    private(set) var error: SpreadsheetError?
    /// Cheaper to look at than the error.
    private var hasFailed = false

    init(_ parser: XML_Parser, part: String, handler: any XMLPartHandler) {
        self.parser = parser
        self.part = part
        self.handler = handler
    }

    static func from(_ user: UnsafeMutableRawPointer?) -> XMLParserState? {
        user.map { Unmanaged<XMLParserState>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard !hasFailed, let name, let attributes else { return }
        depth += 1
        do throws(SpreadsheetError) {
            guard depth <= XMLPart.deepestNesting else {
                throw SpreadsheetError(.refused, zh: "文件内的“\(part)”嵌套过深", en: "“\(part)” inside is nested too deeply")
            }
            try handler.start(XMLElement(name: XMLName(name), attributes: attributes))
        } catch {
            stop(error)
        }
    }

    func end(_ name: UnsafePointer<CChar>?) {
        guard !hasFailed, let name else { return }
        depth -= 1
        do throws(SpreadsheetError) { try handler.end(XMLName(name)) } catch { stop(error) }
    }

    func text(_ characters: UnsafePointer<CChar>?, _ count: Int32) {
        guard !hasFailed, let characters else { return }
        let bytes = UnsafeRawBufferPointer(start: characters, count: Int(count))
        do throws(SpreadsheetError) { try handler.text(bytes.assumingMemoryBound(to: UInt8.self)) } catch {
            stop(error)
        }
    }

    func refuseDoctype() {
        guard !hasFailed else { return }
        stop(
            SpreadsheetError(
                .refused, zh: "文件内的“\(part)”含有 DOCTYPE,拒绝读取", en: "“\(part)” inside has a DOCTYPE, which is refused"))
    }

    private func stop(_ error: SpreadsheetError) {
        self.error = error
        hasFailed = true
        XML_StopParser(parser, 0)
    }
}
