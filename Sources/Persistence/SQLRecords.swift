import Database
import Secrets

/// The records of a transaction, in SQL that both engines share.
struct SQLRecords {
    let connection: any Connection
    /// What personal fields are encrypted with, as it is now.
    let ring: @Sendable () -> KeyRing
}
