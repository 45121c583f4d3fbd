/// Stored files and uploads under way, without their bytes, within one transaction.
public protocol FileRecords {
    func file(_ digest: String) throws -> FileRecord?
    /// Those of them that are stored, in any order.
    func files(_ digests: [String]) throws -> [FileRecord]
    /// Keeps the record that is there already.
    func addFile(_ file: FileRecord) throws

    func upload(_ id: String) throws -> Upload?
    /// Of one person, oldest first, those that are complete as well until they expire.
    func uploads(of person: String) throws -> [Upload]
    /// Those that expired before this, at most so many.
    func uploads(expiredBefore instant: Instant, limit: Int) throws -> [Upload]
    func addUpload(_ upload: Upload) throws
    /// Gives the upload with its next turn, which shuts out whoever had the one before; nil: there is no such upload.
    func takeTurn(atUpload id: String) throws -> Upload?
    /// Puts the offset, expiry and digest in place; nothing else of an upload changes. False: there is no such upload,
    /// or somebody else took the next turn.
    func setUpload(_ upload: Upload) throws -> Bool
    func removeUpload(_ id: String) throws
}
