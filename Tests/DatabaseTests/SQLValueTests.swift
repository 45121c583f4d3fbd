import Database
import Testing

@Suite struct SQLValueTests {
    @Test func literalsAndOptionals() {
        #expect([1, "a", nil] as [SQLValue] == [.int(1), .text("a"), .null])
        #expect(SQLValue(nil as String?) == .null && SQLValue("a" as String?) == "a")
        #expect(SQLValue(nil as Int64?) == .null && SQLValue(5 as Int64?) == 5)
    }

    @Test func accessorsAnswerForTheirTypeOnly() {
        let all: [SQLValue] = [nil, 1, .double(2.5), "x", .blob([3])]
        #expect(all.map(\.int) == [nil, 1, nil, nil, nil])
        #expect(all.map(\.double) == [nil, 1, 2.5, nil, nil])
        #expect(all.map(\.text) == [nil, nil, nil, "x", nil])
        #expect(all.map(\.blob) == [nil, nil, nil, nil, [3]])
    }

    @Test(arguments: ["\0", "a\0", "\0a", "邻\0里", String(repeating: "x", count: 100) + "\0"])
    func textWithNULIsRefused(_ text: String) {
        #expect(throws: DatabaseError.self) { try SQLValue.text(text).check() }
    }

    @Test(arguments: ["", "邻里", "\u{1}", nil, .int(.min), .double(.infinity), .blob([0])] as [SQLValue])
    func everythingElsePasses(_ value: SQLValue) {
        #expect(throws: Never.self) { try value.check() }
    }

    @Test func rowsByNameAndPosition() {
        let row = Row(columns: ["a", "b", "a"], values: [1, 2, 3])
        #expect(row[2] == 3)
        #expect(row["a"] == 1)
        #expect(row["c"] == .null)
    }
}
