/// Reads .xlsx files that nobody vouches for: values, formulas as text, dates and merged ranges; nothing is computed,
/// nothing outside of the file is opened, and no file makes it crash or take memory without bound.
public enum XLSXReader {
    /// What a file may ask for. Memory stays within a small multiple of `fileBytes + unpackedBytes`.
    public struct Limits: Sendable, Equatable {
        /// Size of the file.
        public var fileBytes: Int
        /// Bytes of all its parts together, counted while unpacking.
        public var unpackedBytes: Int
        /// Entries of the archive.
        public var entries: Int
        public var sheets: Int
        /// Texts in the table that cells share.
        public var sharedStrings: Int
        /// Cells with a value, over all sheets.
        public var cells: Int
        /// Merged ranges of one sheet.
        public var mergedRanges: Int

        public init(
            fileBytes: Int = 32 << 20, unpackedBytes: Int = 128 << 20, entries: Int = 2000, sheets: Int = 100,
            sharedStrings: Int = 1_000_000, cells: Int = 2_000_000, mergedRanges: Int = 20_000
        ) {
            self.fileBytes = fileBytes
            self.unpackedBytes = unpackedBytes
            self.entries = entries
            self.sheets = sheets
            self.sharedStrings = sharedStrings
            self.cells = cells
            self.mergedRanges = mergedRanges
        }
    }

    /// The worksheets of a file in the order of their tabs. Blocks until done.
    public static func read(
        path: String, limits: Limits = Limits()
    ) throws(SpreadsheetError) -> [ReadSheet] {
        do throws(SpreadsheetError) {
            return try read(try SystemFile.read(path, limit: limits.fileBytes), limits)
        } catch {
            throw error.placed(file: path)
        }
    }

    /// The worksheets of a file that is already in memory.
    public static func read(
        bytes: [UInt8], limits: Limits = Limits()
    ) throws(SpreadsheetError) -> [ReadSheet] {
        guard bytes.count <= limits.fileBytes else { throw SystemFile.tooLarge(nil, limit: limits.fileBytes) }
        return try read(RawBytes(copying: bytes), limits)
    }

    private static func read(_ bytes: RawBytes, _ limits: Limits) throws(SpreadsheetError) -> [ReadSheet] {
        let archive = try ZipReader(bytes, limit: limits.unpackedBytes, entries: limits.entries)
        let package = Package(archive: archive)
        let workbookName = try package.workbookName()
        let workbook = WorkbookPart(limit: limits.sheets)
        try package.parse(workbookName, with: workbook)
        try workbook.checkComplete()
        let relationships = try package.relationships(of: workbookName)
        let strings = SharedStringsPart(limit: limits.sharedStrings)
        if let target = relationships.first(ofKind: "sharedStrings") { try package.parse(target, with: strings) }
        let styles = StylesPart()
        if let target = relationships.first(ofKind: "styles") { try package.parse(target, with: styles) }
        var sheets: [ReadSheet] = []
        var remaining = limits.cells
        for listed in workbook.sheets {
            do throws(SpreadsheetError) {
                guard let relationship = relationships[listed.relationship] else {
                    throw SpreadsheetError(.damaged, zh: "文件中没有这张工作表的内容", en: "the file has no content for the sheet")
                }
                // Chart sheets and dialogs hold no cells.
                guard relationship.kind == "worksheet" else { continue }
                let part = SheetPart(
                    strings: strings.texts, numberKinds: styles.numberKinds, cellLimit: remaining,
                    mergeLimit: limits.mergedRanges)
                try package.parse(relationship.target, with: part)
                let sheet = try part.sheet(
                    name: listed.name, isHidden: listed.isHidden, dateSystem: workbook.dateSystem)
                remaining -= sheet.cells.count
                sheets.append(sheet)
            } catch {
                throw error.placed(sheet: listed.name)
            }
        }
        return sheets
    }
}
