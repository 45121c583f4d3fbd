import Testing

@testable import Spreadsheet

@Suite struct CSVReaderTests {
    static func read(
        _ bytes: [UInt8], _ options: CSVReader.Options = .init(), capacity: Int = 256 << 10
    ) throws -> [CSVReference.Record] {
        var reader = try CSVReader(bytes: bytes, options: options, capacity: capacity)
        return try records(of: &reader)
    }

    static func records(of reader: inout CSVReader) throws -> [CSVReference.Record] {
        var records: [CSVReference.Record] = []
        while try reader.next() {
            reader.withRecord { record in
                records.append(
                    CSVReference.Record(line: record.line, fields: (0..<record.count).map { Array(record[$0]) }))
            }
        }
        return records
    }

    private func strings(_ text: String, _ options: CSVReader.Options = .init()) throws -> [[String]] {
        try Self.read(Array(text.utf8), options).map { $0.fields.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test(
        arguments: [
            ("", []), ("\n", []), ("a", [["a"]]), ("a\n", [["a"]]), ("a,b", [["a", "b"]]), (",", [["", ""]]),
            (",\n", [["", ""]]),
            ("a,\r\n,b\r\n", [["a", ""], ["", "b"]]), ("a\rb\rc", [["a"], ["b"], ["c"]]),
            ("a\r\nb\n\rc", [["a"], ["b"], ["c"]]),
            ("\"\"", [[""]]), ("\"\"\n\"\"", [[""], [""]]), ("\"a\"\"b\",c", [["a\"b", "c"]]), ("\"\"\"\"", [["\""]]),
            ("\"a\r\nb\",\"c,d\"\r\n", [["a\r\nb", "c,d"]]), ("\u{FEFF}a,b", [["a", "b"]]), ("\u{FEFF}", []),
            ("\u{FEFF}\"a\"", [["a"]]), ("编号,名称\n1,水泵", [["编号", "名称"], ["1", "水泵"]]), (" a , b ", [[" a ", " b "]]),
            ("a\tb;c\u{1}\u{B}d", [["a\tb;c\u{1}\u{B}d"]]), ("12345678,123456789,1", [["12345678", "123456789", "1"]]),
        ] as [(String, [[String]])])
    func parses(_ text: String, _ expected: [[String]]) throws {
        #expect(try strings(text) == expected)
    }

    @Test func otherDelimiters() throws {
        #expect(try strings("a;b,c;\"d;e\"", .init(delimiter: .semicolon)) == [["a", "b,c", "d;e"]])
        #expect(try strings("a\tb,c\t\"d\te\"", .init(delimiter: .tab)) == [["a", "b,c", "d\te"]])
        #expect(try strings("a\n\nb\n", .init(skipsBlankLines: false)) == [["a"], [""], ["b"]])
    }

    @Test(arguments: [
        ("a\nb,\"c\nd", SpreadsheetError.Kind.syntax, 2), ("\"", .syntax, 1), ("\"a\"\"", .syntax, 1),
        ("a\r\n\"x", .syntax, 2),
        ("a\nb\"c", .syntax, 2), ("\n\n\"a\" ,b", .syntax, 3), ("\"a\"b", .syntax, 1), ("a\rb\r\0", .syntax, 3),
        ("\"a\n\0\"", .syntax, 2), ("\0", .syntax, 1),
    ])
    func refuses(_ text: String, _ kind: SpreadsheetError.Kind, line: Int) {
        let failure = error { try strings(text) }
        #expect(failure?.kind == kind && failure?.line == line)
        #expect(failure?.zh.contains("第 \(line) 行") == true && failure?.en.contains("line \(line)") == true)
    }

    @Test func limits() throws {
        let options = CSVReader.Options(recordBytes: 10, fields: 3)
        #expect(try strings("1234567890\n123456789\n", .init(recordBytes: 11)).count == 2)
        #expect(error { try strings("1\n12345678901", options) }?.kind == .tooLarge)
        #expect(error { try strings("1\n\"" + String(repeating: "\n", count: 1 << 20), options) }?.kind == .tooLarge)
        #expect(try strings("1,2,3\n", options) == [["1", "2", "3"]])
        let failure = error { try strings("1,2,3\n1,2,3,4\n", options) }
        #expect(failure?.kind == .tooLarge && failure?.line == 2)
        #expect(try strings(String(repeating: ",", count: 16_383)).first?.count == 16_384)
        #expect(error { try strings(String(repeating: ",", count: 16_384)) }?.kind == .tooLarge)
        let long = String(repeating: "x", count: 1 << 20)
        #expect(try strings(long) == [[long]])
        #expect(error { try strings(long + "x") }?.kind == .tooLarge)
    }

    /// The fast reader agrees with the simple one on texts that are all special cases, for every place where a buffer
    /// may end.
    @Test func agreesWithReference() throws {
        var random = SeededGenerator(seed: 7)
        let alphabet: [[UInt8]] = ["a", "\"", "\"", ",", "\r", "\n", "\"\"", ",\"", "\",", "中", "12345678"].map {
            Array($0.utf8)
        }
        for round in 0..<6000 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 0...24, using: &random) { text += alphabet.randomElement(using: &random) ?? [] }
            if round % 50 == 0 { text.append(0) }
            let expected = CSVReference.parse(text)
            var records: [CSVReference.Record] = []
            var failure: CSVReference.Failure?
            var reader = try CSVReader(bytes: text, options: .init(), capacity: 16 + round % 9)
            do {
                while try reader.next() {
                    reader.withRecord { record in
                        records.append(.init(line: record.line, fields: (0..<record.count).map { Array(record[$0]) }))
                    }
                }
            } catch {
                failure = .init(line: (error as SpreadsheetError).line ?? 0)
            }
            guard records == expected.records, failure == expected.failure else {
                let shown = String(decoding: text, as: UTF8.self).debugDescription
                Issue.record("\(shown): \(records) \(String(describing: failure))")
                return
            }
        }
    }

    @Test func largeFileInConstantMemory() throws {
        let folder = TestFolder()
        var writer = CSVWriter()
        for row in 0..<40_000 { writer.append([.integer(row), .text("名称 \"\(row)\"\n"), .number("\(row).5"), .empty]) }
        let path = folder.file("large.csv", writer.bytes)
        var reader = try CSVReader(path: path)
        var row = 0
        while try reader.next() {
            let matches = reader.withRecord { record in
                record.line == 2 * row + 1 && record.strings == ["\(row)", "名称 \"\(row)\"\n", "\(row).5", ""]
            }
            guard matches else {
                Issue.record("record \(row) differs")
                return
            }
            row += 1
        }
        #expect(row == 40_000)
        #expect(try reader.next() == false)
    }

    @Test func errorsNameTheFile() {
        let folder = TestFolder()
        let path = folder.file("bad.csv", Array("a\n\"b".utf8))
        let failure = error {
            var reader = try CSVReader(path: path)
            return try Self.records(of: &reader)
        }
        #expect(failure?.file == path && failure?.line == 2)
        #expect(error { try CSVReader(path: folder.path + "/none.csv").encoding }?.kind == .cannotRead)
        #expect(error { try CSVReader(path: folder.path).encoding }?.kind == .cannotRead)
    }
}
