import GRDB

/// The SQLite that this program runs with, such as `3.40.1`; nil if it does not tell.
public func sqliteVersion() -> String? {
    let queue = try? DatabaseQueue()
    return try? queue?.read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
}
