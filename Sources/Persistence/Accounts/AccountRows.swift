import Commons
import Database

extension Holder {
    static let columns = Person.columns + ", " + Membership.columns + ", c.changed_at, f.confirmed_at"
    private static let ownWidth = Person.width + 3 + Organisation.width
    static let width = ownWidth + 2

    /// From rows that begin with `columns`, one for each membership; one with nulls for none.
    init(_ rows: [Row]) throws {
        let memberships = try rows.filter { $0[Person.width] != .null }.map { try Membership($0, at: Person.width) }
        self.init(
            person: try Person(rows[0]), memberships: memberships,
            passwordChangedAt: rows[0][Self.ownWidth].int.map(Instant.init(milliseconds:)),
            hasSecondFactor: rows[0][Self.ownWidth + 1] != .null)
    }
}

extension Session {
    static let columns =
        "t.id, t.person_id, t.created_at, t.last_seen_at, t.expires_at, t.address, t.agent, t.csrf, t.proved_at"

    /// From `columns`, the first of which is at this position.
    init(_ row: Row, at first: Int) throws {
        self.init(
            id: try row.text(first), person: try row.text(first + 1), created: try row.instant(first + 2),
            lastSeen: try row.instant(first + 3), expires: try row.instant(first + 4),
            address: try row.text(first + 5), agent: try row.text(first + 6), csrf: try row.text(first + 7),
            provedAt: row[first + 8].int.map(Instant.init(milliseconds:)))
    }
}

extension AccessToken {
    static let columns =
        "t.id, t.person_id, t.name, t.digest, t.scopes, t.created_at, t.expires_at, t.last_used_at"

    /// From `columns`, the first of which is at this position.
    init(_ row: Row, at first: Int) throws {
        self.init(
            id: try row.text(first), person: try row.text(first + 1), name: try row.text(first + 2),
            digest: try row.text(first + 3),
            scopes: Set(try row.text(first + 4).split(separator: " ").map(String.init)),
            created: try row.instant(first + 5), expires: try row.instant(first + 6),
            lastUsed: row[first + 7].int.map(Instant.init(milliseconds:)))
    }
}
