public import Commons
import Foundation
import Rulebook
import Secrets

extension Surroundings {
    /// The clock and the randomness of this machine.
    public static var system: Surroundings {
        let now: @Sendable () -> Instant = {
            Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
        }
        return Surroundings(now: now, newID: { Identifier.make(at: now().milliseconds) })
    }

    /// The same clock, set to another day; the time of day goes on.
    func shifted(to day: Day) -> Surroundings {
        let offset = (Int64(day.ordinal) - Int64(now().day.ordinal)) * 86_400_000
        let inner = now
        let now: @Sendable () -> Instant = { Instant(milliseconds: inner().milliseconds + offset) }
        return Surroundings(now: now, newID: { Identifier.make(at: now().milliseconds) }, calendar: calendar)
    }
}
