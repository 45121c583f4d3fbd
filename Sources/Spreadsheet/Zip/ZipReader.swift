internal import CLibZip
import Glibc

/// Reads an archive that nobody vouches for.
///
/// Sizes written in the archive are not believed: bytes are counted as they come out, over all parts together.
final class ZipReader {
    private let bytes: RawBytes
    private let archive: OpaquePointer
    private let limit: Int
    private var remaining: Int

    /// - Parameters:
    ///   - limit: bytes that may come out of all parts together.
    ///   - entries: entries that the archive may have.
    init(_ bytes: RawBytes, limit: Int, entries: Int) throws(SpreadsheetError) {
        try bytes.withBytes { (bytes) throws(SpreadsheetError) in try Self.checkSignature(bytes) }
        // libzip allocates memory for the whole directory when it opens; every record of it begins with this mark.
        guard bytes.withBytes({ Self.directoryRecords(in: $0, atMost: entries) }) <= entries else {
            throw Self.tooManyEntries(entries)
        }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(bytes.pointer, zip_uint64_t(bytes.count), 0, &error) else {
            throw Self.damaged(&error)
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw Self.damaged(&error)
        }
        self.bytes = bytes
        self.archive = archive
        self.limit = limit
        remaining = limit
    }

    deinit { zip_discard(archive) }

    func contains(_ name: String) -> Bool { index(of: name) != nil }

    /// Nil where the archive has no such part.
    func open(_ name: String) throws(SpreadsheetError) -> Part? {
        guard let index = index(of: name) else { return nil }
        guard let file = zip_fopen_index(archive, index, 0) else {
            let error = zip_get_error(archive)
            switch error.map({ zip_error_code_zip($0) }) {
            case ZIP_ER_NOPASSWD, ZIP_ER_ENCRNOTSUPP, ZIP_ER_WRONGPASSWD:
                throw SpreadsheetError(
                    .protectedOrLegacy, zh: "压缩包内的“\(name)”有密码保护", en: "“\(name)” inside is password protected")
            default:
                throw Self.damaged(error, part: name)
            }
        }
        return Part(file: file, name: name, reader: self)
    }

    /// Names in the order of the archive.
    var names: [String] {
        (0..<max(0, zip_get_num_entries(archive, 0))).compactMap { index in
            zip_get_name(archive, zip_uint64_t(index), 0).map { String(cString: $0) }
        }
    }

    private func index(of name: String) -> zip_uint64_t? {
        var index = zip_name_locate(archive, name, 0)
        // Part names are equivalent regardless of ASCII case (ECMA-376 part 2).
        if index < 0 { index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE)) }
        return index < 0 ? nil : zip_uint64_t(index)
    }

    fileprivate func spend(_ count: Int) throws(SpreadsheetError) {
        remaining -= count
        guard remaining >= 0 else {
            throw SpreadsheetError(
                .tooLarge, zh: "解压后超过 \(limit) 字节的上限", en: "it unpacks to more than the limit of \(limit) bytes")
        }
    }

    /// One part, read from its beginning to its end.
    struct Part: ~Copyable {
        fileprivate let file: OpaquePointer
        fileprivate let name: String
        fileprivate let reader: ZipReader

        deinit { zip_fclose(file) }

        /// Fills `buffer` as far as possible; 0 at the end. The end includes the comparison of the checksum.
        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int {
            guard let start = buffer.baseAddress else { return 0 }
            let count = zip_fread(file, start, zip_uint64_t(buffer.count))
            guard count >= 0 else { throw ZipReader.damaged(zip_file_get_error(file), part: name) }
            try reader.spend(Int(count))
            return Int(count)
        }
    }
}

extension ZipReader {
    private static func checkSignature(_ bytes: UnsafeRawBufferPointer) throws(SpreadsheetError) {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw SpreadsheetError(
                .protectedOrLegacy, zh: "文件有密码保护,或者是旧版 .xls:请取消密码并另存为 .xlsx",
                en: "the file is password protected or an old .xls: remove the password and save it as .xlsx")
        }
        guard bytes.starts(with: [0x50, 0x4B]) else {
            throw SpreadsheetError(.notSpreadsheet, zh: "不是 .xlsx 文件", en: "it is not an .xlsx file")
        }
    }

    /// Occurrences of the mark of a directory record, counted no further than one past `most`.
    private static func directoryRecords(in bytes: UnsafeRawBufferPointer, atMost most: Int) -> Int {
        guard var cursor = bytes.baseAddress else { return 0 }
        let end = cursor + bytes.count
        var count = 0
        while count <= most, let found = memchr(cursor, 0x50, end - cursor) {
            let mark = UnsafeRawBufferPointer(start: found, count: min(4, end - UnsafeRawPointer(found)))
            if mark.elementsEqual([0x50, 0x4B, 0x01, 0x02]) { count += 1 }
            cursor = UnsafeRawPointer(found) + 1
        }
        return count
    }

    private static func tooManyEntries(_ limit: Int) -> SpreadsheetError {
        SpreadsheetError(
            .tooLarge, zh: "压缩包内的文件超过 \(limit) 个", en: "the archive has more than \(limit) entries")
    }

    private static func damaged(
        _ error: UnsafeMutablePointer<zip_error_t>?, part: String? = nil
    ) -> SpreadsheetError {
        let why = error.map { String(cString: zip_error_strerror($0)) } ?? "?"
        guard let part else {
            return SpreadsheetError(
                .damaged, zh: "文件已损坏或不完整(\(why))", en: "the file is damaged or incomplete (\(why))")
        }
        return SpreadsheetError(
            .damaged, zh: "文件内的“\(part)”已损坏(\(why))", en: "“\(part)” inside is damaged (\(why))")
    }
}
