import CLibPQ
import Database

/// What the server or the way to it reported, with what decides whether to try again.
struct ServerFailure: Error {
    var error: DatabaseError
    var isConnectionLost = false
    /// Another transaction was in the way: the same again may succeed.
    var isConflict = false
    /// A prepared statement no longer fits its tables, or is not there.
    var isStaleStatement = false

    init(_ error: DatabaseError) { self.error = error }

    /// No connection.
    static func lost(_ message: String) -> ServerFailure {
        var failure = ServerFailure(DatabaseError(.unavailable, message))
        failure.isConnectionLost = true
        return failure
    }

    /// From a result that is an error. Values stand in its details, so only its main message is taken.
    init(_ result: OpaquePointer?, of connection: OpaquePointer, settings: ConnectionSettings, sql: String) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        let state = field("C") ?? ""
        // The last words of a server may be read before its end is noticed; without words there is no server.
        let isBroken =
            PQstatus(connection) != CONNECTION_OK || ["FATAL", "PANIC"].contains(field("V") ?? "") || state.isEmpty
        let message = field("M") ?? String(cString: PQerrorMessage(connection))
        let constraint = field("n").map { " (\($0))" } ?? ""
        let text = settings.redacted("\(state) \(message)\(constraint) in: \(sql)")
        error = DatabaseError(isBroken ? .unavailable : Self.kind(state), text)
        isConnectionLost = isBroken
        isConflict = ["40001", "40P01"].contains(state)
        isStaleStatement = ["0A000", "26000"].contains(state)
    }

    /// Codes: PostgreSQL, appendix A.
    static func kind(_ state: String) -> DatabaseError.Kind {
        switch state {
        case "23505": .duplicate
        case "22P02", "22003": .constraint
        case "40001", "40P01", "55P03", "57014": .busy
        case "53100": .full
        case "53300", "57P01", "57P02", "57P03": .unavailable
        case "08P01": .other
        case _ where state.hasPrefix("23"): .constraint
        case _ where state.hasPrefix("08"): .unavailable
        default: .other
        }
    }
}
