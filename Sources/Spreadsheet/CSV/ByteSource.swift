import Glibc

/// Bytes of a file or of memory that can be read from the beginning more than once.
final class ByteSource {
    private enum Origin {
        case file(Int32, path: String)
        case memory([UInt8])
    }

    private let origin: Origin
    private var offset = 0

    init(path: String) throws(SpreadsheetError) {
        let descriptor = try SystemFile.openForReading(path)
        origin = .file(descriptor, path: path)
        _ = try SystemFile.size(of: descriptor, path: path)
    }

    init(bytes: [UInt8]) { origin = .memory(bytes) }

    deinit {
        if case .file(let descriptor, _) = origin { close(descriptor) }
    }

    func rewind(to offset: Int) { self.offset = offset }

    /// 0 at the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int {
        guard let start = target.baseAddress, target.count > 0 else { return 0 }
        switch origin {
        case .file(let descriptor, let path):
            while true {
                let count = pread(descriptor, start, target.count, off_t(offset))
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SystemFile.cannotRead(path, errno) }
                offset += count
                return count
            }
        case .memory(let bytes):
            let count = min(target.count, bytes.count - offset)
            bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + count])) }
            offset += count
            return count
        }
    }
}
