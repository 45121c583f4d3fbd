import Foundation

/// Writers of one process go side by side; one that another was in the way of goes alone, or those who are quick would
/// be in its way again and again.
final class WriterLane: @unchecked Sendable {
    /// How long whoever wants to go alone waits for those who are on their way: an import may take a minute.
    private static let patience: TimeInterval = 0.5

    private let condition = NSCondition()
    /// Those who want to go alone, one after the other.
    private let turn = NSLock()
    private var running = 0
    private var isWanted = false

    func together<T>(_ body: () throws -> T) rethrows -> T {
        condition.withLock {
            while isWanted { condition.wait() }
            running += 1
        }
        defer {
            condition.withLock {
                running -= 1
                condition.broadcast()
            }
        }
        return try body()
    }

    func alone<T>(_ body: () throws -> T) rethrows -> T {
        try turn.withLock {
            condition.withLock {
                isWanted = true
                let end = Date(timeIntervalSinceNow: WriterLane.patience)
                while running > 0, condition.wait(until: end) {}
            }
            defer {
                condition.withLock {
                    isWanted = false
                    condition.broadcast()
                }
            }
            return try body()
        }
    }
}
