import Commons
import Database

/// The records of a transaction, in SQL that both engines share.
struct SQLRecords {
    let connection: any Connection
    /// Whom the journal names.
    var origin = Origin.system
    var now: @Sendable () -> Instant = { Instant(milliseconds: 0) }
}
