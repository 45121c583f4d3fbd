public import Commons
import Database
import Foundation
public import Persistence
import Rulebook
public import Secrets

/// Checks of an installation from outside of its server.
public enum JournalAudit {
    /// Checks the journal, every row, and every file.
    ///
    /// `settings` say where the installation is; `witnessed` are checkpoints that others kept; `pinned` are keys that
    /// somebody knows from elsewhere. `progress` is told how much is read.
    /// - Throws: A `Refusal` or `StartProblem` when there is nothing to check; a `DatabaseError`.
    public static func verify(
        _ settings: ServerSettings, witnessed: [SignedNote] = [], pinned: [VerifyingKey] = [], readsFiles: Bool = true,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> JournalReport {
        let (database, vault) = try await Installation.existing(settings)
        let ring = FileManager.default.contents(atPath: settings.keysPath).flatMap { KeyRing(file: Array($0)) }
        var report = try await JournalCheck(witnessed: witnessed, pinned: pinned, ring: ring)
            .run(database, progress: progress)
        if readsFiles { try await report.checkFiles(database, vault) }
        try await database.close()
        return report
    }

    /// The last checkpoint of an installation, as text to hand to a witness.
    public static func checkpoint(_ settings: ServerSettings) async throws -> String? {
        let installation = try await Installation.open(settings)
        let note = try await JournalKeeper(installation).checkpoint()
        try await installation.close()
        return note?.encoded
    }
}
