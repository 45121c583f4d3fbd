public import Commons
public import Database
public import Secrets

/// The records of this installation in a database, whichever engine it is.
public struct SQLStore: Store {
    public let database: any Database
    let now: @Sendable () -> Instant
    let ring: @Sendable () -> KeyRing

    /// - Parameters:
    ///   - database: with all of `Schema.migrations` applied.
    ///   - now: for the journal.
    ///   - ring: what personal fields are encrypted with; asked for anew each time, for keys are turned meanwhile.
    public init(
        _ database: any Database, now: @escaping @Sendable () -> Instant, ring: @escaping @Sendable () -> KeyRing
    ) {
        self.database = database
        self.now = now
        self.ring = ring
    }

    /// One transaction that may change something, in the name of `Origin.current`.
    func writeRecords<T: Sendable>(_ body: @escaping @Sendable (SQLRecords) throws -> T) async throws -> T {
        // The body runs on a thread of the database's, which knows nothing of this task.
        let (origin, now, ring, seal) = (Origin.current, now, ring, RowSeal(ring()))
        return try await database.write { connection in
            // A transaction is of one moment: asked anew for every row, the ring's file was a fifth of an import.
            let here = ring()
            let recorder = Recorder(connection, origin: origin, at: now(), seal: seal, ring: { here })
            let result = try body(SQLRecords(connection: recorder, ring: { here }))
            try recorder.finish()
            return result
        }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try await database.read { [ring] in try body(SQLRecords(connection: $0, ring: ring)) }
    }

    public func glance<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try await database.glance { [ring] in try body(SQLRecords(connection: $0, ring: ring)) }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
        try await writeRecords { try body($0) }
    }

    public func announcements(on channel: String) async throws -> AsyncStream<String> {
        try await database.announcements(on: channel)
    }
}

extension SQLRecords: Records {
    func announce(_ message: String, on channel: String) throws { try connection.announce(message, on: channel) }
}

extension SQLRecords {
    /// Whoever edits tells which version they saw.
    static var changedMeanwhile: Refusal {
        Refusal(.conflict, zh: "他人刚刚作了修改，请刷新后重试", en: "somebody else has changed this just now; reload and try again")
    }

    /// Gives the new version. The statement changes the row of that version only, or adds it where it is 0.
    func versioned(_ sql: String, _ arguments: [SQLValue], after version: Int) throws -> Int {
        do {
            guard try connection.execute(sql, arguments) == 1 else { throw Self.changedMeanwhile }
        } catch let error as DatabaseError where error.kind == .duplicate {
            throw Self.changedMeanwhile
        }
        return version + 1
    }
}
