import Commons
import Dispatch
import Glibc

/// Calls that wait for the disk, on threads of their own, so that requests do not wait for them.
enum Disk {
    private static let queue = DispatchQueue(label: "linli.files", attributes: .concurrent)

    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// Why a call failed, from `errno`.
    static func failure(_ call: String, _ path: String) -> any Error {
        switch errno {
        // EFBIG: more than the file system, or a limit of the process, lets a file have.
        case ENOSPC, EDQUOT, EFBIG: FileFault.full
        case ENOENT: FileFault.missing
        default: DiskError(description: "\(call) \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Makes what a folder lists durable.
    static func syncFolder(_ path: String) throws {
        let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("open", path) }
        defer { Glibc.close(folder) }
        guard fsync(folder) == 0 else { throw failure("fsync", path) }
    }

    /// Makes a folder within a folder, durably, unless it is there.
    static func makeFolder(_ path: String, in parent: String) throws {
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw failure("mkdir", path)
        }
        try syncFolder(parent)
    }

    /// Nil: there is no such file.
    static func size(_ path: String) throws -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0 else {
            if errno == ENOENT { return nil }
            throw failure("stat", path)
        }
        return Int64(information.st_size)
    }
}

/// What the system said, for the log.
struct DiskError: Error, CustomStringConvertible {
    let description: String
}

/// A file that is open for reading as long as somebody has this.
final class OpenFile: Sendable {
    private let descriptor: Int32
    private let path: String
    let size: Int64

    init(_ path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Disk.failure("open", path) }
        var information = stat()
        let isKnown = fstat(descriptor, &information) == 0
        size = isKnown ? Int64(information.st_size) : -1
        guard isKnown else { throw Disk.failure("fstat", path) }
    }

    deinit { Glibc.close(descriptor) }

    /// All of these bytes; one that is missing means that the file was cut.
    func read(_ range: Range<Int64>) throws -> [UInt8] {
        let count = Int(range.count)
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                guard let base = buffer.baseAddress else { return }
                let got = pread(descriptor, base + filled, count - filled, off_t(range.lowerBound) + off_t(filled))
                if got < 0 {
                    if errno == EINTR { continue }
                    throw Disk.failure("read", path)
                }
                if got == 0 { throw FileFault.damaged }
                filled += got
            }
        }
    }

    func sync() throws {
        guard fsync(descriptor) == 0 else { throw Disk.failure("fsync", path) }
    }

    /// Nobody changes it any more.
    func freeze() throws {
        guard fchmod(descriptor, 0o400) == 0 else { throw Disk.failure("chmod", path) }
    }
}
