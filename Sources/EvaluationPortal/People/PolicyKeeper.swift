public import Commons
public import Evaluation
import Synchronization

/// The policy in force, at hand for every request, as `PolicySetting` has it.
public final class PolicyKeeper: Sendable {
    private let kept: Mutex<Policy>

    public init(_ policy: Policy = .standard) { kept = Mutex(policy) }

    public var current: Policy { kept.withLock { $0 } }

    /// Reads the setting; where it cannot be read the policy stays what it was.
    public func refresh(from store: any Store) async throws {
        let policy = try await store.read { try PolicySetting.current($0).policy }
        kept.withLock { $0 = policy }
    }

    /// Reads the setting whenever some node changes it, until the task is cancelled.
    public func follow(_ store: any Store) async throws {
        for await name in try await store.announcements(on: PolicySetting.channel) where name == PolicySetting.name {
            try await refresh(from: store)
        }
    }
}
