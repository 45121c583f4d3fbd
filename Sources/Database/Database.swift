/// A database that answers the same SQL on every engine.
///
/// One closure is one transaction. What `write` has returned is durable: it survives a kill of the process and a loss
/// of power.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// One consistent snapshot; changing anything fails.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// As `read`, for a few rows by their keys. It may run on the thread that asks, so it has to be over in a fraction
    /// of a millisecond and wait for nothing.
    func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// One transaction: all of it or nothing. Run again by the database itself where engines ask for it (a deadlock, a
    /// serialization failure, a broken connection), so it must change nothing outside.
    ///
    /// Transactions are as if one came after the other: what is read in one holds until it is committed. A statement
    /// that fails ends its transaction, also when its error is caught: ask with ON CONFLICT instead.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// What other connections and other processes on the same database announced by `Connection.announce`, after their
    /// commit, and this one too. Ends when the task that reads it is cancelled. An empty message says that some may
    /// have been missed, since the connection broke: look at the tables again.
    /// - Parameter channel: 1 to 40 visible ASCII characters other than `"`.
    func announcements(on channel: String) async throws -> AsyncStream<String>

    func close() async throws
}

extension Database {
    public func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await read(body)
    }
}

public enum Dialect: String, Sendable {
    case sqlite, postgresql
}

/// A connection within one transaction. It is synchronous and never leaves its closure.
///
/// Parameters are written `$1`, `$2`… and may stand in any order and repeatedly. Where their place does not tell a type
/// (`SELECT $1`, `$1 * 1000`) say it: `CAST($1 AS BIGINT)`. Text with a NUL character and NaN are refused.
public protocol Connection {
    var dialect: Dialect { get }

    /// The number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row]

    /// The same statement for many rows, in the fastest way that the engine has. Where it says ON CONFLICT, no two of
    /// the rows are in conflict with each other.
    func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws

    /// Tells listeners on every node once this transaction has committed; 1 to 7,000 bytes, only in a `write`. The
    /// same message twice in one transaction may be heard once.
    func announce(_ message: String, on channel: String) throws
}

extension Connection {
    @discardableResult
    public func execute(_ sql: String) throws -> Int { try execute(sql, []) }
    public func query(_ sql: String) throws -> [Row] { try query(sql, []) }
    /// The first row.
    public func row(_ sql: String, _ arguments: [SQLValue] = []) throws -> Row? { try query(sql, arguments).first }
}

/// Why the database refused or could not.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        /// A unique key is there already.
        case duplicate
        /// A rule of the schema does not hold.
        case constraint
        /// No connection, or it broke: it may be there again soon.
        case unavailable
        /// Another transaction was in the way for too long.
        case busy
        /// No room to write.
        case full
        case other
    }
    public var kind: Kind
    /// For the log, not for users.
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "\(kind.rawValue): \(message)" }
}
