import Testing

@testable import Database

@Suite struct SchemaTests {
    @Test(arguments: [
        (
            "CREATE TABLE t (id BIGINT PRIMARY KEY, d DOUBLE PRECISION, b BYTES, x TEXT)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, d REAL , b BLOB, x TEXT) STRICT",
            "CREATE TABLE t (id BIGINT PRIMARY KEY, d DOUBLE PRECISION, b BYTEA, x TEXT)"
        ),
        (
            "ALTER TABLE t ADD COLUMN \"BYTES\" BYTES DEFAULT 'BYTES ''BYTES' -- BYTES",
            "ALTER TABLE t ADD COLUMN \"BYTES\" BLOB DEFAULT 'BYTES ''BYTES' -- BYTES",
            "ALTER TABLE t ADD COLUMN \"BYTES\" BYTEA DEFAULT 'BYTES ''BYTES' -- BYTES"
        ),
        (
            "create table IF NOT EXISTS t (bytes BYTES, MY_BYTES TEXT);\n",
            "create table IF NOT EXISTS t (bytes BLOB, MY_BYTES TEXT) STRICT",
            "create table IF NOT EXISTS t (bytes BYTEA, MY_BYTES TEXT);\n"
        ),
        ("CREATE TABLE u AS SELECT 1 AS n", "CREATE TABLE u AS SELECT 1 AS n", "CREATE TABLE u AS SELECT 1 AS n"),
        ("CREATE INDEX i ON t (id)", "CREATE INDEX i ON t (id)", "CREATE INDEX i ON t (id)"),
    ])
    func translates(_ shared: String, _ sqlite: String, _ postgresql: String) {
        #expect(SchemaSQL.statement(shared, for: .sqlite) == sqlite)
        #expect(SchemaSQL.statement(shared, for: .postgresql) == postgresql)
    }
}
