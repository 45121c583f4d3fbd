import Database
import GRDB

extension PortError {
    /// What SQLite reported, without values: its messages name tables and columns only.
    init(_ error: EngineError) {
        let message = error.message ?? "\(error.resultCode)"
        self.init(Self.kind(of: error), error.sql.map { "\(message) in: \($0)" } ?? message)
    }

    private static func kind(of error: EngineError) -> Kind {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: return .duplicate
        default: break
        }
        return switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: .constraint
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        case .SQLITE_FULL: .full
        case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_MISUSE, .SQLITE_NOTADB: .unavailable
        default: .other
        }
    }

    /// The same error in words of the port; what comes from elsewhere stays as it is.
    static func translated(_ error: any Error) -> any Error {
        (error as? EngineError).map { PortError($0) } ?? error
    }
}
