import Database

/// The records of a transaction, in SQL that both engines share.
struct SQLRecords {
    let connection: any Connection
}
