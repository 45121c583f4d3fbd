public import Commons
public import Database

extension JournalReport {
    /// Reads every content that the records speak of and compares it with its digest.
    public mutating func checkFiles(_ database: any Database, _ vault: any FileVault) async throws {
        var last = ""
        while true {
            let after = last
            let digests = try await database.read {
                try $0.query("SELECT digest FROM file WHERE digest > $1 ORDER BY digest LIMIT 500", [.text(after)])
                    .map { try $0.text(0) }
            }
            guard let end = digests.last else { return }
            for digest in digests {
                files += 1
                if (try? await vault.verify(digest)) != true {
                    add("file/\(digest)", zh: "文件缺失或被改动", en: "the file is missing or was changed")
                }
            }
            last = end
        }
    }
}
