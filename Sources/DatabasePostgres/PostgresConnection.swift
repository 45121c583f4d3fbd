import Database

/// One transaction on one connection to the server.
final class PostgresConnection: Connection {
    private let server: ServerConnection
    private let channelPrefix: String
    private let isReadOnly: Bool
    /// The first statement that failed: nothing after it counts.
    private(set) var failure: ServerFailure?

    init(_ server: ServerConnection, channelPrefix: String, isReadOnly: Bool) {
        self.server = server
        self.channelPrefix = channelPrefix
        self.isReadOnly = isReadOnly
    }

    var dialect: Dialect { .postgresql }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try attempt { try server.run(sql, arguments).changed }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        try attempt { try server.run(sql, arguments).rows }
    }

    func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        guard let count = rows.first?.count else { return }
        try attempt {
            guard rows.allSatisfy({ $0.count == count }) else {
                throw DatabaseError(.other, "rows with different numbers of arguments for: \(sql)")
            }
            try server.runMany(sql, rows)
        }
    }

    func announce(_ message: String, on channel: String) throws {
        try attempt {
            guard !isReadOnly else { throw DatabaseError(.other, "a read announces nothing") }
            try Announcement.check(message, on: channel)
            _ = try server.run("SELECT pg_notify($1, $2)", [.text(channelPrefix + channel), .text(message)])
        }
    }

    private func attempt<T>(_ body: () throws -> T) throws -> T {
        if let failure { throw failure.error }
        do {
            return try body()
        } catch let error as ServerFailure {
            failure = error
            throw error.error
        } catch let error as DatabaseError {
            failure = ServerFailure(error)
            throw error
        }
    }
}
