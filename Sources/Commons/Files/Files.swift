/// Files as a whole: what is known of them and their bytes.
public struct Files: Sendable {
    let store: any Store
    public let vault: any FileVault
    let surroundings: Surroundings

    public init(store: any Store, vault: any FileVault, surroundings: Surroundings) {
        self.store = store
        self.vault = vault
        self.surroundings = surroundings
    }

    /// Stores content under a name that is cleaned first. Refuses as `tooLarge` more bytes than the limit.
    public func add<Chunks: AsyncSequence>(
        _ chunks: Chunks, name: String, limit: Int64 = FileLimits().fileSize
    ) async throws -> FileRecord where Chunks.Element == [UInt8] {
        let content = try await vault.put(chunks, part: surroundings.newID(), limit: limit)
        return try await record(content, name: FileName.cleaned(name))
    }

    /// The same for bytes that are there already, such as a report.
    public func add(_ bytes: [UInt8], name: String) async throws -> FileRecord {
        try await add(
            AsyncStream([UInt8].self) {
                $0.yield(bytes); $0.finish()
            }, name: name)
    }

    /// What is known of a file. Refuses as `missing` what is not stored.
    public func record(_ digest: String) async throws -> FileRecord {
        guard let file = try await store.read({ try $0.file(digest) }) else {
            throw Refusal(.missing, zh: "没有这个文件", en: "there is no such file")
        }
        return file
    }

    /// The bytes in this range, nil for all. Refuses as `missing` what is not stored, and as `unavailable` what is not
    /// as long any more as it was.
    public func open(_ digest: String, _ range: Range<Int64>? = nil) async throws -> (
        file: FileRecord, bytes: FileBytes
    ) {
        let file = try await record(digest)
        guard try await vault.size(of: digest) == file.size else {
            throw Refusal(
                .unavailable, zh: "文件“\(file.firstName)”已损坏或丢失，请联系管理员从备份恢复",
                en: "the file '\(file.firstName)' is damaged or lost; ask the administrator for the backup")
        }
        return (file, try await vault.open(digest, range))
    }

    /// Notes content that the vault has by now, if nobody did so before.
    func record(_ content: StoredContent, name: String) async throws -> FileRecord {
        let size = content.size
        let edge = Int64(FileType.sniffedSize)
        let head = try await vault.open(content.digest, 0..<min(edge, size)).all()
        let tail = try await vault.open(content.digest, max(edge, size - edge)..<max(edge, size)).all()
        let new = FileRecord(
            digest: content.digest, size: size, type: FileType(head: head, tail: tail, name: name), firstName: name,
            storedAt: surroundings.now())
        return try await store.write { records in
            try records.addFile(new)
            return try records.file(new.digest) ?? new
        }
    }
}
