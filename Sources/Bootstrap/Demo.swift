import Commons
import DemoCity
import Evaluation
import EvaluationPortal
import Persistence
import Rulebook

/// The demo city in an installation.
enum Demo {
    static let logIns = DemoCity.logIns.map {
        EvaluationPortal.DemoLogIn(role: $0.role, login: $0.login, name: $0.name)
    }

    /// Plants the city unless it, or anybody else, is there already.
    static func plant(
        _ installation: Installation, progress: @escaping @Sendable (Int, Int, Phrase) -> Void
    ) async throws {
        let isEmpty = try await installation.store.read { try $0.people(PartyQuery(limit: 1)).isEmpty }
        guard isEmpty else { return }
        let today = installation.surroundings.now().day
        try await DemoCity(today: today).plant(
            store: installation.store, vault: installation.vault, desk: { installation.desk($0) }, progress: progress)
    }
}
