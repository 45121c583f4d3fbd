internal import CLibZip
import Glibc

/// ZIP archives whose bytes depend on nothing but their entries: no clock, no time zone, no file system.
///
/// The compressed bytes come from zlib, so two versions of zlib may differ; two runs of one never do.
public enum Zip {
    /// An archive of the entries in the given order, deflated, dated 1980-01-01 00:00 (the first date a ZIP knows).
    ///
    /// Names are UTF-8 with `/` between folders. Throws `invalidModel` for a name that is empty, used twice, absolute,
    /// or holds `..`, `\` or NUL.
    public static func archive(_ entries: [(name: String, bytes: [UInt8])]) throws(SpreadsheetError) -> [UInt8] {
        try check(names: entries.map { $0.name })
        guard !entries.isEmpty else { return [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18) }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw failure(&error) }
        zip_source_keep(target)  // the archive owns one reference, reading the result back needs another
        defer { zip_source_free(target) }
        guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw failure(&error)
        }
        var isOpen = true
        defer { if isOpen { zip_discard(archive) } }
        for entry in entries {
            try add(entry.name, entry.bytes, to: archive)
        }
        guard zip_close(archive) == 0 else { throw failure(zip_get_error(archive)) }
        isOpen = false
        return try contents(of: target)
    }

    private static func check(names: [String]) throws(SpreadsheetError) {
        var seen: Set<String> = []
        for name in names {
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            let isOdd = parts.contains { $0.isEmpty || $0 == ".." || $0 == "." }
            if isOdd || name.utf8.contains(0) || name.utf8.contains(UInt8(ascii: "\\")) || name.utf8.count > 65_535 {
                throw SpreadsheetError(
                    .invalidModel, zh: "“\(name)”不能作为压缩包内的文件名", en: "“\(name)” cannot name an entry of an archive")
            }
            if !seen.insert(name).inserted {
                throw SpreadsheetError(
                    .invalidModel, zh: "压缩包内的文件名“\(name)”重复", en: "the archive has two entries named “\(name)”")
            }
        }
    }

    private static func add(_ name: String, _ bytes: [UInt8], to archive: OpaquePointer) throws(SpreadsheetError) {
        // libzip reads the sources at zip_close and frees this copy itself, but would forget one of no bytes.
        var copy: UnsafeMutableRawPointer?
        if !bytes.isEmpty {
            copy = malloc(bytes.count)
            guard let copy else { throw outOfMemory }
            bytes.withUnsafeBytes { if let start = $0.baseAddress { memcpy(copy, start, $0.count) } }
        }
        guard let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
            free(copy)
            throw failure(zip_get_error(archive))
        }
        let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw failure(zip_get_error(archive))
        }
        let position = zip_uint64_t(index)
        let january1980: zip_uint16_t = 1 << 5 | 1  // year - 1980, month, day: 7, 4 and 5 bits
        guard
            zip_file_set_dostime(archive, position, 0, january1980, 0) == 0,
            zip_set_file_compression(archive, position, zip_int32_t(ZIP_CM_DEFLATE), 6) == 0,
            zip_file_set_external_attributes(archive, position, 0, zip_uint8_t(ZIP_OPSYS_UNIX), 0o100644 << 16) == 0
        else { throw failure(zip_get_error(archive)) }
    }

    private static func contents(of source: OpaquePointer) throws(SpreadsheetError) -> [UInt8] {
        var status = zip_stat_t()
        guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else { throw outOfMemory }
        defer { zip_source_close(source) }
        let size = Int(status.size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            count = max(0, Int(zip_source_read(source, start, status.size)))
        }
        guard bytes.count == size else { throw outOfMemory }
        return bytes
    }

    static func failure(_ error: UnsafeMutablePointer<zip_error_t>) -> SpreadsheetError {
        let why = String(cString: zip_error_strerror(error))
        return SpreadsheetError(.cannotWrite, zh: "无法生成压缩包(\(why))", en: "the archive cannot be made (\(why))")
    }

    private static var outOfMemory: SpreadsheetError {
        SpreadsheetError(.cannotWrite, zh: "内存不足", en: "out of memory")
    }
}
