import GRDB

/// Names of GRDB for files that import the port, which has a `Database` and a `DatabaseError` of its own.
typealias EngineHandle = Database
typealias EngineError = DatabaseError
