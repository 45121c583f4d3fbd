import Database
import DatabasePostgres
import Foundation
import Testing

/// The server that the tests share.
enum TestServer {
    struct Missing: Error, CustomStringConvertible {
        let description = "LINLI_POSTGRES is not set: these tests need PostgreSQL; run them by `make test`"
    }

    static func connectionString() throws -> String {
        guard let text = ProcessInfo.processInfo.environment["LINLI_POSTGRES"], !text.isEmpty else { throw Missing() }
        return text
    }

    /// Runs the body with a new schema that is gone afterwards.
    static func withSchema<T: Sendable>(_ body: (_ connectionString: String, _ schema: String) async throws -> T)
        async throws -> T
    {
        let text = try connectionString()
        let schema = "t" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(16)
        let admin = try PostgresDatabase(text, connections: 1)
        try await admin.write { try $0.execute("CREATE SCHEMA \(schema)") }
        let result: Result<T, any Error>
        do { result = .success(try await body(text, schema)) } catch { result = .failure(error) }
        try await admin.write { try $0.execute("DROP SCHEMA \(schema) CASCADE") }
        try await admin.close()
        return try result.get()
    }

    /// Runs the body with a database in a schema of its own.
    static func withDatabase<T: Sendable>(
        connections: Int = 4, _ body: (PostgresDatabase) async throws -> T
    ) async throws -> T {
        try await withSchema { text, schema in
            let database = try PostgresDatabase(text, schema: schema, connections: connections)
            let result: Result<T, any Error>
            do { result = .success(try await body(database)) } catch { result = .failure(error) }
            try await database.close()
            return try result.get()
        }
    }
}

/// A server of one test, to be stopped and started.
struct OwnServer {
    struct Failed: Error { var message: String }

    let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString.prefix(8))").path

    /// How to connect.
    func start() throws -> String { try run("start").trimmingCharacters(in: .whitespacesAndNewlines) }

    func stop() throws { _ = try run("stop") }

    func remove() {
        // What failed before matters more than a folder that stays.
        try? stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func run(_ action: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "scripts/postgres")
        process.arguments = [action, folder]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(message: "scripts/postgres \(action) failed") }
        return String(decoding: text, as: UTF8.self)
    }
}
