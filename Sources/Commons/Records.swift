/// Everything that Commons keeps, within one transaction: synchronous, and never outside of the closure that it was
/// given to.
public protocol Records: PartyRecords, AccountRecords, CaseRecords, FileRecords, NoticeRecords, JobRecords,
    SettingRecords, JournalRecords, PersonalRecords
{
    /// Tells pages that are open, on every node, that something changed; after the commit.
    func announce(_ message: String, on channel: String) throws
}

/// Where records are kept. One closure is one transaction; what `write` returned from is durable.
public protocol Store: Sendable {
    func read<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T
    /// As `read`, for a few rows by their keys; see `Database.glance`.
    func glance<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T
    func write<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T
    /// What `announce` said on any node, until the task is cancelled.
    func announcements(on channel: String) async throws -> AsyncStream<String>
}

extension Store {
    public func glance<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try await read(body)
    }
}
