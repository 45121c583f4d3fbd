import Commons
public import Community
import Database

extension SQLStore: CommunityStore {
    public func readCommunity<T: Sendable>(
        _ body: @escaping @Sendable (any CommunityRecords) throws -> T
    ) async throws -> T {
        try await database.read { [ring] in try body(SQLRecords(connection: $0, ring: ring)) }
    }

    public func writeCommunity<T: Sendable>(
        _ body: @escaping @Sendable (any CommunityRecords) throws -> T
    ) async throws -> T {
        try await writeRecords { try body($0) }
    }
}
