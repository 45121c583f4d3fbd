public import Database
import NIOPosix
import Synchronization

/// A database on a PostgreSQL server, 14 or later; any number of processes may share it.
///
/// Reads see one moment; writes are serializable and run again by themselves when another was in the way. A broken
/// connection is made anew. While the server is gone calls throw `unavailable` at once, and work again when it is back.
public final class PostgresDatabase: Database {
    private let threads: NIOThreadPool
    private let pool: ConnectionPool
    private let runner: TransactionRunner
    private let listener: AnnouncementListener
    private let isClosed = Mutex(false)

    /// Connects at the first use.
    /// - Parameters:
    ///   - connectionString: As libpq takes it: `postgresql://user:password@host:port/database` or `host=… dbname=…`.
    ///   - schema: Where its tables are, 1 to 20 small letters, digits and `_`; it must exist. Announcements stay
    ///     within it. With nil the server decides, usually `public`.
    ///   - connections: How many transactions may run at the same time, at least 1; as many threads. Announcements take
    ///     one more connection.
    /// - Throws: `DatabaseError` when the connection string cannot be read.
    public init(_ connectionString: String, schema: String? = nil, connections: Int = 8) throws {
        let settings = try ConnectionSettings(connectionString, schema: schema)
        pool = ConnectionPool(settings)
        runner = TransactionRunner(pool, channelPrefix: settings.channelPrefix)
        listener = AnnouncementListener(settings)
        threads = NIOThreadPool(numberOfThreads: max(connections, 1))
        threads.start()
    }

    deinit {
        listener.close()
        // A pool of threads must be shut down before it goes; twice does no harm.
        threads.shutdownGracefully { _ in }
    }

    public var dialect: Dialect { .postgresql }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await run(.read, body)
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await run(.write, body)
    }

    public func announcements(on channel: String) async throws -> AsyncStream<String> {
        try Announcement.check(channel: channel)
        return try await listener.listen(on: channel)
    }

    /// Transactions that were begun are finished; what comes later is refused as `unavailable`.
    public func close() async throws {
        let wasOpen = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard wasOpen else { return }
        listener.close()
        try await threads.shutdownGracefully()
        pool.close()
    }

    private func run<T: Sendable>(
        _ mode: TransactionRunner.Mode, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        guard !isClosed.withLock({ $0 }) else { throw DatabaseError(.unavailable, "the database is closed") }
        let runner = runner
        do {
            return try await threads.runIfActive { try runner.run(mode, body) }
        } catch is NIOThreadPoolError.ThreadPoolInactive {
            throw DatabaseError(.unavailable, "the database is closed")
        }
    }
}
