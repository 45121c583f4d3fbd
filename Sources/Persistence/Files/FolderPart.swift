import Commons
import Glibc
import Synchronization

/// How bytes reach a file: as `pwrite`. Tests let the disk be full.
typealias PositionedWrite = @Sendable (Int32, UnsafeRawPointer, Int, off_t) -> Int

/// A part of a `FolderVault` that is open for writing.
final class FolderPart: FilePart {
    private struct State {
        /// Negative once it is closed.
        var descriptor: Int32
        var position: Int64
    }

    private let state: Mutex<State>
    private let path: String
    private let positionedWrite: PositionedWrite

    /// Cuts off what lies behind the offset.
    init(_ path: String, at offset: Int64, _ positionedWrite: @escaping PositionedWrite) throws {
        self.path = path
        self.positionedWrite = positionedWrite
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        state = Mutex(State(descriptor: descriptor, position: offset))
        guard descriptor >= 0 else { throw Disk.failure("open", path) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw Disk.failure("fstat", path) }
        guard information.st_size >= offset else { throw FileFault.missing }
        guard ftruncate(descriptor, off_t(offset)) == 0 else { throw Disk.failure("truncate", path) }
    }

    deinit { close() }

    /// Waits for a write that is under way; there is none afterwards.
    func close() {
        state.withLock { state in
            if state.descriptor >= 0 { _ = Glibc.close(state.descriptor) }
            state.descriptor = -1
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        try await Disk.run { [self] in try writeNow(bytes) }
    }

    func sync() async throws {
        try await Disk.run { [self] in
            try state.withLock { state in
                guard state.descriptor >= 0 else { throw FileFault.shutOut }
                guard fsync(state.descriptor) == 0 else { throw Disk.failure("fsync", path) }
            }
        }
    }

    private func writeNow(_ bytes: [UInt8]) throws {
        try state.withLock { state in
            guard state.descriptor >= 0 else { throw FileFault.shutOut }
            try bytes.withUnsafeBytes { buffer in
                var done = 0
                while let base = buffer.baseAddress, done < buffer.count {
                    let place = off_t(state.position) + off_t(done)
                    let written = positionedWrite(state.descriptor, base + done, buffer.count - done, place)
                    if written < 0 {
                        if errno == EINTR { continue }
                        throw Disk.failure("write", path)
                    }
                    done += written
                }
            }
            // Only now: what was written of a piece that failed is written over by the next.
            state.position += Int64(bytes.count)
        }
    }
}
