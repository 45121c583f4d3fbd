public import Commons
import Rulebook
import Secrets

/// A package as a file that need not be there: where each of its bytes comes from.
public struct PackageLayout: Sendable {
    private enum Piece {
        case bytes([UInt8])
        case content(digest: String, size: Int64)

        var size: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .content(_, let size): size
            }
        }
    }

    /// What the file is called.
    public let name: String
    public let size: Int64
    /// SHA-256 of the manifest, which names all else.
    public let digest: String
    private let pieces: [(start: Int64, piece: Piece)]
    private let vault: any FileVault

    /// Evidence comes out of the vault when it is read.
    public init(_ package: CasePackage, evidence vault: any FileVault) throws {
        var (pieces, size) = ([(start: Int64, piece: Piece)](), Int64(0))
        func add(_ piece: Piece) {
            pieces.append((size, piece))
            size += piece.size
        }
        func pad(_ length: Int64) { add(.bytes([UInt8](repeating: 0, count: Tar.padding(after: length)))) }
        let documents = try package.documents()
        digest = SHA256Digest.hex(of: documents[0].bytes)
        for (name, bytes) in documents {
            add(.bytes(Tar.header(name, size: Int64(bytes.count)) + bytes))
            pad(Int64(bytes.count))
        }
        for file in package.evidence {
            guard file.size <= Tar.largest else {
                throw Refusal(
                    .tooLarge, zh: "证明材料 \(file.digest) 太大", en: "the evidence \(file.digest) is too large")
            }
            add(.bytes(Tar.header(CasePackage.Name.evidence(file.digest), size: file.size)))
            add(.content(digest: file.digest, size: file.size))
            pad(file.size)
        }
        add(.bytes(Tar.end))
        self.name = package.fileName
        self.pieces = pieces
        self.size = size
        self.vault = vault
    }

    /// Exactly the bytes of a range within the size.
    public func read(_ range: Range<Int64>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for (start, piece) in pieces {
            let part = range.clamped(to: start..<start + piece.size)
            guard !part.isEmpty else { continue }
            let (from, to) = (part.lowerBound - start, part.upperBound - start)
            switch piece {
            case .bytes(let all): bytes += all[Int(from)..<Int(to)]
            case .content(let digest, _): bytes += try await vault.open(digest, from..<to).all()
            }
        }
        return bytes
    }

    public var source: PackageSource { PackageSource(size: size, read: read) }
}
