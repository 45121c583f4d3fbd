import Database
import Foundation

/// Runs closures as transactions, again where that is safe and of use.
struct TransactionRunner: Sendable {
    enum Mode: Sendable {
        case read, write

        /// Reads see one moment and never wait; writes are as if one came after the other.
        var begin: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        }
    }

    private static let mostConflicts = 50
    private static let mostReconnects = 3

    let pool: ConnectionPool
    let channelPrefix: String
    private let lane = WriterLane()

    init(_ pool: ConnectionPool, channelPrefix: String) {
        self.pool = pool
        self.channelPrefix = channelPrefix
    }

    /// Blocks its thread.
    func run<T>(_ mode: Mode, _ body: (any Connection) throws -> T) throws -> T {
        var conflicts = 0
        var reconnects = 0
        var isRefreshed = false
        while true {
            let outcome: Outcome<T> =
                switch mode {
                case .read: try attempt(mode, body)
                case .write where conflicts == 0: try lane.together { try attempt(mode, body) }
                case .write: try lane.alone { try attempt(mode, body) }
                }
            switch outcome {
            case .done(let value): return value
            case .conflict(let error):
                conflicts += 1
                guard conflicts < Self.mostConflicts else { throw error }
            case .stale(let error):
                guard !isRefreshed else { throw error }
                isRefreshed = true
            case .lost(let error):
                pool.dropIdle()
                reconnects += 1
                guard reconnects < Self.mostReconnects else { throw error }
            }
        }
    }

    private enum Outcome<T> {
        case done(T)
        /// Nothing was stored; the same again may succeed.
        case conflict(any Error)
        /// As well, but for a statement that no longer fitted its tables and is now forgotten.
        case stale(any Error)
        /// The connection broke before anything was stored.
        case lost(any Error)
    }

    private func attempt<T>(_ mode: Mode, _ body: (any Connection) throws -> T) throws -> Outcome<T> {
        let server: ServerConnection
        do {
            server = try pool.take()
        } catch let failure as ServerFailure {
            // Nobody there: whoever waits is told at once, the next call tries anew.
            throw failure.error
        }
        defer { pool.give(server) }
        do {
            try server.command(mode.begin)
        } catch let failure as ServerFailure {
            return try outcome(failure, failure.error, server)
        }
        let connection = PostgresConnection(server, channelPrefix: channelPrefix, isReadOnly: mode == .read)
        let value: T
        do {
            value = try body(connection)
            if let failure = connection.failure { throw failure.error }
        } catch {
            // Without it the connection is not idle and is closed.
            if server.isUsable { _ = try? server.command("ROLLBACK") }
            guard let failure = connection.failure else { throw error }
            return try outcome(failure, error, server)
        }
        return try commit(value, server)
    }

    private func commit<T>(_ value: T, _ server: ServerConnection) throws -> Outcome<T> {
        do {
            guard try server.command("COMMIT") == "COMMIT" else {
                throw DatabaseError(.other, "the transaction was rolled back by the server")
            }
            return .done(value)
        } catch let failure as ServerFailure {
            guard failure.isConnectionLost else { return try outcome(failure, failure.error, server) }
            pool.dropIdle()
            throw DatabaseError(
                .unavailable, "the connection broke in a commit, which may have been done: \(failure.error.message)")
        }
    }

    /// Throws what is not worth another try.
    private func outcome<T>(
        _ failure: ServerFailure, _ error: any Error, _ server: ServerConnection
    ) throws -> Outcome<T> {
        if failure.isConnectionLost { return .lost(error) }
        if failure.isConflict { return .conflict(error) }
        if failure.isStaleStatement, (try? server.forgetStatements()) != nil { return .stale(error) }
        throw error
    }
}
