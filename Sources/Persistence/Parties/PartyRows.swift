import Commons
import Database

extension Person {
    static let columns = "p.id, p.name, p.login, p.language, p.is_active"
    static let width = 5

    /// From `columns`, which come first.
    init(_ row: Row) throws {
        self.init(
            id: try row.text(0), name: try row.text(1), login: try row.text(2), isActive: try row.int(4) == 1)
        language = try row.text(3)
    }
}

extension Organisation {
    static let columns = "o.id, o.kind, o.name, o.region, o.is_active"
    static let width = 5

    /// From `columns`, the first of which is at this position.
    init(_ row: Row, at first: Int) throws {
        guard let kind = Organisation.Kind(rawValue: try row.text(first + 1)) else {
            throw DatabaseError(.other, "an organisation of an unknown kind")
        }
        self.init(
            id: try row.text(first), kind: kind, name: try row.text(first + 2), region: try row.text(first + 3),
            isActive: try row.int(first + 4) == 1)
    }
}

extension Membership {
    static let columns = "m.person_id, m.role, m.fields, " + Organisation.columns

    /// From `columns`, the first of which is at this position.
    init(_ row: Row, at first: Int) throws {
        guard let role = Role(rawValue: try row.text(first + 1)) else {
            throw DatabaseError(.other, "a membership with an unknown role")
        }
        self.init(
            person: try row.text(first), organisation: try Organisation(row, at: first + 3), role: role,
            fields: try row.text(first + 2).split(separator: " ").map(String.init))
    }
}
