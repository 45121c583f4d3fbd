import Database

/// An INSERT of one row as one of many: a statement costs the server far more than a row.
struct WideInsert {
    static let rows = 500

    /// Values of a row.
    let columns: Int
    let sql: String

    /// nil: the statement is no INSERT of just its parameters in their order, or its rows are not numbers alone, which
    /// may be large.
    init?(_ sql: String, _ rows: [[SQLValue]]) {
        guard rows.count >= WideInsert.rows, sql.hasPrefix("INSERT INTO "), let columns = rows.first?.count,
            columns <= 16, rows.allSatisfy({ $0.allSatisfy(\.isNumber) })
        else { return nil }
        let one = WideInsert.group(0, columns)
        guard let found = sql.firstRange(of: "VALUES " + one), !sql[found.upperBound...].contains("$") else {
            return nil
        }
        let groups = (0..<WideInsert.rows).map { WideInsert.group($0, columns) }
        self.columns = columns
        self.sql = sql[..<found.lowerBound] + "VALUES " + groups.joined(separator: ", ") + sql[found.upperBound...]
    }

    private static func group(_ row: Int, _ columns: Int) -> String {
        "(" + (1...columns).map { "$\(row * columns + $0)" }.joined(separator: ", ") + ")"
    }
}

extension SQLValue {
    fileprivate var isNumber: Bool {
        switch self {
        case .int, .double: true
        case .null, .text, .blob: false
        }
    }
}
