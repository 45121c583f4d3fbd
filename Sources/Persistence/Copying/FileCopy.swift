public import Commons
public import Database

/// Copies the contents that records speak of from vault to vault, and sees that each is what its digest says.
public enum FileCopy {
    public struct Result: Hashable, Sendable {
        /// How many contents the records speak of.
        public var files = 0
        /// Their bytes.
        public var bytes: Int64 = 0
        /// Digests of contents that are not in the source, or not what their digest says; they were left out.
        public var damaged: [String] = []
    }

    /// What the target has already stays. Interrupted, it goes on where it was when it is run again.
    /// `records` name the contents. What `older`, a vault on the file system of the target, has is linked, not copied.
    /// `newPart` gives a fresh id for what comes in; `progress` is told how many are done, and of how many.
    public static func run(
        _ records: any Database, from source: any FileVault, to target: any FileVault, older: FolderVault? = nil,
        newPart: @Sendable () -> String, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Result {
        let total = try await records.read { try $0.row("SELECT count(*) FROM file")?[0].int } ?? 0
        var result = Result()
        var last = ""
        while true {
            let after = last
            let rows = try await records.read {
                try $0.query(
                    "SELECT digest, size FROM file WHERE digest > $1 ORDER BY digest LIMIT 500", [.text(after)])
            }
            guard !rows.isEmpty else { return result }
            for row in rows {
                let (digest, size) = (try row.text(0), Int64(try row.int(1)))
                let isThere = try await bring(digest, size, source, target, older, newPart)
                if !isThere { result.damaged.append(digest) }
                result.files += 1
                result.bytes += size
                last = digest
                progress(result.files, Int(total))
            }
        }
    }

    private static func bring(
        _ digest: String, _ size: Int64, _ source: any FileVault, _ target: any FileVault, _ older: FolderVault?,
        _ newPart: @Sendable () -> String
    ) async throws -> Bool {
        if try await target.size(of: digest) == size { return true }
        if let older, let folder = target as? FolderVault, try await folder.link(digest, from: older) { return true }
        do {
            return try await target.put(try await source.open(digest), part: newPart()).digest == digest
        } catch let refusal as Refusal where refusal == FileFault.missing || refusal == FileFault.damaged {
            return false
        }
    }
}
