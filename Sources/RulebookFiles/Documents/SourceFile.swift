#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file's bytes and the name the user knows it by.
public struct SourceFile: Sendable {
    public var name: String
    public var bytes: [UInt8]

    /// A document that people write; masses of cases come as CSV or JSON lines.
    static let largestDocument = 10_000_000

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public enum Problem: Error {
        case missing
        case unreadable(String)
    }

    public init(path: String) throws(Problem) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .missing }
        guard !isFolder, let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        self.init(name: path, bytes: [UInt8](data))
    }

    /// The document in it: JSON if the name says so, else YAML. nil with at least one error told.
    func document(_ diagnostics: Diagnostics) -> Node? {
        guard isText(diagnostics) else { return nil }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let root: Node?
        if name.lowercased().hasSuffix(".json") {
            root = content.withUnsafeBufferPointer { JSONDocument.read($0, diagnostics) }
        } else {
            root = YAMLDocument.read(content, diagnostics)
        }
        if let root, root.isNull {
            diagnostics.error(.file, zh: "文件是空的", en: "the file is empty")
            return nil
        }
        return root
    }

    private func isText(_ diagnostics: Diagnostics) -> Bool {
        if bytes.isEmpty {
            diagnostics.error(.file, zh: "文件是空的", en: "the file is empty")
            return false
        }
        if bytes.count > SourceFile.largestDocument {
            diagnostics.error(
                .file, zh: "单个文档超过 10 MB；成批案例请用 CSV 或 JSON 行（.jsonl）",
                en: "a single document over 10 MB; give masses of cases as CSV or JSON lines (.jsonl)")
            return false
        }
        if let index = bytes.firstIndex(of: 0) {
            let mark = mark(at: index)
            diagnostics.error(mark, zh: "不是文本文件（含有零字节）", en: "not a text file (it holds a zero byte)")
            return false
        }
        if let index = firstInvalidByte() {
            diagnostics.error(
                mark(at: index), zh: "不是 UTF-8 文本（可能是 GB 18030），请另存为 UTF-8",
                en: "not UTF-8 text (GB 18030, perhaps); save it as UTF-8")
            return false
        }
        return true
    }

    private func mark(at offset: Int) -> Mark { bytes.withUnsafeBufferPointer { Mark(at: offset, in: $0) } }

    private func firstInvalidByte() -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
