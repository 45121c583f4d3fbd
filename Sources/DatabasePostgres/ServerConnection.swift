import CLibPQ
import Database
import Glibc

/// One connection to the server and the statements prepared on it.
///
/// `@unchecked` is safe: it is used by one thread at a time, which has taken it out of the pool or owns its queue.
final class ServerConnection: @unchecked Sendable {
    struct Prepared {
        var name: String
        var shape: ResultShape
    }

    /// Above it all statements are forgotten: whoever builds texts of statements does not fill the server.
    private static let mostStatements = 500
    /// How many rows are on their way before the first answer is read.
    private static let pipelineDepth = 1_000

    let handle: OpaquePointer
    private let settings: ConnectionSettings
    private var statements: [String: Prepared] = [:]
    /// By the text of the INSERT; nil: there is none for it.
    var copies: [String: BulkCopy?] = [:]
    private var nextStatement = 0
    private var parameters = ParameterBuffer()

    init(_ settings: ConnectionSettings) throws {
        guard let handle = settings.connect() else { throw DatabaseError(.unavailable, "no memory for a connection") }
        self.handle = handle
        self.settings = settings
        guard isUsable else { throw ServerFailure.lost(settings.redacted(String(cString: PQerrorMessage(handle)))) }
        // Notices are for people at a terminal.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        try command(settings.preparation)
    }

    deinit { PQfinish(handle) }

    var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }
    /// Fit for the next transaction.
    var isIdle: Bool { isUsable && PQtransactionStatus(handle) == PQTRANS_IDLE }
    var socket: Int32 { PQsocket(handle) }

    /// Statements without parameters and rows; gives the tag of the last.
    @discardableResult
    func command(_ sql: String) throws -> String {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        try check(result, sql)
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// The number of rows changed, and the rows.
    func run(_ sql: String, _ arguments: [SQLValue]) throws -> (changed: Int, rows: [Row]) {
        let prepared = try prepare(sql)
        try parameters.fill(arguments)
        let result = parameters.withArrays { count, values, lengths, formats in
            PQexecPrepared(handle, prepared.name, count, values, lengths, formats, prepared.shape.isBinary ? 1 : 0)
        }
        defer { PQclear(result) }
        try check(result, sql)
        let changed = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        return (PQresultStatus(result) == PGRES_TUPLES_OK ? 0 : changed, prepared.shape.rows(result))
    }

    /// By COPY where that does the same; else sends many rows before it reads the first answer.
    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        var start = try copy(sql, rows)
        if start == rows.count { return }
        if let wide = WideInsert(sql, rows) {
            while start + WideInsert.rows <= rows.count {
                _ = try run(wide.sql, Array(rows[start..<start + WideInsert.rows].joined()))
                start += WideInsert.rows
            }
        }
        let prepared = try prepare(sql)
        while start < rows.count {
            let end = min(start + Self.pipelineDepth, rows.count)
            try pipeline(prepared.name, rows[start..<end], sql)
            start = end
        }
    }

    private func pipeline(_ name: String, _ rows: ArraySlice<[SQLValue]>, _ sql: String) throws {
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        var failure: (any Error)?
        for row in rows {
            do {
                try parameters.fill(row)
            } catch {
                failure = error
                break
            }
            let isSent = parameters.withArrays { count, values, lengths, formats in
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
            }
            guard isSent == 1 else { throw lost() }
        }
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        // Each row is answered by a result and a null; the sync by a result alone.
        while true {
            guard let result = PQgetResult(handle) else {
                guard isUsable else { throw failure ?? lost() }
                continue
            }
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_SYNC { break }
            if failure == nil, status != PGRES_PIPELINE_ABORTED {
                do { try check(result, sql) } catch { failure = error }
            }
        }
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        if let failure { throw failure }
    }

    func prepare(_ sql: String) throws -> Prepared {
        if let known = statements[sql] { return known }
        if statements.count >= Self.mostStatements { try forgetStatements() }
        nextStatement += 1
        let name = "s\(nextStatement)"
        let result = PQprepare(handle, name, sql, 0, nil)
        defer { PQclear(result) }
        try check(result, sql)
        let description = PQdescribePrepared(handle, name)
        defer { PQclear(description) }
        try check(description, sql)
        let prepared = Prepared(name: name, shape: ResultShape(description))
        statements[sql] = prepared
        return prepared
    }

    /// They are prepared again when they are needed.
    func forgetStatements() throws {
        statements = [:]
        copies = [:]
        try command("DEALLOCATE ALL")
    }

    /// What arrived on channels; nil when the connection broke.
    func notifications() -> [(channel: String, message: String)]? {
        // To the end: a server's last words may come together with its end, of which nobody is woken a second time.
        repeat {
            guard PQconsumeInput(handle) == 1 else { return nil }
        } while isReadable
        var found: [(String, String)] = []
        while let notification = PQnotifies(handle) {
            found.append((String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return found
    }

    private var isReadable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    func check(_ result: OpaquePointer?, _ sql: String) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        case PGRES_EMPTY_QUERY: throw ServerFailure(DatabaseError(.other, "an empty statement"))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            throw ServerFailure(DatabaseError(.other, "COPY is not for here: \(sql)"))
        default: throw ServerFailure(result, of: handle, settings: settings, sql: sql)
        }
    }

    func lost() -> ServerFailure {
        .lost(settings.redacted("the connection broke: \(String(cString: PQerrorMessage(handle)))"))
    }
}
