import Dispatch

extension DatabaseContract {
    static let transactions = [
        DatabaseContract("what was written is there for every handle") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let other = try await subject.open()
            for id in 1...20 {
                try await subject.database.write { try $0.execute("INSERT INTO t (id) VALUES ($1)", [.int(Int64(id))]) }
                let found = try await other.read { try $0.row("SELECT count(*) FROM t")?[0].int }
                try same(found, Int64(id), "rows seen by another handle")
            }
            try await other.close()
        },
        DatabaseContract("a read sees one moment") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t (id) VALUES (1)")
            let database = subject.database
            let (began, signal) = AsyncStream.makeStream(of: Void.self)
            let written = DispatchSemaphore(value: 0)
            async let counts = database.read { connection in
                defer { signal.finish() }
                let sql = "SELECT count(*) FROM t"
                let before = try connection.row(sql)?[0].int
                signal.yield()
                guard written.wait(timeout: .now() + 30) == .success else {
                    throw ContractBreach(description: "a write waited for a read")
                }
                return [before, try connection.row(sql)?[0].int]
            }
            for await _ in began { break }
            try await database.write { try $0.execute("INSERT INTO t (id) VALUES (2)") }
            let now = try await subject.count("t")
            written.signal()
            try same(try await counts, [1, 1], "rows before and after a write beside the read")
            try same(now, 2, "rows in a new read")
        },
        DatabaseContract("a glance is a read: it changes nothing, and one that fails leaves no trace") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t (id) VALUES (1)")
            let database = subject.database
            // More often than there are connections, so that one which kept something would come again.
            for round: Int64 in 1...20 {
                try await fails(nil, "a write in a glance") {
                    try await database.glance { try $0.execute("INSERT INTO t (id) VALUES (0)") }
                }
                try await fails(nil, "a wrong statement in a glance") {
                    try await database.glance { try $0.query("SELECT nothing FROM t") }
                }
                try await database.write { try $0.execute("INSERT INTO t (id) VALUES ($1)", [.int(round + 1)]) }
                let found = try await database.glance { connection in
                    let sql = "SELECT count(*) FROM t"
                    return [try connection.row(sql)?[0].int, try connection.row(sql)?[0].int]
                }
                try same(found, [round + 1, round + 1], "rows in round \(round)")
            }
        },
        DatabaseContract("a read does not see or wait for what is not committed") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let database = subject.database
            let (began, signal) = AsyncStream.makeStream(of: Void.self)
            let seen = DispatchSemaphore(value: 0)
            async let write: Void = database.write { connection in
                defer { signal.finish() }
                try connection.execute("INSERT INTO t (id) VALUES (1)")
                signal.yield()
                guard seen.wait(timeout: .now() + 30) == .success else {
                    throw ContractBreach(description: "a read waited for a write")
                }
            }
            for await _ in began { break }
            let during = try await subject.count("t")
            seen.signal()
            try await write
            try same(during, 0, "rows during the write")
            try same(try await subject.count("t"), 1, "rows after the write")
        },
        DatabaseContract("concurrent writers lose nothing") { subject in
            try await subject.schema(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)", "INSERT INTO t (id, n) VALUES (1, 0)")
            let other = try await subject.open()
            try await withThrowingTaskGroup { group in
                for worker in 0..<8 {
                    let database = worker % 2 == 0 ? subject.database : other
                    group.addTask {
                        for _ in 0..<25 {
                            // Read, then write what was computed: as if each were alone.
                            try await database.write { connection in
                                let n = try connection.row("SELECT n FROM t WHERE id = 1")?[0].int ?? 0
                                try connection.execute("UPDATE t SET n = $1 WHERE id = 1", [.int(n + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let n = try await subject.database.read { try $0.row("SELECT n FROM t")?[0].int }
            try await other.close()
            try same(n, 200, "increments")
        },
        DatabaseContract("concurrent writers are as if one came after the other") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            try await withThrowingTaskGroup { group in
                for id in 1...16 {
                    group.addTask {
                        // Only into an empty table.
                        try await subject.database.write { connection in
                            if try connection.row("SELECT count(*) FROM t")?[0] == 0 {
                                try connection.execute("INSERT INTO t (id) VALUES ($1)", [.int(Int64(id))])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try same(try await subject.count("t"), 1, "rows")
        },
        DatabaseContract("one that fails among many takes nothing else with it") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let failed = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for id in 0..<300 {
                    group.addTask {
                        do {
                            try await subject.database.write { connection in
                                try connection.execute("INSERT INTO t (id) VALUES ($1)", [.int(Int64(id))])
                                if id % 3 == 0 {
                                    try connection.execute("INSERT INTO t (id) VALUES ($1)", [.int(Int64(id))])
                                }
                            }
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try same(failed, 100, "failures")
            let row = try await subject.database.read { connection in
                try connection.row("SELECT count(*), sum(CASE WHEN id % 3 = 0 THEN 1 ELSE 0 END) FROM t")
            }
            try same(row?.values, [200, 0], "rows, and rows of failed transactions")
        },
    ]
}
