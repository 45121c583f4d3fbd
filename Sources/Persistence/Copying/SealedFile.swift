public import Commons
import Glibc
import Secrets

/// A file as a `SealedStream`.
public enum SealedFile {
    /// Makes the file, which must not be there, readable by its owner alone; durable when this returns.
    /// - `key`: 32 bytes.
    /// - `name`: where it belongs: it opens only under the same.
    public static func write(_ bytes: FileBytes, to path: String, key: [UInt8], name: String) async throws {
        let file = try await PlainFile.create(path)
        defer { file.close() }
        var sealer = SealedStream.Sealer(key: key, name: name)
        for try await chunk in bytes { try await file.write(sealer.add(chunk)) }
        try await file.write(sealer.finish())
        try await file.sync()
    }

    /// What was written under this key and name. Refuses as `damaged`, here or while it is read, all else.
    public static func open(_ path: String, key: [UInt8], name: String) async throws -> FileBytes {
        let file = try await Disk.run { try OpenFile(path) }
        guard let size = SealedStream.plainSize(of: file.size) else { throw FileFault.damaged }
        // Of nothing at all nobody would read a piece.
        if size == 0 { _ = try await Disk.run { try piece(0, of: file, size, key, name) } }
        return FileBytes(0..<size) { range in
            try await Disk.run {
                let length = Int64(SealedStream.pieceSize)
                var bytes: [UInt8] = []
                for number in range.lowerBound / length...(range.upperBound - 1) / length {
                    let plain = try piece(number, of: file, size, key, name)
                    let start = max(0, range.lowerBound - number * length)
                    let end = min(Int64(plain.count), range.upperBound - number * length)
                    bytes += plain[Int(start)..<Int(end)]
                }
                return bytes
            }
        }
    }

    private static func piece(
        _ number: Int64, of file: OpenFile, _ size: Int64, _ key: [UInt8], _ name: String
    ) throws -> [UInt8] {
        let box = Int64(SealedStream.pieceSize + SealedBox.overhead)
        let isLast = number == SealedStream.pieces(of: size) - 1
        let sealed = try file.read(number * box..<(isLast ? file.size : (number + 1) * box))
        guard
            let plain = SealedStream.open(sealed, number: number, isLast: isLast, key: key, name: name)
        else { throw FileFault.damaged }
        return plain
    }
}

/// A file as it is.
public enum PlainFile {
    /// All of its bytes, as they are asked for. Refuses as `missing` what is not there.
    public static func open(_ path: String) async throws -> FileBytes {
        let file = try await Disk.run { try OpenFile(path) }
        return FileBytes(0..<file.size) { range in try await Disk.run { try file.read(range) } }
    }

    /// Makes the file, which must not be there, readable by its owner alone; durable when this returns.
    public static func write(_ bytes: FileBytes, to path: String) async throws {
        let file = try await create(path)
        defer { file.close() }
        for try await chunk in bytes { try await file.write(chunk) }
        try await file.sync()
    }

    static func create(_ path: String) async throws -> FolderPart {
        try await Disk.run {
            let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Disk.failure("create", path) }
            Glibc.close(descriptor)
            return try FolderPart(path, at: 0) { pwrite($0, $1, $2, $3) }
        }
    }
}

extension FileBytes {
    /// Bytes that are in memory.
    public init(_ bytes: [UInt8]) {
        self.init(0..<Int64(bytes.count)) { Array(bytes[Int($0.lowerBound)..<Int($0.upperBound)]) }
    }
}
