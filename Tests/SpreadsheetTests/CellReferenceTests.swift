import Spreadsheet
import Testing

@Suite struct CellReferenceTests {
    @Test func everyColumnGoesThereAndBack() throws {
        var names: Set<String> = []
        for column in 1...CellReference.maximumColumn {
            let name = CellReference.columnName(column)
            let reference = try #require(CellReference(name + "7"))
            #expect(reference.column == column && reference.row == 7)
            #expect(names.insert(name).inserted)
        }
        #expect(CellReference.columnName(1) == "A")
        #expect(CellReference.columnName(26) == "Z")
        #expect(CellReference.columnName(27) == "AA")
        #expect(CellReference.columnName(16_384) == "XFD")
    }

    @Test(arguments: ["B7", "b7", "$B$7", "B$7", "$B7"])
    func accepts(_ text: String) {
        #expect(CellReference(text)?.description == "B7")
    }

    @Test(arguments: [
        "", "A", "7", "A0", "A01", "XFE1", "ZZZ1", "A1048577", "A99999999999999999999", "AAAAAAAAAAAAAAAA1", "A-1",
        "A1 ",
        " A1", "A1B", "$", "A$", "$$A1", "A1:B2", "Ä1", "@1", "[1", "`1",
    ])
    func refuses(_ text: String) {
        #expect(CellReference(text) == nil)
    }

    @Test func boundsOfTheSheet() {
        #expect(CellReference("XFD1048576") == CellReference(row: 1_048_576, column: 16_384))
        #expect(CellReference(row: 0, column: 1) == nil)
        #expect(CellReference(row: 1, column: 0) == nil)
        #expect(CellReference(row: 1_048_577, column: 1) == nil)
        #expect(CellReference(row: 1, column: 16_385) == nil)
    }

    @Test func ranges() throws {
        let range = try #require(CellRange("C3:A1"))
        #expect(range.description == "A1:C3")
        #expect(range.count == 9)
        #expect(range.contains(try #require(CellReference("B2"))))
        #expect(!range.contains(try #require(CellReference("D2"))))
        #expect(CellRange("B2")?.description == "B2")
        #expect(CellRange("A1:") == nil)
        #expect(CellRange("A1:B2:C3") == nil)
        #expect(CellRange(":A1") == nil)
        #expect(CellRange(rows: 1...2, columns: 0...1) == nil)
    }
}
