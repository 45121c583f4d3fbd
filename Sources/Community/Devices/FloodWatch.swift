import Commons
import Synchronization

/// How much devices tell, as this node has heard it: one that is out of order may tell thousands of events, and nobody
/// would see those of others. It forgets when the node stops; a quarantine is kept in the records.
final class FloodWatch: Sendable {
    private struct Count {
        /// Received since `from`.
        var from: Instant
        var events = 0
        /// By the minute in which they happened.
        var minutes: [Int64: Int] = [:]
        var refused = 0
        /// It was too much.
        var isFlood = false
    }

    private let held = Mutex<[String: Count]>([:])

    private func count<T>(_ device: String, _ now: Instant, _ body: (inout Count) -> T) -> T {
        held.withLock { held in
            // Those that said nothing for an hour need not be remembered.
            if held.count > 20_000 { held = held.filter { $0.value.from.adding(seconds: 3_600) > now } }
            var count = held[device] ?? Count(from: now)
            if count.from.adding(seconds: 3_600) <= now || count.from > now { count = Count(from: now) }
            defer { held[device] = count }
            return body(&count)
        }
    }

    /// Counts an event that a device told.
    /// `at`: when it happened. A gateway that comes back tells those of a week at once, and means them.
    /// - Returns: whether the device tells more than can be meant.
    func isFlood(_ device: String, at: Instant, now: Instant) -> Bool {
        count(device, now) { count in
            // It was let out.
            if count.isFlood { count = Count(from: now) }
            count.events += 1
            count.minutes[at.milliseconds / 60_000, default: 0] += 1
            let inMinute = count.minutes[at.milliseconds / 60_000] ?? 0
            count.isFlood = inMinute > CommunityLimits.eventsAMinute || count.events > CommunityLimits.eventsAnHour
            return count.isFlood
        }
    }

    /// Counts something of a sender that is not taken.
    /// - Returns: whether it is the first of an hour that is too many, or one after it.
    func refused(_ sender: String, now: Instant) -> (isTooMany: Bool, isFirst: Bool) {
        count(sender, now) { count in
            count.refused += 1
            let surplus = count.refused - CommunityLimits.refusedAnHour
            return (surplus > 0, surplus == 1)
        }
    }
}
