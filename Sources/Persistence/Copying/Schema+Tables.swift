import Database

extension Schema {
    /// In the order of their making, so that what others refer to comes first.
    public static let tables: [String] = migrations.flatMap(\.statements).compactMap { statement in
        let words = statement.split { $0.isWhitespace || $0 == "(" }
        return words.count > 2 && words[0] == "CREATE" && words[1] == "TABLE" ? String(words[2]) : nil
    }

    /// Bytes of files: they go from vault to vault.
    private static let bytes: Set = ["file_body", "file_chunk"]
    /// What holds for as long as an installation runs. A copy must not let anybody in who has left since.
    private static let passing: Set = ["login_session", "login_step", "password_link", "stored_answer", "upload"]

    /// What a copy of an installation consists of, besides files.
    static let copied = tables.filter { !bytes.contains($0) && !passing.contains($0) }
}
