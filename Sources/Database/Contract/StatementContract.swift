extension DatabaseContract {
    static let statements = [
        DatabaseContract("parameters in any order and repeated") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT NOT NULL, v DOUBLE PRECISION)")
            let rows = try await subject.database.write { connection in
                try connection.execute("INSERT INTO t (v, name, id) VALUES ($3, $2, $1)", [1, "甲", .double(1.5)])
                try connection.execute("INSERT INTO t (id, name) VALUES ($1, '$1 ''$2') -- $7", [2])
                return try connection.query(
                    "SELECT name AS \"$9\", v FROM t WHERE id = $2 OR name = $1 OR id = $2 /* $8 */ ORDER BY id",
                    ["甲", 2])
            }
            try same(rows.map { $0["$9"] }, ["甲", "$1 '$2"], "names")
            try same(rows.map { $0["v"] }, [.double(1.5), .null], "numbers")
        },
        DatabaseContract("more than nine parameters") { subject in
            let sum = (1...12).map { "CAST($\($0) AS BIGINT)" }.reversed().joined(separator: " * 3 + ")
            let row = try await subject.database.read { connection in
                try connection.row("SELECT \(sum) AS s", (1...12).map { .int(Int64($0)) })
            }
            try same(row?["s"].int, (2...12).reduce(1) { $0 + $1 * 3 }, "sum")
        },
        DatabaseContract("a wrong number of arguments fails") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            for arguments: [SQLValue] in [[], [1, 2]] {
                try await fails(nil, "\(arguments.count) arguments for one parameter") {
                    try await subject.database.write { try $0.execute("INSERT INTO t (id) VALUES ($1)", arguments) }
                }
            }
            try await fails(nil, "two statements in one") {
                try await subject.database.write { try $0.execute("DELETE FROM t; DELETE FROM t") }
            }
            try same(try await subject.count("t"), 0, "rows")
        },
        DatabaseContract("execute counts the rows it changed") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)")
            let counts = try await subject.database.write { connection in
                [
                    try connection.execute("INSERT INTO t (id) VALUES (1), (2), (3)"),
                    try connection.execute("UPDATE t SET n = 1 WHERE id > $1", [1]),
                    try connection.execute("UPDATE t SET n = 1 WHERE id > $1", [9]),
                    try connection.execute("INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO NOTHING"),
                    try connection.execute("DELETE FROM t"),
                ]
            }
            try same(counts, [3, 2, 0, 0, 3], "counts")
        },
        DatabaseContract("RETURNING and ON CONFLICT") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT NOT NULL, n BIGINT NOT NULL)")
            let sql = """
                INSERT INTO t (id, name, n) VALUES ($1, $2, 1)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, n = t.n + 1 RETURNING id, name, n
                """
            let rows = try await subject.database.write { connection in
                try connection.query(sql, [1, "a"]) + connection.query(sql, [1, "b"])
                    + connection.query("DELETE FROM t WHERE id = $1 RETURNING name", [1])
            }
            try same(rows.map(\.values), [[1, "a", 1], [1, "b", 2], ["b"]], "returned rows")
        },
        DatabaseContract("CTEs, window functions and aggregates") { subject in
            let row = try await subject.database.read { connection in
                try connection.row(
                    """
                    WITH RECURSIVE r(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM r WHERE n < 5),
                    w AS (SELECT n, row_number() OVER (ORDER BY n DESC) AS place, lag(n) OVER (ORDER BY n) AS before
                        FROM r)
                    SELECT count(*) AS c, sum(n) AS s, avg(n) AS a, max(place) AS m, sum(before) AS b,
                        sum(n) FILTER (WHERE n > 9) AS none,
                        sum(CASE WHEN place = 1 THEN n ELSE 0 END) AS first FROM w
                    """)
            }
            try same(row?.columns, ["c", "s", "a", "m", "b", "none", "first"], "columns")
            try same(row?.values, [5, 15, .double(3), 5, 10, nil, 5], "values")
        },
        DatabaseContract("LIMIT and OFFSET as parameters") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let rows = try await subject.database.write { connection in
                try connection.executeMany("INSERT INTO t (id) VALUES ($1)", (1...9).map { [.int($0)] })
                return try connection.query("SELECT id FROM t ORDER BY id LIMIT $1 OFFSET $2", [2, 3])
            }
            try same(rows.map { $0[0].int }, [4, 5], "page")
        },
        DatabaseContract("a query without rows, and unknown columns") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let rows = try await subject.database.write { connection in
                let none = try connection.query("SELECT id FROM t")
                try connection.execute("INSERT INTO t (id) VALUES (7)")
                return none + (try connection.query("SELECT id FROM t"))
            }
            try same(rows.map { $0["id"] }, [7], "rows")
            try same(rows[0]["other"], .null, "column that is not there")
        },
        DatabaseContract("a statement survives a change of its table") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t (id) VALUES (1)")
            let columns: @Sendable () async throws -> [[String]] = {
                let query: @Sendable (any Connection) throws -> [String] = {
                    try $0.row("SELECT * FROM t")?.columns ?? []
                }
                return [try await subject.database.read(query), try await subject.database.write(query)]
            }
            try same(try await columns(), [["id"], ["id"]], "columns before")
            try await subject.schema("ALTER TABLE t ADD COLUMN name TEXT")
            try same(try await columns(), [["id", "name"], ["id", "name"]], "columns after")
        },
        DatabaseContract("executeMany of 5,000 rows") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, data BYTES)")
            try await subject.database.write { connection in
                try connection.executeMany("INSERT INTO t (id) VALUES ($1)", [])
                let rows: [[SQLValue]] = (1...5_000).map { number in
                    [.blob([UInt8(number % 256)]), number % 3 == 0 ? nil : .text("名\(number)"), .int(number)]
                }
                try connection.executeMany("INSERT INTO t (data, name, id) VALUES ($1, $2, $3)", rows)
            }
            let row = try await subject.database.read { connection in
                try connection.row("SELECT count(*), count(name), sum(id), max(name) FROM t")
            }
            try same(row?.values, [5_000, 3_334, 12_502_500, "名998"], "what was stored")
            try await fails(.duplicate, "a duplicate among many") {
                try await subject.database.write { connection in
                    try connection.executeMany(
                        "INSERT INTO t (id) VALUES ($1)", (5_001...8_000).map { [.int($0)] } + [[1]])
                }
            }
            try await fails(nil, "rows of different lengths") {
                try await subject.database.write {
                    try $0.executeMany("INSERT INTO t (id, name) VALUES ($1, $2)", [[9_000, "x"], [9_001]])
                }
            }
            try same(try await subject.count("t"), 5_000, "rows after failures")
        },
        DatabaseContract("executeMany of 1,300 rows of numbers") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, value DOUBLE PRECISION)")
            let rows: [[SQLValue]] = (1...1_300).map { [.double(Double($0) / 8), .int($0)] }
            try await subject.database.write {
                try $0.executeMany("INSERT INTO t (value, id) VALUES ($1, $2)", rows)
            }
            let sums = "SELECT count(*), sum(id), sum(value) FROM t"
            let before = try await subject.database.read { try $0.row(sums) }
            try same(before?.values, [1_300, 845_650, .double(105_706.25)], "what was stored")
            try await fails(.duplicate, "a duplicate among many numbers") {
                try await subject.database.write {
                    try $0.executeMany("INSERT INTO t (value, id) VALUES ($1, $2)", rows)
                }
            }
            let twice: [[SQLValue]] = (301...1_500).map { [.double(1), .int($0)] }
            try await subject.database.write {
                try $0.executeMany(
                    "INSERT INTO t (value, id) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET value = t.value + "
                        + "excluded.value", twice)
            }
            let after = try await subject.database.read { try $0.row(sums) }
            try same(after?.values, [1_500, 1_125_750, .double(106_906.25)], "what was stored or changed")
        },
    ]
}
