import Commons
public import Community
import Database
import Persistence
public import Rulebook

/// Metrics of an installation, checked from outside of its server.
public enum MetricAudit {
    /// A metric computed again beside the value that is kept.
    /// - Throws: A `Refusal` or `StartProblem` where there is no such installation, metric or community.
    public static func account(
        _ settings: ServerSettings, of metric: String, for organisation: String?, on day: Day?
    ) async throws -> (MetricAccount, Catalog) {
        let surroundings = Surroundings.system
        let (database, _) = try await Installation.existing(settings, surroundings)
        let (_, store) = try await Installation.ring(settings, database, surroundings)
        let desk = CommunityDesk(store: store, catalog: .builtIn, surroundings: surroundings, policy: { Policy([]) })
        let account = try await desk.account(of: metric, for: organisation, on: day)
        try await database.close()
        return (account, desk.catalog)
    }
}
