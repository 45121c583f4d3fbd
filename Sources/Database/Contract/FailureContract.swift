extension DatabaseContract {
    static let failures = [
        DatabaseContract("kinds of errors") { subject in
            try await subject.schema(
                "CREATE TABLE p (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
                "CREATE TABLE c (id BIGINT NOT NULL PRIMARY KEY, p BIGINT REFERENCES p (id), n BIGINT CHECK (n > 0))",
                "INSERT INTO p (id, name) VALUES (1, 'a')")
            let cases: [(DatabaseError.Kind, String)] = [
                (.duplicate, "INSERT INTO p (id, name) VALUES (1, 'b')"),
                (.duplicate, "INSERT INTO p (id, name) VALUES (2, 'a')"),
                (.constraint, "INSERT INTO p (id) VALUES (2)"),
                (.constraint, "INSERT INTO c (id, p) VALUES (1, 9)"),
                (.constraint, "INSERT INTO c (id, n) VALUES (1, 0)"),
                (.other, "INSERT INTO nowhere (id) VALUES (1)"),
                (.other, "SELEC 1"),
            ]
            for (kind, sql) in cases {
                try await fails(kind, sql) { try await subject.database.write { try $0.execute(sql) } }
            }
            try await subject.database.write { try $0.execute("INSERT INTO c (id, p, n) VALUES (1, 1, 1)") }
            try await fails(.constraint, "deleting what is referred to") {
                try await subject.database.write { try $0.execute("DELETE FROM p") }
            }
        },
        DatabaseContract("errors name no values") { subject in
            try await subject.schema("CREATE TABLE t (mail TEXT PRIMARY KEY)")
            do {
                try await subject.database.write { connection in
                    for _ in 1...2 { try connection.execute("INSERT INTO t (mail) VALUES ($1)", ["secret@x"]) }
                }
            } catch let error as DatabaseError {
                try same(error.description.contains("secret@x"), false, "the value in: \(error)")
                return
            }
            throw ContractBreach(description: "the duplicate did not fail")
        },
        DatabaseContract("a read that writes fails") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            for sql in ["INSERT INTO t (id) VALUES (1)", "DELETE FROM t", "CREATE TABLE u (id BIGINT)", "DROP TABLE t"]
            {
                try await fails(.other, sql) { try await subject.database.read { try $0.execute(sql) } }
            }
            try await fails(.other, "announcing in a read") {
                try await subject.database.read { try $0.announce("x", on: "c") }
            }
            try same(try await subject.count("t"), 0, "rows")
        },
        DatabaseContract("what fails is rolled back") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            struct Thrown: Error {}
            do {
                try await subject.database.write { connection in
                    try connection.execute("INSERT INTO t (id) VALUES (1)")
                    throw Thrown()
                }
                throw ContractBreach(description: "the error of the closure was lost")
            } catch is Thrown {}
            try await fails(.duplicate, "a duplicate") {
                try await subject.database.write { connection in
                    for _ in 1...2 { try connection.execute("INSERT INTO t (id) VALUES (2)") }
                }
            }
            try await subject.database.write { try $0.execute("INSERT INTO t (id) VALUES (3)") }
            let ids = try await subject.database.read { try $0.query("SELECT id FROM t").map { $0[0].int } }
            try same(ids, [3], "rows")
        },
        DatabaseContract("a statement that failed ends its transaction, caught or not") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t (id) VALUES (1)")
            try await fails(.duplicate, "a caught duplicate") {
                try await subject.database.write { connection in
                    try connection.execute("INSERT INTO t (id) VALUES (2)")
                    _ = try? connection.execute("INSERT INTO t (id) VALUES (1)")
                }
            }
            try await fails(.duplicate, "a statement after a caught duplicate") {
                try await subject.database.write { connection in
                    _ = try? connection.execute("INSERT INTO t (id) VALUES (1)")
                    try connection.execute("INSERT INTO t (id) VALUES (3)")
                }
            }
            try await fails(.other, "a caught error in a read") {
                try await subject.database.read { _ = try? $0.query("SELECT nothing FROM t") }
            }
            try same(try await subject.count("t"), 1, "rows")
        },
        DatabaseContract("nothing works after close, close may be called again") { subject in
            try await subject.database.close()
            try await subject.database.close()
            try await fails(.unavailable, "read") { try await subject.database.read { try $0.query("SELECT 1") } }
            try await fails(.unavailable, "write") { try await subject.database.write { try $0.query("SELECT 1") } }
        },
    ]
}
