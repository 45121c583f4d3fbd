internal import CXLSXWriter
import Glibc
internal import Synchronization

/// Writes workbooks as .xlsx files by libxlsxwriter. The same workbook gives the same bytes.
///
/// Every call blocks until it is done, so keep it off the cooperative thread pool when the workbook is large.
public struct XLSXWriter: Sendable {
    /// Name of the hidden sheet that holds the items of long drop-down lists, one list a column.
    public static let listSheetName = "_lists"

    /// Font of every cell; one with Chinese glyphs that Excel has everywhere. At most 120 bytes.
    public var fontName: String
    /// In points, 1...409.
    public var fontSize: Double

    public init(fontName: String = "Microsoft YaHei", fontSize: Double = 11) {
        self.fontName = fontName
        self.fontSize = fontSize
    }

    /// Writes or replaces the file at `path`, in one step: nobody ever sees half of it.
    ///
    /// Throws `invalidModel` (with sheet and cell) for what a spreadsheet cannot hold and `cannotWrite` with the path
    /// and the system's reason.
    public func write(_ workbook: Workbook, to path: String) throws(SpreadsheetError) {
        do throws(SpreadsheetError) {
            let complete = try ListSheet.adding(to: workbook)
            try WorkbookCheck.check(complete.workbook)
            let temporary = try SystemFile.createTemporary(beside: path)
            defer { SystemFile.remove(temporary) }
            try encode(complete, to: temporary)
            try Self.verify(temporary)
            try SystemFile.replace(path, with: temporary)
        } catch {
            var named = error
            named.file = path  // rather than the temporary name
            throw named
        }
    }

    /// The bytes of the file. They take a detour over the folder for temporary files, which libxlsxwriter needs anyway.
    public func bytes(of workbook: Workbook) throws(SpreadsheetError) -> [UInt8] {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = try SystemFile.createTemporary(beside: folder + "/spreadsheet")
        defer { SystemFile.remove(path) }
        do throws(SpreadsheetError) {
            try write(workbook, to: path)
        } catch {
            var anonymous = error
            if anonymous.kind != .cannotWrite { anonymous.file = nil }
            throw anonymous
        }
        return try SystemFile.read(path, limit: .max).withBytes { Array($0) }
    }

    private func encode(_ complete: ListSheet.Result, to path: String) throws(SpreadsheetError) {
        guard let book = workbook_new(path) else {
            throw SpreadsheetError(.cannotWrite, zh: "内存不足", en: "out of memory")
        }
        do throws(SpreadsheetError) {
            var encoder = WorkbookEncoder(book: book, fontName: fontName, fontSize: fontSize, lists: complete.lists)
            try encoder.encode(complete.workbook)
        } catch {
            lxw_workbook_free(book)
            throw error
        }
        // The library calls gmtime, whose result all threads share.
        let (code, reason) = Self.closing.withLock { _ in
            errno = 0
            return (workbook_close(book), errno)
        }
        guard code == LXW_NO_ERROR else {
            if reason != 0 { throw SystemFile.cannotWrite(path, reason) }
            let why = String(cString: lxw_strerror(code))
            throw SpreadsheetError(.cannotWrite, zh: "无法写入(\(why))", en: "cannot be written (\(why))")
        }
    }

    private static let closing = Mutex(())

    /// libxlsxwriter does not notice when the disk runs full under its temporary files and packs what there is. So
    /// read everything once more: each part must be whole and well-formed.
    private static func verify(_ path: String) throws(SpreadsheetError) {
        do throws(SpreadsheetError) {
            let archive = try ZipReader(try SystemFile.read(path, limit: .max), limit: .max, entries: .max - 1)
            for name in archive.names {
                guard let part = try archive.open(name) else { continue }
                try XMLPart.parse(part, named: name, with: Ignoring())
            }
        } catch {
            throw SpreadsheetError(
                .cannotWrite, zh: "写出的文件不完整,可能磁盘已满(\(error.reason.zh))",
                en: "what was written is incomplete, the disk may be full (\(error.reason.en))")
        }
    }

    private final class Ignoring: XMLPartHandler {
        func start(_ element: XMLElement) {}
        func end(_ name: XMLName) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }
}
