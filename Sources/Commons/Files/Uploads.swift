/// Uploads that may stop and go on, after the tus 1.0.0 protocol: create, append, ask where to go on, finish.
public struct Uploads: Sendable {
    /// What is written of one piece before it counts even if the line breaks: 8 MiB.
    static let checkpoint: Int64 = 8 << 20

    public let limits: FileLimits
    let files: Files
    var store: any Store { files.store }
    var vault: any FileVault { files.vault }
    var surroundings: Surroundings { files.surroundings }

    public init(_ files: Files, limits: FileLimits = FileLimits()) {
        self.files = files
        self.limits = limits
    }

    /// Starts an upload of so many bytes. Refuses as `invalid` an empty file, as `tooLarge` one above the limit, and as
    /// `tooMany` more than one person may have under way.
    public func create(
        size: Int64, name: String, person: String, metadata: [String: String] = [:]
    ) async throws -> Upload {
        guard size > 0 else { throw Refusal(.invalid, zh: "文件是空的", en: "the file is empty", place: "size") }
        guard size <= limits.fileSize else { throw FileLimits.tooLarge(limits.fileSize) }
        let now = surroundings.now()
        let upload = Upload(
            id: surroundings.newID(), person: person, name: FileName.cleaned(name), size: size,
            expires: now.adding(seconds: limits.patience), metadata: metadata)
        let most = limits.openUploads
        try await store.write { records in
            let open = try records.uploads(of: person).filter { $0.digest == nil && $0.expires > now }
            guard open.count < most else {
                throw Refusal(
                    .tooMany, zh: "您已有 \(most) 个文件正在上传，请先完成或取消其中一些",
                    en: "you have \(most) uploads under way; finish or cancel some of them first")
            }
            try records.addUpload(upload)
        }
        // After its row, so that a part without one is never older than this.
        do {
            try await vault.beginPart(upload.id)
        } catch {
            try await store.write { try $0.removeUpload(upload.id) }
            throw error
        }
        return upload
    }

    /// How far it is. Refuses as `missing` what is not there, is somebody else's, or has expired.
    public func upload(_ id: String, of person: String) async throws -> Upload {
        let upload = try await store.read { try $0.upload(id) }
        return try visible(upload, person)
    }

    /// Adds a piece. What has arrived stays if it breaks off; the upload that is given, or asked for afterwards, says
    /// where to go on. Refuses as `conflict` an offset other than the upload's, and as `tooLarge` more bytes than were
    /// announced.
    public func append<Chunks: AsyncSequence>(
        to id: String, of person: String, at offset: Int64, _ chunks: Chunks
    ) async throws -> Upload where Chunks.Element == [UInt8] {
        let seen = try await upload(id, of: person)
        try check(seen, offset)
        if seen.isComplete { return seen }
        let taken = try await store.write { try $0.takeTurn(atUpload: id) }
        var upload = try visible(taken, person)
        try check(upload, offset)
        let part = try await vault.openPart(id, at: offset, turn: upload.turn)
        var position = offset
        do {
            for try await chunk in chunks where !chunk.isEmpty {
                guard Int64(chunk.count) <= upload.size - position else {
                    throw Refusal(
                        .tooLarge, zh: "收到的内容比声明的 \(upload.size) 字节更长",
                        en: "more bytes came than the \(upload.size) that were announced")
                }
                try await part.write(chunk)
                position += Int64(chunk.count)
                if position - upload.offset >= Uploads.checkpoint { upload = try await keep(upload, position, part) }
            }
        } catch {
            if position > upload.offset {
                // Its own task, because this one may be cancelled together with the connection. Why the piece broke
                // off matters more than that this failed as well.
                _ = try? await Task { [upload, position] in try await keep(upload, position, part) }.value
            }
            throw error
        }
        return try await keep(upload, position, part)
    }

    /// Adds a piece that is there as a whole.
    public func append(to id: String, of person: String, at offset: Int64, _ bytes: [UInt8]) async throws -> Upload {
        try await append(
            to: id, of: person, at: offset,
            AsyncStream {
                $0.yield(bytes); $0.finish()
            })
    }

    /// Makes a complete upload a file; doing so again gives the same. Refuses as `locked` one that is not complete.
    public func finish(_ id: String, of person: String) async throws -> FileRecord {
        var upload = try await upload(id, of: person)
        if let digest = upload.digest, let file = try await store.read({ try $0.file(digest) }) { return file }
        guard upload.isComplete else {
            throw Refusal(
                .locked, zh: "还有 \(upload.size - upload.offset) 字节没有上传",
                en: "\(upload.size - upload.offset) bytes have not been uploaded yet")
        }
        // First the digest, then the bytes, then the file: wherever this stops, doing it again completes it.
        if upload.digest == nil {
            upload.digest = try await digest(of: upload)
            let known = upload
            guard try await store.write({ try $0.setUpload(known) }) else { throw taken }
        }
        let content = StoredContent(digest: upload.digest ?? "", size: upload.size)
        try await vault.publishPart(id, as: content.digest)
        return try await files.record(content, name: upload.name)
    }

    private func digest(of upload: Upload) async throws -> String {
        do {
            return try await vault.digest(ofPart: upload.id, size: upload.size)
        } catch let refusal as Refusal where refusal.kind == .missing {
            // Somebody may have finished it just now.
            guard let known = try await self.upload(upload.id, of: upload.person).digest else { throw refusal }
            return known
        }
    }

    /// Throws it away. Nothing happens to a file that it has become.
    public func cancel(_ id: String, of person: String) async throws {
        _ = try await upload(id, of: person)
        try await drop(id)
    }

    /// Throws away what has expired; gives how much.
    public func sweep() async throws -> Int {
        let now = surroundings.now()
        var swept = 0
        while true {
            let old = try await store.read { try $0.uploads(expiredBefore: now, limit: 100) }
            for upload in old { try await drop(upload.id) }
            swept += old.count
            if old.count < 100 { break }
        }
        // Parts of what was stored without an upload, by a process that was killed; twice as long, to be safe.
        return swept + (try await vault.discardParts(untouchedSince: now.adding(seconds: -2 * limits.patience)))
    }

    private func drop(_ id: String) async throws {
        try await vault.discardPart(id)
        try await store.write { try $0.removeUpload(id) }
    }

    private func visible(_ upload: Upload?, _ person: String) throws -> Upload {
        guard let upload, upload.person == person, upload.expires > surroundings.now() else {
            throw Refusal(.missing, zh: "没有这个上传，或它已过期", en: "there is no such upload, or it has expired")
        }
        return upload
    }

    private func check(_ upload: Upload, _ offset: Int64) throws {
        guard upload.offset == offset else {
            throw Refusal(
                .conflict, zh: "应从第 \(upload.offset) 字节继续，而不是 \(offset)",
                en: "go on at byte \(upload.offset), not at \(offset)", place: "offset")
        }
    }

    private func keep(_ upload: Upload, _ offset: Int64, _ part: any FilePart) async throws -> Upload {
        try await part.sync()
        var upload = upload
        upload.offset = offset
        upload.expires = surroundings.now().adding(seconds: limits.patience)
        let kept = upload
        guard try await store.write({ try $0.setUpload(kept) }) else { throw taken }
        return kept
    }

    private var taken: Refusal {
        Refusal(.conflict, zh: "另一个连接已接着上传此文件", en: "another connection goes on with this upload")
    }
}

extension Uploads {
    /// The kind of the job that sweeps; once an hour is enough.
    public static let sweeping = "files.sweep"

    public var handler: JobHandler {
        JobHandler(Uploads.sweeping) { _ in _ = try await sweep() }
    }
}
