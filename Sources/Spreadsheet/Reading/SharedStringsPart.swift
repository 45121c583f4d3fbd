/// `sharedStrings.xml`: the texts that cells refer to by number.
final class SharedStringsPart: XMLPartHandler {
    private let limit: Int
    private(set) var texts: [String] = []
    private var collector = TextCollector()

    init(limit: Int) { self.limit = limit }

    func start(_ element: XMLElement) throws(SpreadsheetError) {
        if element.name.isSheet("si") {
            guard texts.count < limit else {
                throw SpreadsheetError(.tooLarge, zh: "文本超过 \(limit) 条", en: "there are more than \(limit) texts")
            }
            collector.reset()
        } else {
            collector.start(element)
        }
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        if name.isSheet("si") {
            texts.append(collector.text)
        } else {
            collector.end(name)
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) { try collector.append(bytes) }
}

/// Joins the `t` elements of a string item: one, or one a run of rich text. Phonetic guides (`rPh`) are left out.
struct TextCollector {
    /// Bytes of 32,767 characters, the most that Excel allows, if all of them are escaped.
    static let longest = 32_767 * 7

    private var joined: [UInt8] = []
    private var runStart = 0
    private var isCollecting = false
    private var isPreserved = false
    private var phoneticDepth = 0

    mutating func reset() {
        joined.removeAll(keepingCapacity: true)
        isCollecting = false
        phoneticDepth = 0
    }

    mutating func start(_ element: XMLElement) {
        if element.name.isSheet("rPh") {
            phoneticDepth += 1
        } else if element.name.isSheet("t"), phoneticDepth == 0 {
            isCollecting = true
            isPreserved = element.string("space", in: .xml) == "preserve"
            runStart = joined.count
        }
    }

    mutating func end(_ name: XMLName) {
        if name.isSheet("rPh") {
            phoneticDepth = max(0, phoneticDepth - 1)
        } else if name.isSheet("t"), isCollecting {
            isCollecting = false
            if !isPreserved { trimRun() }
        }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
        if isCollecting { try joined.append(bytes, upTo: Self.longest) }
    }

    var text: String { joined.withUnsafeBufferPointer { EscapedText.decode($0) } }

    /// Excel ignores white space around a text that is not marked as preserved.
    private mutating func trimRun() {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        while joined.count > runStart, let last = joined.last, isSpace(last) { joined.removeLast() }
        let leading = joined[runStart...].prefix(while: isSpace).count
        joined.removeSubrange(runStart..<runStart + leading)
    }
}

extension [UInt8] {
    /// Refuses to grow beyond a limit, so that one text cannot fill the memory.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, upTo limit: Int) throws(SpreadsheetError) {
        guard count + bytes.count <= limit else {
            throw SpreadsheetError(.tooLarge, zh: "文本过长", en: "a text is too long")
        }
        append(contentsOf: bytes)
    }
}
