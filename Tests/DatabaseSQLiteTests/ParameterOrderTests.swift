import Testing

@testable import DatabaseSQLite

@Suite struct ParameterOrderTests {
    @Test(arguments: [
        ("", []), ("SELECT 1", []), ("$1", [1]), ("$2 $1 $2", [2, 1]), ("$12,$1", [12, 1]),
        ("'$1' \"$2\" `$3` $4", [4]), ("'it''s $1' $2", [2]), ("-- $1\n$2", [2]), ("/* $1 * / $2 */ $3", [3]),
        ("a$1 $2 é$3", [2]), ("$ $a 1$1", []), ("-$1 / $2 - $3", [1, 2, 3]), ("'$1", []), ("/* $1", []), ("$1-- ", [1]),
    ])
    func scans(_ sql: String, _ order: [Int]) {
        #expect(ParameterOrder.scan(sql) == order)
    }

    @Test func remembersManyStatements() throws {
        let orders = ParameterOrders()
        for number in 0..<5_000 { #expect(try orders.order(of: "SELECT \(number), $1", count: 1) == [1]) }
    }
}
