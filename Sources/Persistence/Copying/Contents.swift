public import Commons

/// Where contents are copied from and to.
public protocol Contents: Sendable {
    /// In bytes; nil: no such content.
    func size(of digest: String) async throws -> Int64?
    /// Refuses as `missing` what is not there and as `damaged` what cannot be read.
    func open(_ digest: String) async throws -> FileBytes
    /// Takes what an older copy on the same file system has already; false: there is none.
    func link(_ digest: String) async throws -> Bool
    /// Stores bytes; false: they are not what the digest says. `part` is a fresh id.
    func put(_ bytes: FileBytes, as digest: String, part: String) async throws -> Bool
}

/// Contents as they are.
public struct PlainContents: Contents {
    private let vault: any FileVault
    private let older: FolderVault?

    /// With a copy from before on the same file system.
    public init(_ vault: any FileVault, older: FolderVault? = nil) {
        self.vault = vault
        self.older = older
    }

    public func size(of digest: String) async throws -> Int64? { try await vault.size(of: digest) }

    public func open(_ digest: String) async throws -> FileBytes { try await vault.open(digest) }

    public func link(_ digest: String) async throws -> Bool {
        guard let older, let folder = vault as? FolderVault else { return false }
        return try await folder.link(digest, from: older)
    }

    public func put(_ bytes: FileBytes, as digest: String, part: String) async throws -> Bool {
        try await vault.put(bytes, part: part).digest == digest
    }
}
