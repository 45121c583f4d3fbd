import Commons
import Synchronization

/// How much devices tell, as this node has heard it: one that is out of order may tell thousands of events, and nobody
/// would see those of others. It forgets when the node stops; a quarantine is kept in the records.
struct FloodCounts: Sendable {
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

    private static let mostDevices = 20_000
    private static let mostMinutes = 100

    private var counts: [String: Count] = [:]
    private var sweptAt = Instant(milliseconds: 0)

    /// Those that said nothing for an hour need not be remembered.
    private mutating func count(_ device: String, _ now: Instant) -> Count {
        if counts.count > Self.mostDevices, sweptAt.adding(seconds: 60) <= now {
            counts = counts.filter { $0.value.from.adding(seconds: 3_600) > now }
            sweptAt = now
        }
        let count = counts[device] ?? Count(from: now)
        return count.from.adding(seconds: 3_600) <= now || count.from > now ? Count(from: now) : count
    }

    /// Counts an event that a device told.
    /// `at`: when it happened; nil: nobody knows, as it may have waited somewhere. A gateway that comes back tells
    /// those of a week at once, and means them.
    /// - Returns: whether the device tells more than can be meant.
    mutating func isFlood(_ device: String, at: Instant?, now: Instant) -> Bool {
        var count = count(device, now)
        // It was let out.
        if count.isFlood { count = Count(from: now) }
        let inMinute = Self.add(at, &count)
        count.isFlood = inMinute > CommunityLimits.eventsAMinute || count.events > CommunityLimits.eventsAnHour
        counts[device] = count
        return count.isFlood
    }

    /// Counts an event that is kept apart.
    /// - Returns: whether the device still tells nearly as many as cannot be meant.
    mutating func isBusy(_ device: String, at: Instant?, now: Instant) -> Bool {
        var count = count(device, now)
        count.isFlood = true
        let inMinute = Self.add(at ?? now, &count)
        counts[device] = count
        return inMinute > CommunityLimits.eventsAMinute / 2
    }

    /// - Returns: how many happened in that minute.
    private static func add(_ at: Instant?, _ count: inout Count) -> Int {
        count.events += 1
        guard let at else { return 0 }
        let minute = at.milliseconds / 60_000
        if count.minutes.count >= mostMinutes, count.minutes[minute] == nil { count.minutes = [:] }
        count.minutes[minute, default: 0] += 1
        return count.minutes[minute] ?? 0
    }

    /// Counts something of a sender that is not taken.
    /// - Returns: whether it is too many for an hour, and the first of those.
    mutating func refused(_ sender: String, now: Instant) -> (isTooMany: Bool, isFirst: Bool) {
        var count = count(sender, now)
        count.refused += 1
        counts[sender] = count
        let surplus = count.refused - CommunityLimits.refusedAnHour
        return (surplus > 0, surplus == 1)
    }
}

/// The counts of a node. A transaction counts in a copy, which is kept once it is over: one that fails is done again.
final class FloodWatch: Sendable {
    private let held = Mutex(FloodCounts())

    var counts: FloodCounts { held.withLock { $0 } }

    func keep(_ counts: FloodCounts) { held.withLock { $0 = counts } }
}
