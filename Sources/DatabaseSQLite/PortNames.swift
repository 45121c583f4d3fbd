import Database

/// Names of the port for files that import GRDB, which has a `DatabaseError` and a `Row` of its own.
typealias PortError = DatabaseError
typealias PortRow = Row
typealias PortConnection = Connection
