import Commons
import Evaluation
import EvaluationPortal
import Synchronization

/// The settings that every request asks: the policy, the work calendar and the security rules as they are now.
/// They are kept here and read
/// anew when an administrator changes one, on whichever node.
final class SettingsBox: Sendable {
    private struct Held: Sendable {
        var policy = RightsBook.installed.standard
        var calendar = WorkCalendar()
        var security = SecurityRules()
    }

    private let held = Mutex(Held())

    var policy: Policy { held.withLock { $0.policy } }
    var calendar: WorkCalendar { held.withLock { $0.calendar } }

    var security: SecurityRules { held.withLock { $0.security } }

    func load(_ store: any Store) async throws {
        let found = try await store.read {
            Held(
                policy: try PolicySetting.current($0, .installed).policy,
                calendar: try CalendarSetting.current($0).calendar,
                security: try SecuritySetting.current($0).rules)
        }
        held.withLock { $0 = found }
    }

    /// Until the task is cancelled; the keys as well, which commands may turn.
    func follow(_ store: any Store, _ keys: KeyCabinet) async {
        await withTaskGroup { group in
            group.addTask {
                guard let changes = try? await store.announcements(on: PolicySetting.channel) else { return }
                for await _ in changes { try? await self.load(store) }
            }
            // An announcement can be lost with a connection; a right must not be wrong for long.
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(5))
                    keys.refresh()
                    try? await self.load(store)
                }
            }
        }
    }
}
