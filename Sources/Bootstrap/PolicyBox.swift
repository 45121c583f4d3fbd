import Commons
import Evaluation
import Foundation
import Synchronization

/// The policy as it is now: the setting that administrators edit, or the standard one. Every request asks it, so it is
/// kept here and read anew when somebody changes it, on whichever node.
final class PolicyBox: Sendable {
    static let setting = "policy"
    private let held = Mutex(Policy.standard)

    var policy: Policy { held.withLock { $0 } }

    func load(_ store: any Store) async throws {
        let text = try await store.read { try $0.setting(PolicyBox.setting)?.text }
        let policy = try text.map { try JSONDecoder().decode(Policy.self, from: Data($0.utf8)) } ?? .standard
        held.withLock { $0 = policy }
    }

    /// Until the task is cancelled.
    func follow(_ store: any Store) async {
        await withTaskGroup { group in
            group.addTask {
                guard let changes = try? await store.announcements(on: "settings") else { return }
                for await _ in changes { try? await self.load(store) }
            }
            // An announcement can be lost with a connection; a right must not be wrong for long.
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(5))
                    try? await self.load(store)
                }
            }
        }
    }
}
