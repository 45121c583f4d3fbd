import Glibc

/// The few file operations that are needed here, with errors that name the file and say why.
enum SystemFile {
    /// The whole of a regular file, at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(SpreadsheetError) -> RawBytes {
        let descriptor = try openForReading(path)
        defer { close(descriptor) }
        let size = try self.size(of: descriptor, path: path)
        guard size <= limit else { throw tooLarge(path, limit: limit) }
        let bytes = RawBytes(count: size)
        var filled = 0
        while filled < size {
            let count = Glibc.read(descriptor, bytes.pointer + filled, size - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw cannotRead(path, errno) }
            guard count > 0 else { break }
            filled += count
        }
        bytes.count = filled
        return bytes
    }

    static func openForReading(_ path: String) throws(SpreadsheetError) -> Int32 {
        guard !path.utf8.contains(0) else { throw cannotRead(path, EINVAL) }
        // O_NONBLOCK: opening a named pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw cannotRead(path, errno) }
        return descriptor
    }

    /// Size in bytes; throws for anything but a regular file.
    static func size(of descriptor: Int32, path: String) throws(SpreadsheetError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw cannotRead(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SpreadsheetError(.cannotRead, file: path, zh: "不是普通文件", en: "it is not a regular file")
        }
        return Int(status.st_size)
    }

    /// Creates an empty file of a name that nobody else uses, beside `path`.
    static func createTemporary(beside path: String) throws(SpreadsheetError) -> String {
        guard !path.utf8.contains(0) else { throw cannotWrite(path, EINVAL) }
        while true {
            let candidate = path + "." + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
            let descriptor = open(candidate, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                close(descriptor)
                return candidate
            }
            guard errno == EEXIST else { throw cannotWrite(path, errno) }
        }
    }

    /// Puts a finished temporary file in the place of `path` in one step, after its bytes have reached the disk.
    static func replace(_ path: String, with temporary: String) throws(SpreadsheetError) {
        let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotWrite(path, errno) }
        let synced = fsync(descriptor)
        let reason = errno
        close(descriptor)
        guard synced == 0 else { throw cannotWrite(path, reason) }
        guard rename(temporary, path) == 0 else { throw cannotWrite(path, errno) }
    }

    static func remove(_ path: String) { unlink(path) }

    static func cannotRead(_ path: String, _ code: Int32) -> SpreadsheetError {
        let why = String(cString: strerror(code))
        return SpreadsheetError(.cannotRead, file: path, zh: "无法读取(\(why))", en: "cannot be read (\(why))")
    }

    static func cannotWrite(_ path: String, _ code: Int32) -> SpreadsheetError {
        let why = String(cString: strerror(code))
        return SpreadsheetError(.cannotWrite, file: path, zh: "无法写入(\(why))", en: "cannot be written (\(why))")
    }

    static func tooLarge(_ path: String?, limit: Int) -> SpreadsheetError {
        SpreadsheetError(
            .tooLarge, file: path, zh: "文件超过 \(limit) 字节的上限",
            en: "the file is larger than the limit of \(limit) bytes")
    }
}

/// A block of memory with a stable address, for C libraries that keep the pointer.
final class RawBytes {
    let pointer: UnsafeMutableRawPointer
    fileprivate(set) var count: Int

    init(count: Int) {
        pointer = .allocate(byteCount: max(count, 1), alignment: 16)
        self.count = count
    }

    convenience init(copying bytes: [UInt8]) {
        self.init(count: bytes.count)
        bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: pointer, count: count).copyMemory(from: $0) }
    }

    deinit { pointer.deallocate() }

    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeRawBufferPointer(start: pointer, count: count))
    }
}
