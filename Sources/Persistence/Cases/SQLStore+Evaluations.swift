import Commons
import Database
public import Evaluation

extension SQLStore: EvaluationStore {
    public func readEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T {
        try await database.read { [ring] in try body(SQLRecords(connection: $0, ring: ring)) }
    }

    public func glanceAtEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T {
        try await database.glance { [ring] in try body(SQLRecords(connection: $0, ring: ring)) }
    }

    public func writeEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T {
        try await writeRecords { try body($0) }
    }
}
