/// Why a spreadsheet, an archive or a CSV file could not be read or written, and where.
///
/// `zh` and `en` are whole sentences for people: the place first (as far as known), then the reason.
public struct SpreadsheetError: Error, Equatable, Sendable {
    /// What to do about it depends on the kind; the sentences say the rest.
    public enum Kind: String, Sendable, CaseIterable {
        /// The file does not exist, is not a regular file or may not be read.
        case cannotRead
        /// The file could not be written: missing folder, no permission, disk full.
        case cannotWrite
        /// The bytes are some other kind of file.
        case notSpreadsheet
        /// Encrypted, or an .xls of Excel 97-2003: both come in the same container and cannot be told apart cheaply.
        case protectedOrLegacy
        /// Truncated, failed checksum, malformed XML, missing part, impossible reference.
        case damaged
        /// Something that no spreadsheet program writes and that serves only attacks, e.g. a DOCTYPE.
        case refused
        /// More than the caller's limits allow.
        case tooLarge
        /// The value model handed to a writer cannot be expressed in the file format.
        case invalidModel
        /// A CSV rule is broken.
        case syntax
        /// The text is in no encoding that is understood.
        case encoding
    }

    public var kind: Kind
    /// Path as the caller gave it; nil when reading from memory.
    public var file: String?
    public var sheet: String?
    /// A reference such as `B7`.
    public var cell: String?
    /// 1-based line in a CSV file.
    public var line: Int?
    /// The reason alone, without the place.
    public var reason: Reason

    public struct Reason: Equatable, Sendable {
        public var zh: String
        public var en: String

        public init(zh: String, en: String) {
            self.zh = zh
            self.en = en
        }
    }

    public init(
        _ kind: Kind, file: String? = nil, sheet: String? = nil, cell: String? = nil, line: Int? = nil,
        zh: String, en: String
    ) {
        self.kind = kind
        self.file = file
        self.sheet = sheet
        self.cell = cell
        self.line = line
        reason = Reason(zh: zh, en: en)
    }

    public var zh: String {
        var place: [String] = []
        if let file { place.append("文件“\(file)”") }
        if let sheet { place.append("工作表“\(sheet)”") }
        if let cell { place.append("单元格 \(cell)") }
        if let line { place.append("第 \(line) 行") }
        return place.isEmpty ? reason.zh : place.joined(separator: ",") + ":" + reason.zh
    }

    public var en: String {
        var place: [String] = []
        if let file { place.append("file “\(file)”") }
        if let sheet { place.append("sheet “\(sheet)”") }
        if let cell { place.append("cell \(cell)") }
        if let line { place.append("line \(line)") }
        return place.isEmpty ? reason.en : place.joined(separator: ", ") + ": " + reason.en
    }
}

extension SpreadsheetError: CustomStringConvertible {
    public var description: String { "\(kind.rawValue): \(en)" }
}

extension SpreadsheetError {
    /// The same error with the place filled in where it was still unknown.
    func placed(file: String? = nil, sheet: String? = nil, cell: String? = nil) -> SpreadsheetError {
        var placed = self
        placed.file = self.file ?? file
        placed.sheet = self.sheet ?? sheet
        placed.cell = self.cell ?? cell
        return placed
    }
}
