import Commons
import Community
import Database

extension SQLRecords {
    func slots(of resource: String, in span: TimeSpan) throws -> [Slot] {
        // None is longer than that, so that the index narrows from both sides.
        let earliest = span.from.milliseconds - CommunityLimits.booking
        return try connection.query(
            "SELECT item, resource, from_at, until_at, person FROM slot WHERE resource = $1 AND from_at >= $2 "
                + "AND from_at < $3 AND until_at > $4 ORDER BY from_at, item",
            [
                .text(resource), .int(earliest), .int(span.until.milliseconds), .int(span.from.milliseconds),
            ]
        ).map { row in
            Slot(
                item: try row.text(0), resource: try row.text(1),
                span: TimeSpan(try row.instant(2), try row.instant(3)), person: row[4].text)
        }
    }

    func countSlots(of resource: String, person: String, after: Instant, besides item: String) throws -> Int {
        try connection.row(
            "SELECT count(*) FROM slot WHERE resource = $1 AND from_at >= $2 AND until_at > $3 AND person = $4 "
                + "AND item <> $5",
            [
                .text(resource), .int(after.milliseconds - CommunityLimits.booking), .int(after.milliseconds),
                .text(person), .text(item),
            ])?.int(0) ?? 0
    }

    func put(_ slot: Slot) throws {
        try connection.execute(
            "INSERT INTO slot (item, resource, from_at, until_at, person) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (item) DO UPDATE SET resource = $2, from_at = $3, until_at = $4, person = $5",
            [
                .text(slot.item), .text(slot.resource), .int(slot.span.from.milliseconds),
                .int(slot.span.until.milliseconds), SQLValue(slot.person),
            ])
    }

    func dropSlot(of item: String) throws {
        try connection.execute("DELETE FROM slot WHERE item = $1", [.text(item)])
    }
}
