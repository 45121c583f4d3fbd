/// One step of the schema, forward only. Once released it never changes.
public struct Migration: Sendable {
    /// `001_people`: unique, never changes.
    public var name: String
    /// Statements in the SQL that both engines share; see `Migrator` for the types.
    public var statements: [String]
    /// What only PostgreSQL does, after the others and in its own SQL: how things lie, never what there is.
    public var postgresql: [String]

    public init(_ name: String, _ statements: [String], postgresql: [String] = []) {
        self.name = name
        self.statements = statements
        self.postgresql = postgresql
    }
}
