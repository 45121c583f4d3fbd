import Database
import DatabaseSQLite
import Foundation
import Testing

/// What every engine promises, kept by SQLite on a file.
@Suite struct ContractTests {
    @Test(arguments: DatabaseContract.all)
    func holds(_ contract: DatabaseContract) async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: Never.self) {
            try await contract.check { try SQLiteDatabase(path: folder.path + "/linli.db") }
        }
    }
}

/// Gone when nobody holds it any more.
final class TemporaryFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "linli-tests-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
