import Database
import DatabasePostgres
import Testing

/// What every engine promises, kept by PostgreSQL.
@Suite struct ContractTests {
    @Test(arguments: DatabaseContract.all)
    func holds(_ contract: DatabaseContract) async throws {
        await #expect(throws: Never.self) {
            try await TestServer.withSchema { text, schema in
                try await contract.check { try PostgresDatabase(text, schema: schema, connections: 4) }
            }
        }
    }
}
