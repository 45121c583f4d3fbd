public import Database
import Dispatch
import Foundation
import Synchronization

import struct GRDB.Configuration
import class GRDB.DatabasePool

/// A database in one file, for one process.
///
/// Reads run beside each other and beside the writer, each on its snapshot. Writes run one after the other; those that
/// wait together share one sync of the disk. Announcements reach listeners of this object.
public final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let orders = ParameterOrders()
    private let hub = AnnouncementHub()
    private let writes: WriteQueue
    /// A folder that goes with the database.
    private let temporaryFolder: String?
    private let isClosed = Mutex(false)

    /// Opens the file, creates it when it is missing.
    /// - Parameters:
    ///   - path: With nil a temporary database that is gone with this object, for tests.
    ///   - readers: How many reads may run at the same time, at least 1.
    ///   - busyTimeout: How long to wait for another process that writes, in seconds.
    ///   - isReadOnly: Opens only a file that is there, and does not change a byte of it.
    /// - Throws: `DatabaseError`, `unavailable` when the file cannot be opened or is no database.
    public init(path: String?, readers: Int = 8, busyTimeout: Double = 5, isReadOnly: Bool = false) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = max(readers, 1)
        configuration.busyMode = .timeout(busyTimeout)
        configuration.readonly = isReadOnly
        configuration.foreignKeysEnabled = true
        configuration.persistentReadOnlyConnections = true
        configuration.label = "linli.sqlite"
        var file = path ?? ""
        if path == nil {
            let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            file = folder + "/database"
            temporaryFolder = folder
        } else {
            temporaryFolder = nil
        }
        // Acknowledged means durable; GRDB's own choice for WAL is NORMAL. What is temporary need not last.
        let synchronous = path == nil ? "OFF" : "FULL"
        do {
            pool = try DatabasePool(path: file, configuration: configuration)
            if !isReadOnly {
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(synchronous)") }
                // What is deleted is to be gone from the file, not only from the tables.
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            }
        } catch {
            throw PortError.translated(error)
        }
        writes = WriteQueue(pool, orders, hub)
    }

    deinit {
        hub.finish()
        guard let temporaryFolder else { return }
        try? pool.close()
        try? FileManager.default.removeItem(atPath: temporaryFolder)
    }

    public var dialect: Dialect { .sqlite }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let reading = reading(body)
        do {
            return try await pool.read(reading)
        } catch {
            throw PortError.translated(error)
        }
    }

    /// On the thread that asks: handing it to another and back costs several times what such a read does.
    public func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try onThisThread(reading(body))
    }

    private func onThisThread<T>(_ reading: (EngineHandle) throws -> T) throws -> T {
        do {
            // As `read` but for its BEGIN and COMMIT, which are prepared anew each time there.
            return try pool.unsafeRead { handle in
                try handle.cachedStatement(sql: "BEGIN DEFERRED TRANSACTION").execute()
                do {
                    let result = try reading(handle)
                    try handle.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                    return result
                } catch {
                    if handle.isInsideTransaction { try? handle.execute(sql: "ROLLBACK TRANSACTION") }
                    throw error
                }
            }
        } catch {
            throw PortError.translated(error)
        }
    }

    private func reading<T>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) -> @Sendable (EngineHandle) throws -> T {
        let orders = orders
        return { handle in
            let connection = SQLiteConnection(handle, orders, isReadOnly: true)
            let result = try body(connection)
            if let failure = connection.failure { throw failure }
            return result
        }
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            let job = WriteQueue.Job(
                run: { connection in
                    do {
                        let result = try body(connection)
                        if let failure = connection.failure { throw failure }
                        return WriteQueue.Outcome(isFailed: false) { error in
                            if let error {
                                continuation.resume(throwing: error)
                            } else {
                                continuation.resume(returning: result)
                            }
                        }
                    } catch {
                        return WriteQueue.Outcome(isFailed: true) { _ in continuation.resume(throwing: error) }
                    }
                },
                fail: { continuation.resume(throwing: $0) })
            let isOpen = isClosed.withLock { isClosed in
                if !isClosed { writes.add(job) }
                return !isClosed
            }
            if !isOpen { job.fail(PortError(.unavailable, "the database is closed")) }
        }
    }

    public func announcements(on channel: String) async throws -> AsyncStream<String> {
        try Announcement.check(channel: channel)
        return hub.listen(on: channel)
    }

    /// Writes that were begun are finished; what comes later is refused as `unavailable`.
    public func close() async throws {
        let wasOpen = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard wasOpen else { return }
        hub.finish()
        try await onBackground { pool in
            // All of it in one file that can be carried away. Another process that reads may be in the way: then the
            // last one to close does it.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        }
    }

    /// Off the threads that must not block.
    private func onBackground(_ body: @escaping @Sendable (DatabasePool) throws -> Void) async throws {
        let pool = pool
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try body(pool) }.mapError { PortError.translated($0) })
            }
        }
    }
}
