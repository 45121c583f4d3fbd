import Database
import Foundation
import GRDB
import GRDBSQLite

/// One transaction on one handle of SQLite.
final class SQLiteConnection: PortConnection {
    private let handle: EngineHandle
    private let orders: ParameterOrders
    private let isReadOnly: Bool
    /// The first statement that failed: as on other engines, nothing after it counts.
    private(set) var failure: PortError?
    private(set) var announcements: [(message: String, channel: String)] = []
    /// A statement may have changed tables: what readers remember of them is to be forgotten after the commit.
    private(set) var changesSchema = false

    init(_ handle: EngineHandle, _ orders: ParameterOrders, isReadOnly: Bool) {
        self.handle = handle
        self.orders = orders
        self.isReadOnly = isReadOnly
    }

    var dialect: Dialect { .sqlite }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try attempt {
            let statement = try handle.cachedStatement(sql: sql)
            try bind(arguments, to: statement, in: try orders.order(of: sql, count: arguments.count))
            if isSchemaStatement(sql) { changesSchema = true }
            let before = handle.totalChangesCount
            try statement.execute()
            return handle.totalChangesCount == before ? 0 : handle.changesCount
        }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> [PortRow] {
        try attempt {
            let statement = try handle.cachedStatement(sql: sql)
            try bind(arguments, to: statement, in: try orders.order(of: sql, count: arguments.count))
            let cursor = RowReader(statement)
            var rows: [PortRow] = []
            while let row = try cursor.next() { rows.append(row) }
            return rows
        }
    }

    func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        guard let first = rows.first else { return }
        try attempt {
            let statement = try handle.cachedStatement(sql: sql)
            let order = try orders.order(of: sql, count: first.count)
            for row in rows {
                guard row.count == first.count else {
                    throw PortError(.other, "rows of \(first.count) and of \(row.count) arguments for: \(sql)")
                }
                try bind(row, to: statement, in: order)
                var code = sqlite3_step(statement.sqliteStatement)
                while code == SQLITE_ROW { code = sqlite3_step(statement.sqliteStatement) }
                // Once more, by whoever says what is wrong.
                if code != SQLITE_DONE { try statement.execute() }
            }
            sqlite3_reset(statement.sqliteStatement)
        }
    }

    func announce(_ message: String, on channel: String) throws {
        try attempt {
            guard !isReadOnly else { throw PortError(.other, "a read announces nothing") }
            try Announcement.check(message, on: channel)
            announcements.append((message, channel))
        }
    }

    private func isSchemaStatement(_ sql: String) -> Bool {
        let word = sql.prefix(40).drop { !$0.isLetter }.prefix { $0.isLetter }
        return word.count < 7 && ["CREATE", "ALTER", "DROP"].contains(word.uppercased())
    }

    private func attempt<T>(_ body: () throws -> T) throws -> T {
        if let failure { throw failure }
        do {
            return try body()
        } catch {
            let error = PortError.translated(error)
            failure = error as? PortError ?? PortError(.other, "\(error)")
            throw error
        }
    }

    private func bind(_ arguments: [SQLValue], to statement: Statement, in order: [Int]) throws {
        for argument in arguments { try argument.check() }
        // GRDB's own way of binding takes ten times as long. That the number is right is known by the order.
        statement.setUncheckedArguments(SQLiteConnection.none)
        for (index, number) in order.enumerated() {
            let code = arguments[number - 1].bind(to: statement.sqliteStatement, at: CInt(index + 1))
            guard code == SQLITE_OK else {
                throw EngineError(resultCode: ResultCode(rawValue: code), sql: statement.sql)
            }
        }
    }

    private static let none = StatementArguments()
}

/// Reads the rows of a statement whose arguments are bound.
private final class RowReader: DatabaseCursor {
    typealias Element = PortRow

    var _isDone = false
    let _statement: Statement
    private let columns: [String]

    init(_ statement: Statement) {
        _statement = statement
        columns = statement.columnNames
    }

    func _element(sqliteStatement: SQLiteStatement) -> PortRow {
        let values = [SQLValue](unsafeUninitializedCapacity: columns.count) { buffer, count in
            for index in 0..<columns.count {
                let value = DatabaseValue(sqliteStatement: sqliteStatement, index: CInt(index))
                buffer.initializeElement(at: index, to: SQLValue(value))
            }
            count = columns.count
        }
        return PortRow(columns: columns, values: values)
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .int(number)
            case .double(let number): .double(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob([UInt8](data))
            }
    }

    fileprivate func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        switch self {
        case .null: DatabaseValue.null.bind(to: statement, at: index)
        case .int(let number): number.bind(to: statement, at: index)
        case .double(let number): number.bind(to: statement, at: index)
        case .text(let text): text.bind(to: statement, at: index)
        case .blob(let bytes): Data(bytes).bind(to: statement, at: index)
        }
    }
}
