/// One step of the schema, forward only. Once released it never changes.
public struct Migration: Sendable {
    /// `001_people`: unique, never changes.
    public var name: String
    /// Statements in the SQL that both engines share; see `Migrator` for the types.
    public var statements: [String]

    public init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }
}
