import Commons
import Database
import Secrets

/// The records of a transaction, in SQL that both engines share.
struct SQLRecords {
    let connection: any Connection
    /// What personal fields are encrypted with, as it is now.
    let ring: @Sendable () -> KeyRing
    /// Whom the journal names.
    var origin = Origin.system
    var now: @Sendable () -> Instant = { Instant(milliseconds: 0) }
}
