import Spreadsheet
import Testing

@Suite struct CSVWriterTests {
    private func text(_ fields: [CSVWriter.Field], guards: Bool = true) -> String {
        var writer = CSVWriter(guardsFormulas: guards, byteOrderMark: false)
        writer.append(fields)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func quotesWhereNeeded() {
        #expect(
            text([.text("a"), .text("b,c"), .text("d\"e"), .text("f\ng"), .text(" h"), .text("i;j")])
                == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",i;j\r\n")
        #expect(text([.text(""), .empty, .integer(-5), .number("-1.50")]) == ",,-5,-1.50\r\n")
        #expect(text([.text("")]) == "\"\"\r\n" && text([.empty]) == "\"\"\r\n" && text([]) == "\r\n")
    }

    @Test func guardsFormulas() {
        for start in ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"] {
            #expect(text([.text(start + "1")]) == "'\(start)1\r\n")
            #expect(text([.text(start + "1")], guards: false) == "\(start)1\r\n")
        }
        #expect(text([.text("\r=1")]) == "\"'\r=1\"\r\n")
        #expect(text([.text("\r\n=1")]) == "\"'\r\n=1\"\r\n")
        #expect(text([.text("=a,b")]) == "\"'=a,b\"\r\n")
        #expect(text([.text("a=1"), .text("'=1"), .text("1-2")]) == "a=1,'=1,1-2\r\n")
        #expect(text([.text("-5"), .integer(-5), .number("-5"), .number("+1e5")]) == "'-5,-5,-5,+1e5\r\n")
        // Whoever claims that something is a number must be right.
        #expect(text([.number("=1+1"), .number("-cmd"), .number("")]) == "'=1+1,'-cmd,\r\n")
    }

    @Test func roundTrip() throws {
        let rows = [["a", "", "中文"], ["\"", ",", "\r\n"], ["x\0y", " z ", "'"], ["", "", ""], ["last", "\t", ";"]]
        for delimiter in CSVReader.Delimiter.allCases {
            var writer = CSVWriter(delimiter: delimiter, guardsFormulas: false)
            for row in rows { writer.append(row.map { .text($0) }) }
            var reader = try CSVReader(bytes: writer.take(), options: .init(delimiter: delimiter))
            #expect(writer.bytes.isEmpty)
            var read: [[String]] = []
            while try reader.next() { reader.withRecord { read.append($0.strings) } }
            #expect(read == rows.map { $0.map { $0 == "x\0y" ? "x\u{FFFD}y" : $0 } })
        }
    }

    @Test func marksUTF8ForExcel() {
        #expect(CSVWriter().bytes == [0xEF, 0xBB, 0xBF])
    }
}
