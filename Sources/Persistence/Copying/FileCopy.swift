public import Commons
public import Database

/// Copies the contents that records speak of from place to place, and sees that each is what its digest says.
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
    /// `records` name the contents. What an older copy has is linked, not copied.
    /// `newPart` gives a fresh id for what comes in; `progress` is told how many are done, and of how many.
    public static func run(
        _ records: any Database, from source: any Contents, to target: any Contents,
        newPart: @Sendable () -> String, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Result {
        let total = try await records.read { try $0.row("SELECT count(*) FROM file")?[0].int } ?? 0
        var result = Result()
        var last = ""
        while true {
            let contents = try await named(in: records, after: last)
            guard !contents.isEmpty else { return result }
            for content in contents {
                let isThere = try await bring(content, source, target, newPart)
                if !isThere { result.damaged.append(content.digest) }
                result.files += 1
                result.bytes += content.size
                last = content.digest
                progress(result.files, Int(total))
            }
        }
    }

    /// The next few contents that records speak of, by digest; none after the last.
    public static func named(in records: any Database, after last: String) async throws -> [StoredContent] {
        try await records.read {
            try $0.query("SELECT digest, size FROM file WHERE digest > $1 ORDER BY digest LIMIT 500", [.text(last)])
                .map { StoredContent(digest: try $0.text(0), size: Int64(try $0.int(1))) }
        }
    }

    private static func bring(
        _ content: StoredContent, _ source: any Contents, _ target: any Contents, _ newPart: @Sendable () -> String
    ) async throws -> Bool {
        let digest = content.digest
        if try await target.size(of: digest) == content.size { return true }
        if try await target.link(digest) { return true }
        do {
            return try await target.put(try await source.open(digest), as: digest, part: newPart())
        } catch let refusal as Refusal where refusal == FileFault.missing || refusal == FileFault.damaged {
            return false
        }
    }
}
