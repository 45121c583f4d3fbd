/// The parts of an Open Packaging archive and how they refer to one another.
struct Package {
    let archive: ZipReader

    /// Parses a part that must exist.
    func parse(_ name: String, with handler: any XMLPartHandler) throws(SpreadsheetError) {
        guard let part = try archive.open(name) else {
            throw SpreadsheetError(.damaged, zh: "文件中缺少“\(name)”", en: "“\(name)” is missing inside")
        }
        try XMLPart.parse(part, named: name, with: handler)
    }

    /// Name of the part that lists the sheets, with a hint where the file is of another kind.
    func workbookName() throws(SpreadsheetError) -> String {
        guard archive.contains("_rels/.rels") else {
            if archive.contains("mimetype"), archive.contains("content.xml") {
                throw SpreadsheetError(
                    .notSpreadsheet, zh: "这是 OpenDocument 文件:请另存为 .xlsx",
                    en: "it is an OpenDocument file: save it as .xlsx")
            }
            throw SpreadsheetError(.notSpreadsheet, zh: "不是 .xlsx 文件", en: "it is not an .xlsx file")
        }
        guard let name = try relationships(of: "").first(ofKind: "officeDocument") else {
            throw SpreadsheetError(.notSpreadsheet, zh: "不是 .xlsx 文件", en: "it is not an .xlsx file")
        }
        guard !name.hasSuffix(".bin") else {
            throw SpreadsheetError(
                .notSpreadsheet, zh: "这是二进制工作簿(.xlsb):请另存为 .xlsx",
                en: "it is a binary workbook (.xlsb): save it as .xlsx")
        }
        return name
    }

    /// The relationships of a part, or of the whole package for an empty name.
    func relationships(of part: String) throws(SpreadsheetError) -> RelationshipsPart {
        let slash = part.lastIndex(of: "/")
        let folder = slash.map { String(part[..<$0]) } ?? ""
        let file = slash.map { String(part[part.index(after: $0)...]) } ?? part
        let relationships = RelationshipsPart(folder: folder)
        try parse(folder + (folder.isEmpty ? "" : "/") + "_rels/" + file + ".rels", with: relationships)
        return relationships
    }
}

/// One `.rels` part.
final class RelationshipsPart: XMLPartHandler {
    struct Relationship {
        /// The last component of the type's URI, the same in both dialects: `worksheet`, `styles`, ...
        let kind: String
        /// Name of the part in the archive.
        let target: String
    }

    private static let limit = 10_000
    private let folder: String
    private var relationships: [String: Relationship] = [:]
    private var order: [String] = []

    init(folder: String) { self.folder = folder }

    subscript(_ id: String) -> Relationship? { relationships[id] }

    func first(ofKind kind: String) -> String? {
        order.lazy.compactMap { self.relationships[$0] }.first { $0.kind == kind }?.target
    }

    func start(_ element: XMLElement) throws(SpreadsheetError) {
        guard element.name.namespace == .relationships, element.name.isLocal("Relationship"),
            let id = element.string("Id"), let type = element.string("Type"), let target = element.string("Target")
        else { return }
        // What lies outside of the file is nobody's business here.
        guard element.string("TargetMode") != "External" else { return }
        guard relationships.count < Self.limit else {
            throw SpreadsheetError(.tooLarge, zh: "文件内的引用过多", en: "there are too many relationships inside")
        }
        let kind = type.split(separator: "/").last.map(String.init) ?? type
        if relationships.updateValue(Relationship(kind: kind, target: resolve(target)), forKey: id) == nil {
            order.append(id)
        }
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    /// A target is relative to the folder of the part it belongs to, or absolute.
    private func resolve(_ target: String) -> String {
        var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
