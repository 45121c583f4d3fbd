import Commons
import Community
import Database
import Rulebook

/// The partitions of `reading` on PostgreSQL: a table for each month of Beijing time, named by it, and `reading_rest`
/// for what is of none of them. Elsewhere there are none.
///
/// Locks are asked for before anything is read in their transaction: the snapshot comes after them, so that it shows
/// all that others wrote until then. `reading` is locked before its partitions, as by every statement.
struct ReadingMonths {
    static let table = "reading"
    private static let rest = "reading_rest"
    /// Whoever waits for all readers and writers holds up those that come after: not for long.
    private static let patience = "SET LOCAL lock_timeout = '1s'"

    /// From 1970 to 2199, in milliseconds: what somebody put outside of that stays apart.
    private static let known: Range<Int64> = 0..<7_258_118_400_000

    let connection: any Connection

    private var isParted: Bool { connection.dialect == .postgresql }

    private static func name(_ month: ReadingMonth) -> String {
        let day = month.first
        return "\(table)_\(day.year)_\(day.month < 10 ? "0" : "")\(day.month)"
    }

    private static func month(_ name: String) -> ReadingMonth? {
        guard name.hasPrefix("\(table)_") else { return nil }
        let day = Day("\(name.dropFirst(table.count + 1).replacing("_", with: "-"))-01")
        return day.map(ReadingMonth.init)
    }

    /// Readers lock what they read for as long as their transaction lasts; this does so for all of it, at once.
    func hold() throws {
        guard isParted else { return }
        try connection.execute("LOCK TABLE \(Self.table) IN ACCESS SHARE MODE")
    }

    /// Oldest first.
    func all() throws -> [ReadingMonth] {
        guard isParted else { return [] }
        return try connection.query(
            "SELECT CAST(c.relname AS TEXT) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
                + "WHERE i.inhparent = to_regclass($1)", [.text(Self.table)]
        ).compactMap { Self.month(try $0.text(0)) }.sorted()
    }

    func missing(from: Instant, through: Instant) throws -> [ReadingMonth] {
        guard isParted else { return [] }
        var wanted: Set<ReadingMonth> = []
        var month = ReadingMonth(from)
        while month <= ReadingMonth(through) {
            wanted.insert(month)
            month = month.next
        }
        // One look at the index for each.
        var least = Self.known.lowerBound
        while let at = try connection.row(
            "SELECT min(at) FROM \(Self.rest) WHERE at >= $1 AND at < $2",
            [.int(least), .int(Self.known.upperBound)])?[0].int
        {
            let month = ReadingMonth(Instant(milliseconds: at))
            wanted.insert(month)
            least = month.end.milliseconds
        }
        return wanted.subtracting(try all()).sorted()
    }

    func make(_ month: ReadingMonth) throws {
        guard isParted else { return }
        try connection.execute(Self.patience)
        // Writers that are under way would put into the rest what belongs into the month.
        try connection.execute("LOCK TABLE ONLY \(Self.table) IN SHARE ROW EXCLUSIVE MODE")
        try connection.execute("LOCK TABLE \(Self.rest) IN ACCESS EXCLUSIVE MODE")
        guard try !all().contains(month) else { return }
        try attach(month)
    }

    /// For whoever is alone: the months of these moments.
    func make(for moments: some Sequence<Int64>) throws {
        guard isParted else { return }
        let months = Set(moments.filter(Self.known.contains).map { ReadingMonth(Instant(milliseconds: $0)) })
        for month in months.subtracting(try all()).sorted() { try attach(month) }
    }

    private func attach(_ month: ReadingMonth) throws {
        let (name, from, until) = (Self.name(month), month.start.milliseconds, month.end.milliseconds)
        try connection.execute("CREATE TABLE \(name) (LIKE \(Self.table) INCLUDING ALL)")
        try connection.execute(
            "WITH moved AS (DELETE FROM \(Self.rest) WHERE at >= $1 AND at < $2 RETURNING at, series, value) "
                + "INSERT INTO \(name) (at, series, value) SELECT at, series, value FROM moved",
            [.int(from), .int(until)])
        try connection.execute(
            "ALTER TABLE \(Self.table) ATTACH PARTITION \(name) FOR VALUES FROM (\(from)) TO (\(until))")
    }

    func close(_ month: ReadingMonth) throws {
        guard isParted else { return }
        try connection.execute(Self.patience)
        try connection.execute("LOCK TABLE \(Self.name(month)) IN SHARE MODE")
    }

    /// Readers and writers of other months go on while this one is counted.
    func drop(_ month: ReadingMonth) throws -> Int {
        guard isParted else { return 0 }
        let name = Self.name(month)
        let count = try connection.row("SELECT count(*) FROM \(name)")?.int(0) ?? 0
        try connection.execute("LOCK TABLE ONLY \(Self.table) IN ACCESS EXCLUSIVE MODE")
        try connection.execute("DROP TABLE \(name)")
        return count
    }
}

extension SQLRecords {
    private var months: ReadingMonths { ReadingMonths(connection: connection) }

    func holdReadings() throws { try months.hold() }

    func missingMonths(from: Instant, through: Instant) throws -> [ReadingMonth] {
        try months.missing(from: from, through: through)
    }

    func make(_ month: ReadingMonth) throws { try months.make(month) }

    func months(before: Instant) throws -> [ReadingMonth] { try months.all().filter { $0.end <= before } }

    func close(_ month: ReadingMonth) throws { try months.close(month) }

    func drop(_ month: ReadingMonth) throws -> Int { try months.drop(month) }
}
