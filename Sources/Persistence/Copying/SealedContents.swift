public import Commons
import Secrets

/// Contents in a folder, each encrypted with a key of its own, under a name that tells nothing of it.
///
/// Key and name follow from the secret and the digest: what did not change from one copy to the next is found again and
/// linked, though nobody without the secret can tell what it is, or that two folders hold the same.
public struct SealedContents: Contents {
    private let folder: FolderVault
    private let older: FolderVault?
    private let secret: [UInt8]

    /// With a secret of 32 bytes, and a copy from before with the same secret on the same file system.
    public init(_ folder: FolderVault, secret: [UInt8], older: FolderVault? = nil) {
        self.folder = folder
        self.older = older
        self.secret = secret
    }

    /// 64 hexadecimal digits.
    private func name(_ digest: String) -> String {
        let key = DerivedKey.bytes(from: secret, purpose: "linli content name")
        return Hexadecimal.text(HMACSHA256.code(for: Array(digest.utf8), key: key))
    }

    private func key(_ digest: String) -> [UInt8] {
        DerivedKey.bytes(from: secret, salt: Array(digest.utf8), purpose: "linli content key")
    }

    public func size(of digest: String) async throws -> Int64? {
        try await folder.size(of: name(digest)).flatMap { SealedStream.plainSize(of: $0) }
    }

    public func open(_ digest: String) async throws -> FileBytes {
        let name = name(digest)
        return try await SealedFile.open(folder.path(name), key: key(digest), name: name)
    }

    public func link(_ digest: String) async throws -> Bool {
        guard let older else { return false }
        return try await folder.link(name(digest), from: older)
    }

    public func put(_ bytes: FileBytes, as digest: String, part: String) async throws -> Bool {
        let name = name(digest)
        try await folder.beginPart(part)
        do {
            let hash = ContentHash()
            let file = try await folder.openPart(part, at: 0, turn: 1)
            var sealer = SealedStream.Sealer(key: key(digest), name: name)
            for try await chunk in bytes {
                hash.update(chunk)
                try await file.write(sealer.add(chunk))
            }
            try await file.write(sealer.finish())
            try await file.sync()
            guard hash.digest == digest else {
                try await folder.discardPart(part)
                return false
            }
            try await folder.publishPart(part, as: name)
            return true
        } catch {
            // The reason why it was not stored matters more than what is left of it.
            try? await folder.discardPart(part)
            throw error
        }
    }
}

extension Contents {
    /// Whether content is there and what its digest says; reads all of it.
    public func verify(_ digest: String, size: Int64) async throws -> Bool {
        let hash = ContentHash()
        do {
            let bytes = try await open(digest)
            guard bytes.count == size else { return false }
            for try await chunk in bytes { hash.update(chunk) }
        } catch let refusal as Refusal where refusal == FileFault.missing || refusal == FileFault.damaged {
            return false
        }
        return hash.digest == digest
    }
}
