/// What every engine promises, as checks that run on an empty database. The tests of each engine run all of them.
public struct DatabaseContract: Sendable, CustomStringConvertible {
    public let name: String
    private let body: @Sendable (Subject) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (Subject) async throws -> Void) {
        self.name = name
        self.body = body
    }

    public static let all: [DatabaseContract] =
        statements + values + failures + transactions + announcements + migrations

    public var description: String { name }

    /// - Parameter open: Opens the same database, empty at first, at every call.
    /// - Throws: `ContractBreach`, or what the engine threw unexpectedly.
    public func check(_ open: @escaping @Sendable () async throws -> any Database) async throws {
        let subject = Subject(database: try await open(), open: open)
        do {
            try await body(subject)
        } catch {
            try? await subject.database.close()
            throw error
        }
        try await subject.database.close()
    }

    struct Subject: Sendable {
        let database: any Database
        /// One more handle to the same database.
        let open: @Sendable () async throws -> any Database

        /// Makes tables out of the shared schema language.
        func schema(_ statements: String...) async throws {
            try await database.write { connection in
                for statement in statements {
                    try connection.execute(SchemaSQL.statement(statement, for: connection.dialect))
                }
            }
        }

        func count(_ table: String) async throws -> Int64? {
            try await database.read { try $0.row("SELECT count(*) FROM \(table)")?[0].int }
        }
    }
}

/// An engine did not keep a promise.
public struct ContractBreach: Error, Sendable, CustomStringConvertible {
    public let description: String
}

/// Throws unless both are the same.
func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
    guard found == expected else {
        throw ContractBreach(description: "\(what): expected \(expected), found \(found)")
    }
}

/// Throws unless the body throws an error of this kind; with nil any kind will do.
func fails(_ kind: DatabaseError.Kind?, _ what: String, _ body: () async throws -> some Any) async throws {
    do {
        _ = try await body()
    } catch let error as DatabaseError {
        if let kind { try same(error.kind, kind, "kind of the error of \(what) (\(error.message))") }
        return
    } catch {
        throw ContractBreach(description: "\(what): threw \(error), not a DatabaseError")
    }
    throw ContractBreach(description: "\(what): did not fail")
}
