public import Commons
import Glibc
import Synchronization

/// Files in a folder of this machine, for one process: `ab/cd/abcd…`, by the digits of their digest, and what is still
/// coming in under `parts/`. A backup copies the folder; what it copies halfway is never under a digest.
public final class FolderVault: FileVault {
    private struct Writer {
        var turn: Int64
        weak var part: FolderPart?
    }

    private let folder: String
    private let parts: String
    private let positionedWrite: PositionedWrite
    private let writers = Mutex<[String: Writer]>([:])

    /// Makes the folder unless it is there; the one around it must be.
    public convenience init(_ folder: String) throws {
        try self.init(folder) { pwrite($0, $1, $2, $3) }
    }

    init(_ folder: String, positionedWrite: @escaping PositionedWrite) throws {
        self.folder = folder
        self.positionedWrite = positionedWrite
        parts = folder + "/parts"
        try Disk.makeFolder(folder, in: folder + "/..")
        try Disk.makeFolder(parts, in: folder)
    }

    public func size(of digest: String) async throws -> Int64? {
        guard FileRecord.isDigest(digest) else { return nil }
        return try await Disk.run { [self] in try Disk.size(path(digest)) }
    }

    public func open(_ digest: String, _ range: Range<Int64>?) async throws -> FileBytes {
        guard FileRecord.isDigest(digest) else { throw FileFault.missing }
        let file = try await Disk.run { [self] in try OpenFile(path(digest)) }
        return FileBytes(try FileFault.check(range, within: file.size)) { piece in
            try await Disk.run { try file.read(piece) }
        }
    }

    public func beginPart(_ id: String) async throws {
        let path = try partPath(id)
        try await Disk.run { [self] in
            let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw errno == EEXIST ? FileFault.shutOut : Disk.failure("create", path) }
            Glibc.close(descriptor)
            try Disk.syncFolder(parts)
        }
    }

    public func openPart(_ id: String, at offset: Int64, turn: Int64) async throws -> any FilePart {
        let path = try partPath(id)
        return try await Disk.run { [self] in
            // All of it under the lock: a later turn must not begin between the check and the cut.
            try writers.withLock { writers in
                let before = writers[id]
                guard before.map({ $0.turn < turn }) ?? true else { throw FileFault.shutOut }
                before?.part?.close()
                let part = try FolderPart(path, at: offset, positionedWrite)
                writers[id] = Writer(turn: turn, part: part)
                return part
            }
        }
    }

    public func digest(ofPart id: String, size: Int64) async throws -> String {
        let path = try partPath(id)
        return try await Disk.run {
            let file = try OpenFile(path)
            guard file.size == size else { throw FileFault.missing }
            let hash = ContentHash()
            for start in stride(from: 0, to: size, by: FileBytes.chunkSize) {
                hash.update(try file.read(start..<min(start + Int64(FileBytes.chunkSize), size)))
            }
            return hash.digest
        }
    }

    public func publishPart(_ id: String, as digest: String) async throws {
        guard FileRecord.isDigest(digest) else { throw FileFault.missing }
        let (part, path) = (try partPath(id), path(digest))
        try await Disk.run { [self] in
            writers.withLock { $0.removeValue(forKey: id)?.part?.close() }
            guard try Disk.size(part) != nil else {
                if try Disk.size(path) == nil { throw FileFault.missing }
                return
            }
            let file = try OpenFile(part)
            try file.freeze()
            try file.sync()
            let inner = try makeFolders(for: digest)
            // In place of the same content, if it is there: should that have been damaged, it is whole again.
            guard rename(part, path) == 0 else {
                let failure = Disk.failure("rename", path)
                // Somebody else published this part just now.
                if try Disk.size(path) == nil { throw failure }
                return
            }
            try Disk.syncFolder(inner)
            try Disk.syncFolder(parts)
        }
    }

    /// Shares the bytes of content with a vault on the same file system. False: it has none, or the file system cannot.
    func link(_ digest: String, from other: FolderVault) async throws -> Bool {
        guard FileRecord.isDigest(digest) else { throw FileFault.missing }
        return try await Disk.run { [self] in
            let inner = try makeFolders(for: digest)
            guard Glibc.link(other.path(digest), path(digest)) == 0 || errno == EEXIST else { return false }
            try Disk.syncFolder(inner)
            return true
        }
    }

    /// The folder that content of this digest lies in.
    private func makeFolders(for digest: String) throws -> String {
        let outer = folder + "/" + digest.prefix(2)
        let inner = outer + "/" + digest.prefix(4).suffix(2)
        try Disk.makeFolder(outer, in: folder)
        try Disk.makeFolder(inner, in: outer)
        return inner
    }

    public func discardPart(_ id: String) async throws {
        let path = try partPath(id)
        try await Disk.run { [self] in
            writers.withLock { $0.removeValue(forKey: id)?.part?.close() }
            guard unlink(path) == 0 || errno == ENOENT else { throw Disk.failure("remove", path) }
        }
    }

    public func discardParts(untouchedSince instant: Instant) async throws -> Int {
        let old = try await Disk.run { [self] in try partsOlder(than: instant) }
        for id in old { try await discardPart(id) }
        return old.count
    }

    private func partsOlder(than instant: Instant) throws -> [String] {
        guard let listing = opendir(parts) else { throw Disk.failure("list", parts) }
        defer { closedir(listing) }
        var old: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var information = stat()
            guard let path = try? partPath(name), stat(path, &information) == 0 else { continue }
            let changed = Int64(information.st_mtim.tv_sec) * 1000 + Int64(information.st_mtim.tv_nsec) / 1_000_000
            if changed < instant.milliseconds { old.append(name) }
        }
        return old
    }

    func path(_ digest: String) -> String {
        "\(folder)/\(digest.prefix(2))/\(digest.prefix(4).suffix(2))/\(digest)"
    }

    /// Only of ids that lead nowhere else.
    private func partPath(_ id: String) throws -> String {
        let isID = id.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
        guard isID, (1...64).contains(id.utf8.count) else { throw FileFault.missing }
        return parts + "/" + id
    }
}
