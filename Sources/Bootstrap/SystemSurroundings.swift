public import Commons
import Foundation
import Secrets

extension Surroundings {
    /// The clock and the randomness of this machine.
    public static var system: Surroundings {
        let now: @Sendable () -> Instant = {
            Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
        }
        return Surroundings(now: now, newID: { Identifier.make(at: now().milliseconds) })
    }
}
